/**
 * The states that ask a harness in the place of a function: the call with a session of its own and bounds on time and rounds, a
 * look at why the agent stopped, and a wait where quotas are used up. They are written to have no finding of our own rules.
 */
import type { TaskState } from '../../asl/model.ts';
import { PROPOSED_HARNESS } from '../../aws/agent-libraries.ts';
import { CLIENT_ATTEMPTS, NATIVE_CALLS } from '../../aws/handler-calls.ts';
import type { AgentFacts, Expr, Json, Summary } from '../../handlers/ir.ts';
import { rebase } from '../../handlers/rewrite.ts';
import type { NewState } from '../decide.ts';
import { errorHandlers } from '../error-names.ts';
import { functionSeconds } from '../function-gates.ts';
import { Unwritable } from '../jsonata-text.ts';
import { lowerCall } from '../lower.ts';
import { NotFollowed, eventOf } from '../payload.ts';
import type { AgentPlace, Names } from './proposal.ts';

const AT = { start: 0, end: 0 };
const NATIVE = NATIVE_CALLS.InvokeHarness;

export interface HarnessStates {
  readonly states: readonly NewState[];
  readonly permissions: readonly string[];
  readonly notes: readonly string[];
}

export function harnessStates(agent: AgentFacts, place: AgentPlace, names: Names): HarnessStates {
  const { state } = place;
  const notes: string[] = [];
  const { request, output } = callOf(agent, place, notes);
  const seconds = secondsOf(place);
  const handlers = errorHandlers(state, { native: NATIVE, raised: [], attempts: CLIENT_ATTEMPTS.python });
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
    Resource: `arn:aws:states:::${NATIVE.resource}`,
    Arguments: {
      HarnessArn: `\${${names.arn}}`,
      RuntimeSessionId: '{% $uuid() %}',
      Messages: request,
      TimeoutSeconds: seconds,
      MaxIterations: PROPOSED_HARNESS.rounds,
    },
    Output: output,
    Assign: { StopReason: '{% $states.result.StopReason %}' },
    TimeoutSeconds: seconds + PROPOSED_HARNESS.marginSeconds,
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
  return { states, permissions: NATIVE.permissions, notes };
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

interface CallText {
  readonly request: Json;
  readonly output: Json;
}

const TEXT = '$join([$states.result.Output.Message.Content.Text], "")';

/** The question as the handler puts it, where that can be written; else the place for it. */
function callOf(agent: AgentFacts, place: AgentPlace, notes: string[]): CallText {
  const lowered = agent.prompt === undefined ? undefined : questionOf(agent.prompt, place);
  if (lowered === undefined)
    notes.push('The question of the agent is put together in a way that is not followed: write it into Messages.');
  return {
    request: lowered ?? [{ Role: 'user', Content: [{ Text: '{% $states.input.prompt %}' }] }],
    output: outputText(place, notes),
  };
}

function questionOf(prompt: Expr, { state, services }: AgentPlace): Json | undefined {
  const value = (text: string): Expr => ({ kind: 'literal', value: text, ...AT });
  const entry = (key: string, of: Expr): { kind: 'entry'; key: string; value: Expr } => ({
    kind: 'entry',
    key,
    value: of,
  });
  const block: Expr = { kind: 'object', items: [entry('text', prompt)], ...AT };
  const content: Expr = { kind: 'array', items: [block], ...AT };
  const message: Expr = { kind: 'object', items: [entry('role', value('user')), entry('content', content)], ...AT };
  const summary: Summary = {
    language: 'python',
    before: [],
    call: {
      operation: 'InvokeHarness',
      parameters: new Map<string, Expr>([['messages', { kind: 'array', items: [message], ...AT }]]),
      ...AT,
    },
    client: { attempts: CLIENT_ATTEMPTS.python, readTimeoutSeconds: undefined },
    after: [],
    result: { kind: 'literal', value: null, ...AT },
    notes: [],
    errorNames: [],
  };
  try {
    const rebased = rebase(summary, eventOf(state, formOf(state)));
    const context = { services, known: () => undefined, event: '$states.input', code: (text: string) => text };
    const lowered = lowerCall(rebased, (result) => result, context);
    return (lowered.arguments as Readonly<Record<string, Json>>).Messages;
  } catch (error) {
    if (error instanceof Unwritable || error instanceof NotFollowed) return undefined;
    throw error;
  }
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
