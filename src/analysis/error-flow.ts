/**
 * Where an error of a state ends up: in its own catcher, in one of an enclosing Parallel or Map, tolerated by a
 * Distributed Map, or as the failure of the execution; and whether what a catcher leads to can end well.
 * Three-valued: anything that an unknown name, target or field could change is unknown.
 */
import { QUOTA_ERRORS } from '../aws/ai-operations.ts';
import type { AiCall } from '../asl/integrations.ts';
import { machinesWithin } from '../asl/model.ts';
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

/** What becomes of `error`, raised by `state`, once its retries are spent. */
export function outcomeOf(state: HandlingState, error: string): ErrorOutcome {
  return new ErrorTrace().outcomeOf(state, error);
}

/** Follows one error from state to state. */
class ErrorTrace {
  /** The catchers that take it, or may take it, on its way. */
  readonly catchers = new Set<Catcher>();

  /** `undefined`: an error of unknown name. */
  outcomeOf(state: HandlingState, error: string | undefined): ErrorOutcome {
    if (!state.catchersKnown) return UNKNOWN;
    const match = matchCatcher(state, error);
    switch (match.kind) {
      case 'unknown':
        for (const catcher of state.catchers) this.#passPossibly(catcher, error);
        return UNKNOWN;
      case 'none':
        return this.#inOwner(state, error);
      case 'match':
        this.catchers.add(match.matcher);
        return this.#afterCatch(state, match.matcher);
    }
  }

  #passPossibly(catcher: Catcher, error: string | undefined): void {
    if (error === undefined || firstMatch([catcher], error).kind !== 'none') this.catchers.add(catcher);
  }

  /** An error that nothing catches fails the branch or iteration, and so the state that holds it. */
  #inOwner(state: State, error: string | undefined): ErrorOutcome {
    const owner = state.machine.owner;
    if (owner === undefined) return { kind: 'fails', caught: [] };
    if (owner.type === 'Parallel' || owner.mode === 'INLINE') return this.outcomeOf(owner, error);
    if (owner.mode === 'unknown') return UNKNOWN;
    if (toleratesFailures(owner)) return SURVIVES;
    return owner.node.isOpen ? UNKNOWN : this.outcomeOf(owner, 'States.ExceedToleratedFailureThreshold');
  }

  #afterCatch(state: HandlingState, catcher: Catcher): ErrorOutcome {
    const target = catcher.next?.kind === 'string' ? state.machine.stateByName.get(catcher.next.value) : undefined;
    if (target === undefined) return UNKNOWN;
    const fails: State[] = [];
    for (const next of reachableFrom(state.machine, [target], () => true)) {
      const end = endOf(next);
      if (end === 'well') return SURVIVES;
      if (end === 'unknown') return UNKNOWN;
      if (end === 'fail') fails.push(next);
    }
    return this.#afterFails(state, catcher, fails);
  }

  /** Failing inside a branch or iteration raises the Fail state's own error to the state around it. */
  #afterFails(state: HandlingState, catcher: Catcher, fails: readonly State[]): ErrorOutcome {
    if (fails.length === 0) return UNKNOWN;
    let beyond: readonly FruitlessCatch[] = [];
    for (const fail of fails) {
      const outcome = this.#inOwner(fail, errorOfFail(fail));
      if (outcome.kind !== 'fails') return outcome;
      beyond = outcome.caught;
    }
    return { kind: 'fails', caught: [{ state, catcher, ends: fails }, ...beyond] };
  }
}

/** The name of the error that a Fail state raises, when it is written there. */
function errorOfFail(fail: State): string | undefined {
  const error = fail.node.get('Error');
  if (error?.kind !== 'string') return undefined;
  return fail.queryLanguage === 'JSONata' && isJsonata(error.value) ? undefined : error.value;
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
 * The states that run only because the quota of another AI task was spent: reached from a catcher of its quota
 * errors and in no other way. They are the fallback, and need none of their own.
 */
export function fallbackStates(root: Machine): ReadonlySet<State> {
  const catchers = quotaCatchers(root);
  const fallbacks = new Set<State>();
  if (catchers.size === 0) return fallbacks;
  const isQuotaCatch = ({ catcher }: Transition): boolean => catcher !== undefined && catchers.has(catcher);
  for (const machine of machinesWithin(root)) {
    const targets = machine.states.flatMap((state) => targetsOf(state.transitions.filter(isQuotaCatch), machine));
    if (targets.length === 0) continue;
    const start = startState(machine);
    const normal = reachableFrom(
      machine,
      start === undefined ? [] : [start],
      (transition) => !isQuotaCatch(transition),
    );
    for (const state of reachableFrom(machine, targets, () => true)) if (!normal.has(state)) fallbacks.add(state);
  }
  return fallbacks;
}

function targetsOf(transitions: readonly Transition[], machine: Machine): readonly State[] {
  return transitions.flatMap(({ target }) => (target === undefined ? [] : (machine.stateByName.get(target) ?? [])));
}

/** Every catcher that a quota error of some AI task reaches, under whatever name it has got by then. */
function quotaCatchers(root: Machine): ReadonlySet<Catcher> {
  const trace = new ErrorTrace();
  for (const machine of machinesWithin(root)) {
    for (const state of machine.states) {
      if (state.type !== 'Task' || state.aiCall === undefined) continue;
      for (const error of quotaErrorNames(state.aiCall)) trace.outcomeOf(state, error);
    }
  }
  return trace.catchers;
}
