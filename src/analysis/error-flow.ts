/**
 * Where an error of a state ends up: in its own catcher, in one of an enclosing Parallel or Map, tolerated by a
 * Distributed Map, or as the failure of the execution; and whether what a catcher leads to can end well.
 * Three-valued: anything that an unknown name, target or field could change is unknown.
 */
import { QUOTA_ERRORS } from '../aws/ai-operations.ts';
import type { AiCall } from '../asl/integrations.ts';
import { machinesWithin, nestedMachines } from '../asl/model.ts';
import type { Catcher, Machine, MapState, ParallelState, State, TaskState, Transition } from '../asl/model.ts';
import { firstMatch } from './error-matching.ts';
import { reachableFrom, startState } from './graph.ts';

type HandlingState = TaskState | MapState | ParallelState;

/** A catcher that takes an error but leads to nothing but failure. */
export interface FruitlessCatch {
  readonly state: HandlingState;
  readonly catcher: Catcher;
  /** Fail states in which its paths end. */
  readonly ends: readonly State[];
}

export type ErrorOutcome =
  /** Some path after the error ends well, or the error is tolerated. */
  | { readonly kind: 'survives' }
  /** The execution fails; `caught` are the catchers passed on the way, innermost first. */
  | { readonly kind: 'fails'; readonly caught: readonly FruitlessCatch[] }
  | { readonly kind: 'unknown' };

const SURVIVES: ErrorOutcome = { kind: 'survives' };
const UNKNOWN: ErrorOutcome = { kind: 'unknown' };

/** What becomes of `error`, raised by `state`, once its retries are spent. `undefined`: an error of unknown name. */
export function outcomeOf(state: HandlingState, error: string | undefined): ErrorOutcome {
  if (!state.handlersKnown) return UNKNOWN;
  const match = matchCatcher(state, error);
  switch (match.kind) {
    case 'unknown':
      return UNKNOWN;
    case 'none':
      return outcomeInOwner(state, error);
    case 'match':
      return outcomeOfCatch(state, match.matcher);
  }
}

function matchCatcher(state: HandlingState, error: string | undefined): ReturnType<typeof firstMatch<Catcher>> {
  if (error !== undefined) {
    // The page lists BranchFailed without saying when a Parallel raises it in place of the branch's own error.
    const namesBranch = state.type === 'Parallel' && state.catchers.some((c) => names(c, 'States.BranchFailed'));
    return namesBranch ? { kind: 'unknown' } : firstMatch(state.catchers, error);
  }
  const first = state.catchers[0];
  if (first === undefined) return { kind: 'none' };
  const wildcard = first.errors.find((entry) => entry.kind === 'string' && entry.value === 'States.ALL');
  return wildcard === undefined
    ? { kind: 'unknown' }
    : { kind: 'match', matcher: first, entry: wildcard, byName: false };
}

function names(catcher: Catcher, error: string): boolean {
  return catcher.errors.some((entry) => entry.kind === 'string' && entry.value === error);
}

/** An error that nothing catches fails the branch or iteration, and so the state that holds it. */
function outcomeInOwner(state: State, error: string | undefined): ErrorOutcome {
  const owner = state.machine.owner;
  if (owner === undefined) return { kind: 'fails', caught: [] };
  if (owner.type === 'Parallel' || owner.mode === 'INLINE') return outcomeOf(owner, error);
  if (owner.mode === 'unknown' || toleratesFailures(owner)) return owner.mode === 'unknown' ? UNKNOWN : SURVIVES;
  return outcomeOf(owner, 'States.ExceedToleratedFailureThreshold');
}

const TOLERANCE_FIELDS = ['ToleratedFailurePercentage', 'ToleratedFailureCount'] as const;

function toleratesFailures(map: MapState): boolean {
  return TOLERANCE_FIELDS.some((field) => {
    const literal = map.node.get(field);
    const isZero = literal?.kind === 'number' && literal.value === 0;
    return (literal !== undefined && !isZero) || map.node.get(`${field}Path`) !== undefined;
  });
}

function outcomeOfCatch(state: HandlingState, catcher: Catcher): ErrorOutcome {
  const target = catcher.next?.kind === 'string' ? state.machine.stateByName.get(catcher.next.value) : undefined;
  if (target === undefined) return UNKNOWN;
  const reached = reachableFrom(state.machine, [target], () => true);
  const fails: State[] = [];
  for (const next of reached) {
    const end = endOf(next);
    if (end === 'well') return SURVIVES;
    if (end === 'unknown') return UNKNOWN;
    if (end === 'fail') fails.push(next);
  }
  return outcomeOfFails(state, catcher, fails);
}

/** Failing inside a branch or iteration raises the Fail state's own error to the state around it. */
function outcomeOfFails(state: HandlingState, catcher: Catcher, fails: readonly State[]): ErrorOutcome {
  const caught: FruitlessCatch[] = [{ state, catcher, ends: fails }];
  if (fails.length === 0) return UNKNOWN;
  let beyond: readonly FruitlessCatch[] = [];
  for (const fail of fails) {
    const error = fail.node.get('Error');
    const outcome = outcomeInOwner(
      fail,
      error?.kind === 'string' && fail.queryLanguage === 'JSONPath' ? error.value : undefined,
    );
    if (outcome.kind !== 'fails') return outcome;
    beyond = outcome.caught;
  }
  return { kind: 'fails', caught: [...caught, ...beyond] };
}

function endOf(state: State): 'well' | 'fail' | 'unknown' | undefined {
  if (state.type === 'Fail') return 'fail';
  if (state.type === 'Succeed') return 'well';
  if (state.type === 'untyped') return 'unknown';
  const end = state.node.get('End');
  if (end?.kind === 'boolean' && end.value) return 'well';
  const leaves = state.transitions.some((transition) => transition.kind !== 'Catch');
  const dangles = state.transitions.some(
    (transition) => transition.target === undefined || !state.machine.stateByName.has(transition.target),
  );
  return dangles || !leaves ? 'unknown' : undefined;
}

/** The names under which an AI call raises its quota and throttling errors. */
export function quotaErrorNames(call: AiCall): readonly string[] {
  return call.errorPrefixes.flatMap((prefix) => QUOTA_ERRORS.map((error) => `${prefix}.${error}`));
}

/**
 * The states that run only because the quota of another AI task was spent: reached from a catcher of its quota
 * errors and in no other way. They are the fallback, and need none of their own.
 */
export function fallbackStates(root: Machine): ReadonlySet<State> {
  const fallbacks = new Set<State>();
  for (const machine of machinesWithin(root)) {
    const targets: State[] = [];
    for (const state of machine.states) {
      for (const transition of state.transitions) {
        const target = transition.target === undefined ? undefined : machine.stateByName.get(transition.target);
        if (target !== undefined && isQuotaCatch(transition, state)) targets.push(target);
      }
    }
    if (targets.length === 0) continue;
    const start = startState(machine);
    const normal = reachableFrom(machine, start === undefined ? [] : [start], (t, from) => !isQuotaCatch(t, from));
    for (const state of reachableFrom(machine, targets, () => true)) if (!normal.has(state)) fallbacks.add(state);
  }
  return fallbacks;
}

function isQuotaCatch(transition: Transition, from: State): boolean {
  const catcher = transition.catcher;
  if (catcher === undefined) return false;
  return aiCallsWithin(from).some((call) =>
    quotaErrorNames(call).some((error) => firstMatch([catcher], error).kind !== 'none'),
  );
}

/** The AI calls that a state makes itself or through the machines it holds. */
export function aiCallsWithin(state: State): readonly AiCall[] {
  if (state.type === 'Task') return state.aiCall === undefined ? [] : [state.aiCall];
  return nestedMachines(state).flatMap((machine) => machine.states.flatMap(aiCallsWithin));
}
