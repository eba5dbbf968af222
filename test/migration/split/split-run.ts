/** Runs a task as it was and as it was split, in the evaluator, with the functions in a process of their own. */
import type { Json } from '../../../src/handlers/ir.ts';
import type { Target } from '../../../src/migration/target.ts';
import { execute, StateError } from '../asl-evaluator.ts';
import type { Definition } from '../asl-evaluator.ts';
import { replyOf, requestOf } from '../native-calls.ts';
import type { Request } from '../python-host.ts';

export interface Run {
  readonly requests: readonly Request[];
  readonly outcome: Json;
  /** Of a run that fails, the name of its error. */
  readonly error?: string;
}

/** Runs one function on one event. */
export type Invoke = (event: Json) => Promise<{
  readonly requests: readonly Request[];
  readonly result?: Json;
  readonly error?: string;
  readonly cause?: string;
}>;

const CAUGHT: Json = { Type: 'Pass', End: true };
const DEPLOYED = 'arn:aws:lambda:eu-west-1:111122223333:function:Fn';

function outcomeOf(result: Awaited<ReturnType<typeof execute>>): Pick<Run, 'outcome' | 'error'> {
  if (result.error !== undefined) return { outcome: 'fails', error: result.error };
  const { output } = result;
  if (typeof output === 'object' && output !== null && 'failure' in output)
    return { outcome: { ...output, failure: 'caught' } };
  return { outcome: output ?? null };
}

export async function runOriginal(task: Readonly<Record<string, Json>>, input: Json, invoke: Invoke): Promise<Run> {
  const requests: Request[] = [];
  const resource = typeof task.Resource === 'string' ? task.Resource : DEPLOYED;
  const definition: Definition = {
    StartAt: 'Ask',
    States: { Ask: { ...task, Resource: resource, End: true }, Caught: CAUGHT },
  };
  const result = await execute(definition, input, (called, parameters) =>
    invoked(called, parameters, invoke, requests),
  );
  return { requests, ...outcomeOf(result) };
}

async function invoked(resource: string, parameters: Json, invoke: Invoke, requests: Request[]): Promise<Json> {
  const isInvoke = resource.endsWith('lambda:invoke');
  const event = isInvoke ? ((parameters as { Payload?: Json }).Payload ?? {}) : parameters;
  const run = await invoke(event);
  requests.push(...run.requests);
  if (run.error !== undefined) throw new StateError(run.error, run.cause);
  return isInvoke ? { Payload: run.result ?? null, StatusCode: 200 } : (run.result ?? null);
}

/** `functions` by the placeholders of their ARNs. */
export async function runSplit(
  { states }: Target,
  input: Json,
  reply: Json,
  functions: ReadonlyMap<string, Invoke>,
): Promise<Run> {
  const requests: Request[] = [];
  const definition: Definition = {
    StartAt: 'Ask',
    States: { ...Object.fromEntries(states.map(({ name, state }) => [name, state])), Caught: CAUGHT },
  };
  const result = await execute(definition, input, (resource, parameters) => {
    const named = (parameters as { FunctionName?: string } | null)?.FunctionName ?? resource;
    const invoke = functions.get(named);
    if (invoke !== undefined) return invoked(resource, parameters, invoke, requests);
    requests.push(requestOf(resource, parameters));
    const failure = (reply as { $error?: string }).$error;
    const prefix = resource.includes('agentruntime') ? 'BedrockAgentRuntime' : 'BedrockRuntime';
    if (failure !== undefined) throw new StateError(`${prefix}.${failure}`);
    return Promise.resolve(replyOf(resource, reply));
  });
  return { requests, ...outcomeOf(result) };
}
