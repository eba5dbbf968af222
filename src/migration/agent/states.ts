/**
 * The states that ask a harness in the place of a function: the call with a session of its own and bounds on time and rounds, a
 * look at why the agent stopped, and a wait where quotas are used up. They are written to have no finding of our own rules.
 */
import type { TaskState } from '../../asl/model.ts';
import { PROPOSED_HARNESS } from '../../aws/agent-libraries.ts';
import { CLIENT_ATTEMPTS, NATIVE_CALLS } from '../../aws/handler-calls.ts';
import type { AgentFacts, Expr, Json, ObjectItem, Summary } from '../../handlers/ir.ts';
import { rebase } from '../../handlers/rewrite.ts';
import type { NewState } from '../target.ts';
import { taskCall } from '../known-calls.ts';
import { nativeResource } from '../state-fields.ts';
import { errorHandlers } from '../error-names.ts';
import { functionSeconds } from '../function-gates.ts';
import { Unwritable } from '../jsonata-text.ts';
import { lowerCall } from '../lower.ts';
import type { LoweredCall } from '../lower.ts';
import { NotFollowed, eventOf } from '../payload.ts';
import type { AgentPlace, Names } from './proposal.ts';
import { deployedText } from './deployed.ts';

const AT = { start: 0, end: 0 };
const NATIVE = NATIVE_CALLS.InvokeHarness;

export interface HarnessStates {
  readonly states: readonly NewState[];
  readonly substitutions: Readonly<Record<string, Json>>;
  readonly permissions: readonly string[];
  readonly notes: readonly string[];
}

export function harnessStates(agent: AgentFacts, place: AgentPlace, names: Names): HarnessStates {
  const { state } = place;
  const notes: string[] = [];
  const seconds = secondsOf(place);
  const { request, deployed } = requestOf(agent, place, { names, notes });
  const handlers = errorHandlers(state, {
    native: taskCall('InvokeHarness'),
    raised: [],
    attempts: CLIENT_ATTEMPTS.python,
  });
  const check = nameOf(state, 'stop reason');
  const done = nameOf(state, 'done');
  const failed = nameOf(state, 'not finished');
  const wait = nameOf(state, 'wait');
  const isCaught = handlers.catch.length > 0;
  const next = state.node.get('Next');
  const after = next?.kind === 'string' ? next.value : done;
  const call: Json = {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: nativeResource(state, NATIVE),
    Arguments: {
      ...request,
      TimeoutSeconds: request.TimeoutSeconds ?? seconds,
      MaxIterations: request.MaxIterations ?? PROPOSED_HARNESS.rounds,
    },
    Output: outputText(place, notes),
    Assign: { StopReason: '{% $states.result.StopReason %}' },
    TimeoutSeconds: waitOf(request.TimeoutSeconds, seconds),
    Retry: handlers.retry,
    Catch: isCaught ? handlers.catch : [{ ErrorEquals: BUSY, Output: '{% $states.input %}', Next: wait }],
    Next: check,
  };
  const states: NewState[] = [
    { name: state.name, state: call },
    { name: check, state: choice(after, failed) },
    {
      name: failed,
      state: { Type: 'Fail', Error: 'AgentNotFinished', Cause: 'The agent stopped before it had an answer.' },
    },
  ];
  if (!isCaught)
    states.push({
      name: wait,
      state: { Type: 'Wait', QueryLanguage: 'JSONata', Seconds: PROPOSED_HARNESS.waitSeconds, Next: state.name },
    });
  if (after === done) states.push({ name: done, state: { Type: 'Succeed' } });
  if (!isCaught)
    notes.push(`Where quotas are used up, "${wait}" waits and asks again; a limit of attempts is yours to set.`);
  return { states, substitutions: substitutionsOf(deployed, place, notes), permissions: NATIVE.permissions, notes };
}

const BUSY: readonly string[] = [
  'BedrockAgentCore.ThrottlingException',
  'BedrockAgentCore.ServiceQuotaExceededException',
];

function choice(next: string, failed: string): Json {
  return {
    Type: 'Choice',
    QueryLanguage: 'JSONata',
    Choices: [{ Condition: "{% $StopReason = 'end_turn' %}", Next: next }],
    Default: failed,
  };
}

/** A name that the machine does not have. */
function nameOf({ name, machine }: TaskState, word: string): string {
  const taken = new Set(machine.states.map((state) => state.name));
  const base = `${name.slice(0, PROPOSED_HARNESS.nameCharacters)} ${word}`;
  for (let i = 1; ; i++) {
    const found = i === 1 ? base : `${base} ${String(i)}`;
    if (!taken.has(found)) return found;
  }
}

/** As long as the function had, within what a task waits for. */
function secondsOf({ called, state }: AgentPlace): number {
  const { seconds, expressSeconds, defaultSeconds } = PROPOSED_HARNESS;
  const most = state.machine.type === 'EXPRESS' ? expressSeconds : seconds;
  return Math.min(functionSeconds(called) ?? defaultSeconds, most);
}

/** A limit of the call's own stays, and the state waits a little longer than it. */
function waitOf(own: Json | undefined, seconds: number): number {
  const { seconds: most, marginSeconds } = PROPOSED_HARNESS;
  return Math.min(typeof own === 'number' ? own : seconds, most) + marginSeconds;
}

interface CallText {
  readonly request: Readonly<Record<string, Json>>;
  /** Environment variables that are part of it. */
  readonly deployed: readonly string[];
}

const TEXT = '$join([$states.result.Output.Message.Content.Text], "")';
const SESSION = '{% $uuid() %}';
const QUESTION: Json = [{ Role: 'user', Content: [{ Text: '{% $states.input.prompt %}' }] }];

/** What is asked as the handler puts it, where that can be written; else the place for it. */
function requestOf(
  agent: AgentFacts,
  place: AgentPlace,
  { names, notes }: { readonly names: Names; readonly notes: string[] },
): CallText {
  const skeleton = { HarnessArn: `\${${names.arn}}`, RuntimeSessionId: SESSION, Messages: QUESTION };
  const parameters = new Map<string, Expr>();
  for (const [name, value] of agent.parameters ?? [['messages', questionIn(agent.prompt)] as const]) {
    const lowered = value === undefined ? undefined : loweredCall(new Map([[name, value]]), place);
    if (value !== undefined && lowered !== undefined) parameters.set(name, value);
    else if (name !== 'runtimeSessionId')
      notes.push(`${name} of the call is put together in a way that is not followed: write it into the arguments.`);
  }
  const lowered = loweredCall(parameters, place);
  return {
    request: { ...skeleton, ...(lowered?.arguments as Readonly<Record<string, Json>> | undefined) },
    deployed: lowered?.deployed ?? [],
  };
}

function questionIn(prompt: Expr | undefined): Expr | undefined {
  if (prompt === undefined) return undefined;
  const entry = (key: string, value: Expr): ObjectItem => ({ kind: 'entry', key, value });
  const block: Expr = { kind: 'object', items: [entry('text', prompt)], ...AT };
  const content: Expr = { kind: 'array', items: [block], ...AT };
  const role: Expr = { kind: 'literal', value: 'user', ...AT };
  const message: Expr = { kind: 'object', items: [entry('role', role), entry('content', content)], ...AT };
  return { kind: 'array', items: [message], ...AT };
}

function loweredCall(parameters: ReadonlyMap<string, Expr>, { state, services }: AgentPlace): LoweredCall | undefined {
  const summary: Summary = {
    language: 'python',
    before: [],
    call: { operation: 'InvokeHarness', parameters, ...AT },
    client: { attempts: CLIENT_ATTEMPTS.python, readTimeoutSeconds: undefined },
    after: [],
    result: { kind: 'literal', value: null, ...AT },
    notes: [],
    errorNames: [],
    failures: undefined,
  };
  try {
    const rebased = rebase(summary, eventOf(state, formOf(state)));
    const context = { services, known: () => undefined, event: '$states.input', code: (text: string) => text };
    return lowerCall(rebased, (result) => result, context);
  } catch (error) {
    if (error instanceof Unwritable || error instanceof NotFollowed) return undefined;
    throw error;
  }
}

function substitutionsOf(
  variables: readonly string[],
  place: AgentPlace,
  notes: string[],
): Readonly<Record<string, Json>> {
  const found: Record<string, Json> = {};
  for (const variable of variables) {
    const text = deployedText(place, variable);
    if (text === undefined) notes.push(`\${${variable}} is the environment variable ${variable} of the function.`);
    else found[variable] = text;
  }
  return found;
}

function formOf({ integration }: TaskState): 'arn' | 'invoke' {
  return integration.kind === 'lambda' ? 'arn' : 'invoke';
}

/** Where the state puts a result now, as far as that is plain. */
function outputText({ state }: AgentPlace, notes: string[]): Json {
  notes.push('The result is { "text": … }: adapt what reads the result of the function.');
  const path = state.node.get('ResultPath');
  if (state.queryLanguage === 'JSONata' || path === undefined) return { text: `{% ${TEXT} %}` };
  if (path.kind === 'null') return '{% $states.input %}';
  const name = path.kind === 'string' ? /^\$\.(\w+)$/.exec(path.value)?.[1] : undefined;
  return name === undefined
    ? { text: `{% ${TEXT} %}` }
    : `{% $merge([$states.input, {"${name}": {"text": ${TEXT}}}]) %}`;
}
