/**
 * Where an error of a state ends up: in its own catcher, in one of an enclosing Parallel or Map, tolerated by a
 * Distributed Map, or as the failure of the execution; and whether what a catcher leads to can end well.
 * Three-valued: anything that an unknown name, target or field could change is unknown.
 */
import { QUOTA_ERRORS } from '../aws/ai-operations.ts';
import type { AiCall } from '../asl/integrations.ts';
import { machinesWithin, nestedMachines } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
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

/**
 * What becomes of `error`, raised by `state`, once its retries are spent. `undefined`: an error of unknown name.
 */
export function outcomeOf(state: HandlingState, error: string | undefined): ErrorOutcome {
  if (!state.catchersKnown) return UNKNOWN;
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

/** An error that nothing catches fails the branch or iteration, and so the state that holds it. */
function outcomeInOwner(state: State, error: string | undefined): ErrorOutcome {
  const owner = state.machine.owner;
  if (owner === undefined) return { kind: 'fails', caught: [] };
  if (owner.type === 'Parallel' || owner.mode === 'INLINE') return outcomeOf(owner, error);
  if (owner.mode === 'unknown') return UNKNOWN;
  if (toleratesFailures(owner)) return SURVIVES;
  return owner.node.isOpen ? UNKNOWN : outcomeOf(owner, 'States.ExceedToleratedFailureThreshold');
}

function outcomeOfCatch(state: HandlingState, catcher: Catcher): ErrorOutcome {
  const target = catcher.next?.kind === 'string' ? state.machine.stateByName.get(catcher.next.value) : undefined;
  if (target === undefined) return UNKNOWN;
  const fails: State[] = [];
  for (const next of reachableFrom(state.machine, [target], () => true)) {
    const end = endOf(next);
    if (end === 'well') return SURVIVES;
    if (end === 'unknown') return UNKNOWN;
    if (end === 'fail') fails.push(next);
  }
  return outcomeOfFails(state, catcher, fails);
}

/** Failing inside a branch or iteration raises the Fail state's own error to the state around it. */
function outcomeOfFails(state: HandlingState, catcher: Catcher, fails: readonly State[]): ErrorOutcome {
  if (fails.length === 0) return UNKNOWN;
  let beyond: readonly FruitlessCatch[] = [];
  for (const fail of fails) {
    const outcome = outcomeInOwner(fail, errorOfFail(fail));
    if (outcome.kind !== 'fails') return outcome;
    beyond = outcome.caught;
  }
  return { kind: 'fails', caught: [{ state, catcher, ends: fails }, ...beyond] };
}

/** The name of the error that a Fail state raises, when it is written there. */
function errorOfFail(fail: State): string | undefined {
  const error = fail.node.get('Error');
  if (error?.kind !== 'string') return undefined;
  return fail.queryLanguage !== 'JSONPath' && isJsonata(error.value) ? undefined : error.value;
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

const TOLERANCE_FIELDS = ['ToleratedFailurePercentage', 'ToleratedFailureCount'] as const;

function toleratesFailures(map: MapState): boolean {
  return TOLERANCE_FIELDS.some((field) => {
    const literal = map.node.get(field);
    const isZero = literal?.kind === 'number' && literal.value === 0;
    return (literal !== undefined && !isZero) || map.node.get(`${field}Path`) !== undefined;
  });
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
 * The states that are reached otherwise than by catching what may be a quota error of another AI task. All others are
 * fallbacks, and need none of their own; a state that only an unknown name leads to is not among them either.
 */
export function mainPathStates(root: Machine): ReadonlySet<State> {
  const states = new Set<State>();
  for (const machine of machinesWithin(root)) {
    const start = startState(machine);
    const follow = ({ catcher }: Transition, from: State): boolean =>
      catcher === undefined || !mayCatchQuotaError(catcher, from);
    const reached = reachableFrom(machine, start === undefined ? [] : [start], follow);
    for (const state of reached) states.add(state);
  }
  return states;
}

function mayCatchQuotaError(catcher: Catcher, state: State): boolean {
  if (state.type !== 'Task') return mayHoldAiCall(state);
  if (state.aiCall === undefined) return state.integration.kind === 'unknown';
  return quotaErrorNames(state.aiCall).some((error) => firstMatch([catcher], error).kind !== 'none');
}

/** An error may leave a branch or iteration under another name, so every catcher around an AI call may take it. */
function mayHoldAiCall(state: State): boolean {
  if (state.type === 'Task') return state.aiCall !== undefined || state.integration.kind === 'unknown';
  if (state.type === 'untyped') return true;
  return nestedMachines(state).some((machine) => machine.states.some(mayHoldAiCall));
}
