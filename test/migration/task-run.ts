/** Runs a task as it was, and the states made of it, in the evaluator, and gives what is compared of the two. */
import type { Json } from '../../src/handlers/ir.ts';
import type { NewState } from '../../src/migration/target.ts';
import { StateError, execute } from './asl-evaluator.ts';
import type { Definition } from './asl-evaluator.ts';
import { replyOf, requestOf } from './native-calls.ts';
import type { HandlerRun, Request } from './python-host.ts';
import { CAUGHT, statesWith } from './task-forms.ts';
import type { State } from './task-forms.ts';

export interface Run {
  readonly requests: readonly Request[];
  readonly outcome: Json;
}

export interface NamedRun extends Run {
  /** Of a run that fails, the name of its error. */
  readonly error?: string;
}

/** Runs the function on one event, after so many requests. */
export type Invoke = (event: Json, earlier: number) => Promise<HandlerRun>;

/** Answers a task; adds the requests that it comes to. */
export type Call = (resource: string, parameters: Json, requests: Request[]) => Promise<Json>;

/** The function's ARN, as the deployment writes it. */
const DEPLOYED = 'arn:aws:lambda:eu-west-1:111122223333:function:Fn';

export function runTask(task: State, input: Json, invoke: Invoke): Promise<NamedRun> {
  const resource = typeof task.Resource === 'string' ? task.Resource : DEPLOYED;
  const states = statesWith({ ...task, Resource: resource });
  return run(states, input, (called, parameters, requests) => invoked(called, parameters, requests, invoke));
}

export function runStates(states: readonly NewState[], input: Json, call: Call): Promise<NamedRun> {
  return run({ ...byName(states), Caught: CAUGHT }, input, call);
}

async function run(states: Definition['States'], input: Json, call: Call): Promise<NamedRun> {
  const requests: Request[] = [];
  const { error, output } = await execute({ StartAt: 'Ask', States: states }, input, (resource, parameters) =>
    call(resource, parameters, requests),
  );
  if (error !== undefined) return { requests, outcome: 'fails', error };
  const isCaught = typeof output === 'object' && output !== null && 'failure' in output;
  return { requests, outcome: isCaught ? { ...output, failure: 'caught' } : (output ?? null) };
}

/** A task that runs a function, by its ARN or by lambda:invoke. */
export async function invoked(resource: string, parameters: Json, requests: Request[], invoke: Invoke): Promise<Json> {
  const isInvoke = resource.endsWith('lambda:invoke');
  const event = isInvoke ? ((parameters as { Payload?: Json }).Payload ?? {}) : parameters;
  const made = await invoke(event, requests.length);
  requests.push(...made.requests);
  if (made.error !== undefined) throw new StateError(made.error, made.cause);
  return isInvoke ? { Payload: made.result ?? null, StatusCode: 200 } : (made.result ?? null);
}

/**
 * A task that calls a model. Which prefix the errors of an optimised call have is not documented: either must be handled, so
 * each of the tests takes one.
 */
export function answering(reply: Json, optimised: 'Bedrock' | 'BedrockRuntime'): Call {
  return (resource, parameters, requests) => {
    requests.push(requestOf(resource, parameters));
    const { $error: failure } = (reply ?? {}) as { readonly $error?: string };
    if (failure !== undefined) throw new StateError(`${prefixOf(resource) ?? optimised}.${failure}`);
    return Promise.resolve(replyOf(resource, reply));
  };
}

function prefixOf(resource: string): string | undefined {
  if (resource.includes('bedrockagentruntime')) return 'BedrockAgentRuntime';
  return resource.includes('bedrockruntime') ? 'BedrockRuntime' : undefined;
}

export function byName(states: readonly NewState[]): Readonly<Record<string, State>> {
  return Object.fromEntries(states.map(({ name, state }) => [name, state as State]));
}

/** A function that is run by itself. */
export function runOf({ requests, result, error }: HandlerRun): Run {
  return { requests, outcome: error === undefined ? (result ?? null) : 'fails' };
}

/** The errors of a function and of a task have names of their own; that it fails is the same. */
export function unnamed({ requests, outcome }: NamedRun): Run {
  return { requests, outcome };
}

/** How often a call that fails is repeated is told as a change of the retries. */
export function withoutRepeats<R extends Run>(made: R): R {
  const texts = made.requests.map((request) => JSON.stringify(request));
  return { ...made, requests: made.requests.filter((_, i) => i === 0 || texts[i] !== texts[i - 1]) };
}

export function fails({ outcome }: Run): boolean {
  return outcome === 'fails' || JSON.stringify(outcome).includes('"failure":"caught"');
}

const MODEL_CALLS: readonly string[] = ['invoke_model', 'converse', 'retrieve', 'retrieve_and_generate'];

export function asksModel({ requests }: Run): boolean {
  return requests.some(({ operation }) => MODEL_CALLS.includes(operation));
}
