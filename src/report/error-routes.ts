/**
 * Where the errors of each task go: how often they are retried, what catches them, and whether the execution can still
 * end well. An AI task is asked for its throttling and for a refused request, every task for the errors that its own
 * catchers name, and for anything else.
 */
import { firstMatch } from '../analysis/error-matching.ts';
import { toleratesFailures } from '../analysis/error-flow.ts';
import type { ErrorFlow } from '../analysis/error-flow.ts';
import { UNLISTED_ERROR, aiErrorNames } from '../analysis/raised-errors.ts';
import type { MapState, ParallelState, TaskState } from '../asl/model.ts';
import type { ErrorRoute, RouteEnd } from './machine-report.ts';
import { referTo } from './references.ts';

type HandlingState = TaskState | MapState | ParallelState;

export function errorRoutesOf(task: TaskState, flow: ErrorFlow): readonly ErrorRoute[] {
  const errors = errorsOf(task);
  return errors.map((error) => {
    const retries = retriesOf(task, error);
    return {
      state: referTo(task),
      error: error === UNLISTED_ERROR ? (errors.length === 1 ? 'any error' : 'any other error') : error,
      ...(retries === undefined ? {} : { retries }),
      then: routeOf(task, error),
      outcome: flow.outcomeOf(task, error).kind,
    };
  });
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];
const MOST_NAMED = 3;

/** What an AI task is asked for, what its catchers name, and everything else. */
function errorsOf(task: TaskState): readonly string[] {
  const named = task.catchers
    .flatMap(({ errors }) => errors.flatMap((entry) => (entry.kind === 'string' ? [entry.value] : [])))
    .filter((name) => !WILDCARDS.includes(name));
  return [...new Set([...aiErrorsOf(task), ...named.slice(0, MOST_NAMED), UNLISTED_ERROR])];
}

function aiErrorsOf({ aiCall }: TaskState): readonly string[] {
  if (aiCall === undefined) return [];
  const [throttling = UNLISTED_ERROR] = aiErrorNames(aiCall, ['throttling']);
  const [refused = UNLISTED_ERROR] = aiErrorNames(aiCall, ['permanent']);
  return [throttling, refused];
}

function retriesOf(task: TaskState, error: string): number | undefined {
  if (!task.retriersKnown) return undefined;
  const match = firstMatch(task.retriers, error);
  if (match.kind === 'none') return 0;
  return match.kind === 'match' ? match.matcher.maxAttempts : undefined;
}

/** From the state outwards, to the first that catches the error. */
function routeOf(task: TaskState, error: string): RouteEnd {
  let state: HandlingState = task;
  let name = error;
  for (;;) {
    if (!state.catchersKnown) return { kind: 'unknown' };
    const match = firstMatch(state.catchers, name);
    if (match.kind === 'unknown') return { kind: 'unknown' };
    if (match.kind === 'match') {
      const { next } = match.matcher;
      return { kind: 'caught', by: referTo(state), ...(next?.kind === 'string' ? { next: next.value } : {}) };
    }
    const owner: MapState | ParallelState | undefined = state.machine.owner;
    if (owner === undefined) return { kind: 'uncaught' };
    if (owner.type === 'Map' && owner.mode !== 'INLINE') {
      if (owner.mode === 'unknown') return { kind: 'unknown' };
      if (toleratesFailures(owner)) return { kind: 'tolerated', by: referTo(owner) };
      if (owner.node.isOpen) return { kind: 'unknown' };
      name = 'States.ExceedToleratedFailureThreshold';
    }
    state = owner;
  }
}
