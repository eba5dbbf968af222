/** An AI task that gives up at the first throttled request, where the next attempt would do. */
import { firstMatch } from '../../analysis/error-matching.ts';
import type { Match } from '../../analysis/error-matching.ts';
import { aiErrorNames } from '../../analysis/raised-errors.ts';
import type { Catcher, MapState, ParallelState, Retrier, TaskState } from '../../asl/model.ts';
import { BACKOFF } from '../../fixers/backoff.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix, Intent } from '../../fixers/fix.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-throttling-retry',
    category: 'errors',
    summary: 'An AI task has no retrier for throttled requests.',
    why:
      'Models and agents refuse requests when the account sends too many for a moment; that is their normal way to ' +
      'say "later". Without a retrier under the name that the integration raises, the first refused request ends the ' +
      'state, and mostly the execution, although the same call would succeed seconds later. A Retry of the Map or ' +
      'Parallel around the task is no substitute: it runs everything in it again.',
    remedy:
      'Add a retrier for the throttling error with backoff and jitter: `"IntervalSeconds": 2, "MaxAttempts": 5, ' +
      '"BackoffRate": 2, "MaxDelaySeconds": 60, "JitterStrategy": "FULL"`. The name differs by integration: ' +
      '`BedrockRuntime.ThrottlingException` for `aws-sdk:bedrockruntime`, `BedrockAgentRuntime.` and ' +
      '`BedrockAgentCore.` for the others; for `bedrock:invokeModel` name both `Bedrock.ThrottlingException` and ' +
      '`BedrockRuntime.ThrottlingException`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'Throttled calls are made again, up to five times, so that a failure takes longer to show.',
    messages: {
      missing: {
        text: 'State "{state}" does not retry throttled requests: the first one that is refused fails the state, although the next attempt would do.',
        help: 'Add a retrier for {error} with backoff and jitter.',
      },
      turnedOff: {
        text: 'State "{state}" excludes throttled requests from its retries: the first one that is refused fails the state, although the next attempt would do.',
        help: 'Take {error} out of the retrier with "MaxAttempts": 0, and give it one with backoff and jitter.',
      },
    },
    references: [
      'Amazon Bedrock user guide: Troubleshooting Amazon Bedrock API error codes',
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
    ],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined || !state.retriersKnown) return;
      const names = aiErrorNames(state.aiCall, ['throttling']);
      const matches = names.map((name) => firstMatch(state.retriers, name));
      if (!matches.every(retriesNothing) || waitsAndCallsAgain(state, names, context)) return;
      const off = matches.find((match) => match.kind === 'match');
      const data = { state: state.name, error: names.join(' and ') };
      const fix = off === undefined ? addRetrier(state, names) : turnOn(state, names, off);
      if (off === undefined) context.report({ at: { key: state.key }, message: 'missing', data, fix });
      else context.report({ at: excludedAt(off), message: 'turnedOff', data, fix });
    },
  },
);

function retriesNothing(match: Match<Retrier>): boolean {
  return match.kind === 'none' || (match.kind === 'match' && match.matcher.maxAttempts === 0);
}

type Excluded = Extract<Match<Retrier>, { kind: 'match' }>;

function excludedAt({ matcher, entry }: Excluded): Node {
  return matcher.node.get('MaxAttempts') ?? entry;
}

function addRetrier({ node }: TaskState, names: readonly string[]): Fix | undefined {
  const retrier = { ErrorEquals: names, ...BACKOFF };
  const list = node.get('Retry');
  if (list === undefined) return retrying(names, [edit.set(node, 'Retry', [retrier])]);
  if (list.kind !== 'array') return undefined;
  return retrying(names, [edit.insertItem(list, list.items.length, retrier)]);
}

/** The retrier that excludes them gets attempts, or gives them up to a new one in front of it. */
function turnOn({ node }: TaskState, names: readonly string[], { matcher }: Excluded): Fix | undefined {
  const list = node.get('Retry');
  const own = matcher.node.get('ErrorEquals');
  if (list?.kind !== 'array' || own?.kind !== 'array') return undefined;
  const given = own.items.filter((entry) => entry.kind === 'string' && names.includes(entry.value));
  if (given.length === own.items.length) {
    const missing = names.filter((name) => !own.items.some((entry) => entry.kind === 'string' && entry.value === name));
    const fields = Object.entries(BACKOFF).map(([name, value]) => edit.set(matcher.node, name, value));
    return retrying(names, [...missing.map((name) => edit.insertItem(own, own.items.length, name)), ...fields]);
  }
  return retrying(names, [
    edit.insertItem(list, list.items.indexOf(matcher.node), { ErrorEquals: names, ...BACKOFF }),
    ...given.map((entry) => edit.removeItem(own, entry)),
  ]);
}

function retrying(names: readonly string[], edits: readonly Intent[]): Fix {
  return { title: `Retry ${names.join(' and ')} with backoff and jitter`, safety: 'unsafe', edits };
}

type HandlingState = TaskState | MapState | ParallelState;

/** Whether a catcher, own or of a Map or Parallel around it, leads over a Wait back to the call, or may do so. */
function waitsAndCallsAgain(task: TaskState, throttling: readonly string[], context: RuleContext): boolean {
  let state: HandlingState | undefined = task;
  let names = throttling;
  while (state !== undefined) {
    if (!state.catchersKnown) return true;
    const match = firstCatch(state, names);
    if (match !== undefined) return match.kind !== 'match' || isInWaitingLoop(state, match.matcher.next, context);
    const owner: MapState | ParallelState | undefined = state.machine.owner;
    if (owner?.type === 'Map' && owner.mode !== 'INLINE') names = ['States.ExceedToleratedFailureThreshold'];
    state = owner;
  }
  return false;
}

/** What takes the first of these errors that anything takes. */
function firstCatch(state: HandlingState, names: readonly string[]): Match<Catcher> | undefined {
  return names.map((name) => firstMatch(state.catchers, name)).find(({ kind }) => kind !== 'none');
}

function isInWaitingLoop(state: HandlingState, target: Node | undefined, context: RuleContext): boolean {
  const next = target?.kind === 'string' ? state.machine.stateByName.get(target.value) : undefined;
  if (next === undefined || context.analyses.mayLeadAnywhere(next)) return true;
  const cycle = context.analyses.cycleOf(state);
  return cycle?.waits === true && cycle.states.has(next);
}
