/**
 * Where an error of a state ends up: in its own catcher, in one of an enclosing Parallel or Map, tolerated by a
 * Distributed Map, or as the failure of the execution; and whether what a catcher leads to can end well.
 * Three-valued: anything that an unknown name, target or field could change is unknown.
 */
import type { AiCall } from '../asl/integrations.ts';
import { machinesWithin, nestedMachines } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
import type { Catcher, Machine, MapState, ParallelState, State, TaskState, Transition } from '../asl/model.ts';
import { firstMatch } from './error-matching.ts';
import { componentsOf, reachableFrom, startState, statesLeadingTo } from './graph.ts';
import { aiErrorNames } from './raised-errors.ts';

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

/** Follows errors through one whole machine; each question is answered once. */
export class ErrorFlow {
  readonly #outcomes = new Map<HandlingState, Map<string | undefined, ErrorOutcome>>();
  readonly #ends = new EndsByMachine();

  /** What becomes of `error`, raised by `state`, once its retries are spent. `undefined`: an error of unknown name. */
  outcomeOf(state: HandlingState, error: string | undefined): ErrorOutcome {
    const known = this.#outcomes.get(state) ?? new Map<string | undefined, ErrorOutcome>();
    this.#outcomes.set(state, known);
    const outcome = known.get(error) ?? this.#follow(state, error);
    known.set(error, outcome);
    return outcome;
  }

  #follow(state: HandlingState, error: string | undefined): ErrorOutcome {
    if (!state.catchersKnown) return UNKNOWN;
    const match = matchCatcher(state, error);
    switch (match.kind) {
      case 'unknown':
        return UNKNOWN;
      case 'none':
        return this.#inOwner(state, error);
      case 'match':
        return this.#afterCatch(state, match.matcher);
    }
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
    const ends = this.#ends.of(state.machine);
    if (ends.unknown.has(target)) return UNKNOWN;
    if (ends.well.has(target)) return SURVIVES;
    return this.#afterFails(state, catcher, ends.failsFrom(target));
  }

  /** Failing inside a branch or iteration raises the Fail state's own error to the state around it. */
  #afterFails(state: HandlingState, catcher: Catcher, { states: fails, isCut }: Fails): ErrorOutcome {
    if (fails.length === 0 || (isCut && state.machine.owner !== undefined)) return UNKNOWN;
    let beyond: readonly FruitlessCatch[] = [];
    for (const fail of fails) {
      const outcome = this.#inOwner(fail, errorOfFail(fail));
      if (outcome.kind !== 'fails') return outcome;
      beyond = outcome.caught;
    }
    return { kind: 'fails', caught: [{ state, catcher, ends: fails }, ...beyond] };
  }
}

class EndsByMachine {
  readonly #ends = new Map<Machine, MachineEnds>();

  of(machine: Machine): MachineEnds {
    const ends = this.#ends.get(machine) ?? new MachineEnds(machine);
    this.#ends.set(machine, ends);
    return ends;
  }
}

/** How the paths of one machine end, for every state of it. */
class MachineEnds {
  /** States from which some path ends well. */
  readonly well: ReadonlySet<State>;
  /** States from which some path leads to what is not known. */
  readonly unknown: ReadonlySet<State>;
  readonly #machine: Machine;
  #fails: ReadonlyMap<State, Fails> | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
    this.well = statesLeadingTo(machine, (state) => endOf(state) === 'well');
    this.unknown = statesLeadingTo(machine, (state) => endOf(state) === 'unknown');
  }

  /** The Fail states that can be reached from `state`. */
  failsFrom(state: State): Fails {
    this.#fails ??= failsByState(this.#machine);
    return this.#fails.get(state) ?? NO_FAILS;
  }
}

interface Fails {
  readonly states: readonly State[];
  /** Whether there are more than are kept. */
  readonly isCut: boolean;
}

const NO_FAILS: Fails = { states: [], isCut: false };

/** Where paths end in more Fail states than this, what they raise counts as unknown. */
const MOST_FAILS = 32;

/** States that lead to the same Fail states share one list; none is long, so that all take no more than a few each. */
function failsByState(machine: Machine): ReadonlyMap<State, Fails> {
  const fails = new Map<State, Fails>();
  for (const component of componentsOf(machine)) {
    let all = NO_FAILS;
    for (const state of component) {
      if (state.type === 'Fail') all = unionOf(all, { states: [state], isCut: false });
      for (const { target } of state.transitions) {
        const next = target === undefined ? undefined : machine.stateByName.get(target);
        if (next !== undefined && !component.has(next)) all = unionOf(all, fails.get(next) ?? NO_FAILS);
      }
    }
    for (const state of component) fails.set(state, all);
  }
  return fails;
}

function unionOf(one: Fails, other: Fails): Fails {
  if (one === other || other.states.length === 0 || one.isCut) return one;
  if (one.states.length === 0 || other.isCut) return other;
  const states = [...new Set([...one.states, ...other.states])];
  if (states.length === one.states.length) return one;
  return { states: states.slice(0, MOST_FAILS), isCut: states.length > MOST_FAILS };
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

export function toleratesFailures(map: MapState): boolean {
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
  return aiErrorNames(call, ['throttling', 'quota']);
}

/**
 * The states that are reached otherwise than by catching what may be a quota error of another AI task. All others are
 * fallbacks, and need none of their own; a state that only an unknown name leads to is not among them either.
 */
export function mainPathStates(root: Machine): ReadonlySet<State> {
  const errors = new QuotaErrors();
  const states = new Set<State>();
  for (const machine of machinesWithin(root)) {
    const start = startState(machine);
    const follow = ({ catcher }: Transition, from: State): boolean =>
      catcher === undefined || !mayTake(catcher, errors.raisedBy(from));
    const reached = reachableFrom(machine, start === undefined ? [] : [start], follow);
    for (const state of reached) states.add(state);
  }
  return states;
}

/** Whether a task, and every state that holds it, runs otherwise than as the fallback of another AI task. */
export function isOnMainPath(task: TaskState, mainPath: ReadonlySet<State>): boolean {
  let state: State | undefined = task;
  for (; state !== undefined; state = state.machine.owner) if (!mainPath.has(state)) return false;
  return true;
}

/** Names of errors; `any` when one of them is not known. */
type ErrorNames = ReadonlySet<string> | 'any';

const NO_ERRORS: ErrorNames = new Set();

function mayTake(catcher: Catcher, errors: ErrorNames): boolean {
  return errors === 'any' || [...errors].some((error) => firstMatch([catcher], error).kind !== 'none');
}

/** Under which names quota errors of AI tasks come up in a state, its own catchers left aside. */
class QuotaErrors {
  readonly #raised = new Map<State, ErrorNames>();
  readonly #ends = new EndsByMachine();

  raisedBy(state: State): ErrorNames {
    const known = this.#raised.get(state);
    if (known !== undefined) return known;
    const raised = this.#find(state);
    this.#raised.set(state, raised);
    return raised;
  }

  #find(state: State): ErrorNames {
    switch (state.type) {
      case 'untyped':
        return 'any';
      case 'Task':
        if (state.aiCall !== undefined) return new Set(quotaErrorNames(state.aiCall));
        return state.integration.kind === 'unknown' ? 'any' : NO_ERRORS;
      case 'Parallel':
        return this.#leaving(state);
      case 'Map': {
        const within = this.#leaving(state);
        if (state.mode === 'INLINE' || within === 'any' || within.size === 0) return within;
        return state.mode === 'unknown' ? 'any' : new Set(['States.ExceedToleratedFailureThreshold']);
      }
      default:
        return NO_ERRORS;
    }
  }

  /** What the machines within a state fail with. */
  #leaving(state: MapState | ParallelState): ErrorNames {
    const all = new Set<string>();
    for (const machine of nestedMachines(state)) {
      for (const inner of machine.states) {
        const names = this.#uncaught(inner);
        if (names === 'any') return 'any';
        for (const name of names) all.add(name);
      }
    }
    return all;
  }

  /** What is left of the errors of a state after its catchers: themselves, or those of the Fail states they lead to. */
  #uncaught(state: State): ErrorNames {
    const raised = this.raisedBy(state);
    if (raised === 'any' || !('catchers' in state)) return raised;
    const left = new Set<string>();
    for (const error of raised) {
      const names = this.#afterCatch(state, error);
      if (names === 'any') return 'any';
      for (const name of names) left.add(name);
    }
    return left;
  }

  #afterCatch(state: HandlingState, error: string): ErrorNames {
    if (!state.catchersKnown) return 'any';
    const match = matchCatcher(state, error);
    if (match.kind === 'none') return new Set([error]);
    const next = match.kind === 'match' ? match.matcher.next : undefined;
    const target = next?.kind === 'string' ? state.machine.stateByName.get(next.value) : undefined;
    const ends = this.#ends.of(state.machine);
    if (target === undefined || ends.unknown.has(target)) return 'any';
    const fails = ends.failsFrom(target);
    const names = fails.states.map(errorOfFail);
    return fails.isCut || names.includes(undefined) ? 'any' : new Set(names.filter((name) => name !== undefined));
  }
}
