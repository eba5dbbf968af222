/**
 * Which errors leave a nested machine, and so come up in the Map or Parallel around it: those of its states that none of
 * their catchers takes, and those of its Fail states. A Distributed Map turns them into one of its own.
 * The names that are given can come up; whether others do, or may, is told apart.
 */
import { nestedMachines } from '../asl/model.ts';
import type { Machine, MapState, ParallelState, State } from '../asl/model.ts';
import { isJsonata } from '../asl/payload.ts';
import type { Node } from '../tree/node.ts';
import { toleratesFailures } from './error-flow.ts';
import { firstMatch } from './error-matching.ts';
import { UNLISTED_ERROR, raisedErrors } from './raised-errors.ts';

export interface Errors {
  readonly names: ReadonlySet<string>;
  /** Whether code behind a task chooses names of its own, which come up here whatever they are. */
  readonly hasOwnNames: boolean;
  /** Whether others may come up, for something on the way is not known. */
  readonly isOpen: boolean;
}

const NONE: Errors = { names: new Set(), hasOwnNames: false, isOpen: false };
const THRESHOLD: Errors = { ...NONE, names: new Set(['States.ExceedToleratedFailureThreshold']) };
const OPEN: Errors = { ...NONE, isOpen: true };

export class EscapingErrors {
  readonly #ofMachine = new Map<Machine, Errors>();

  /** What the states inside a Map or Parallel raise in it. */
  within(owner: MapState | ParallelState): Errors {
    const leaving = union(nestedMachines(owner).map((machine) => this.#leaving(machine)));
    if (owner.type === 'Parallel' || owner.mode === 'INLINE') return leaving;
    if (owner.mode === 'unknown' || owner.node.isOpen) return OPEN;
    if (toleratesFailures(owner)) return leaving.isOpen || leaving.names.size > 0 ? OPEN : NONE;
    if (leaving.names.size > 0 || leaving.hasOwnNames) return THRESHOLD;
    return leaving.isOpen ? OPEN : NONE;
  }

  #leaving(machine: Machine): Errors {
    const known = this.#ofMachine.get(machine);
    if (known !== undefined) return known;
    const leaving = union(machine.states.map((state) => this.#uncaught(state)));
    this.#ofMachine.set(machine, leaving);
    return leaving;
  }

  #uncaught(state: State): Errors {
    const raised = this.#raisedBy(state);
    if (!('catchers' in state) || raised === OPEN) return raised;
    if (!state.catchersKnown) return OPEN;
    const matches = [...raised.names].map((name) => ({ name, match: firstMatch(state.catchers, name) }));
    return {
      names: new Set(matches.filter(({ match }) => match.kind === 'none').map(({ name }) => name)),
      hasOwnNames: raised.hasOwnNames && !mayTakeOwnNames(state),
      isOpen:
        matches.some(({ match }) => match.kind === 'unknown') ||
        ((raised.isOpen || raised.hasOwnNames) && !takesAll(state)),
    };
  }

  #raisedBy(state: State): Errors {
    switch (state.type) {
      case 'Task': {
        const { names, hasOwnNames } = raisedErrors(state);
        const isKnown = state.integration.kind !== 'unknown';
        return { names: new Set(names), hasOwnNames: hasOwnNames && isKnown, isOpen: !isKnown };
      }
      case 'Map':
      case 'Parallel':
        return this.within(state);
      case 'Fail':
        return { ...NONE, names: new Set([errorOfFail(state)]) };
      case 'untyped':
        return OPEN;
      default:
        return NONE;
    }
  }
}

function takesAll(state: Extract<State, { catchers: unknown }>): boolean {
  return firstMatch(state.catchers, UNLISTED_ERROR).kind === 'match';
}

/** Names of the `States.` family leave the names that code chooses alone, but for the two wildcards. */
function mayTakeOwnNames({ catchers }: Extract<State, { catchers: unknown }>): boolean {
  return catchers.some(({ errorsKnown, errors }) => !errorsKnown || errors.some(mayBeOwnName));
}

function mayBeOwnName(entry: Node): boolean {
  if (entry.kind !== 'string' || WILDCARDS.includes(entry.value)) return true;
  return !entry.value.startsWith('States.');
}

const WILDCARDS: readonly string[] = ['States.ALL', 'States.TaskFailed'];

function errorOfFail(state: State): string {
  const error = state.node.get('Error');
  if (error?.kind !== 'string') return UNLISTED_ERROR;
  return state.queryLanguage !== 'JSONPath' && isJsonata(error.value) ? UNLISTED_ERROR : error.value;
}

function union(all: readonly Errors[]): Errors {
  const names = new Set<string>();
  for (const errors of all) for (const name of errors.names) names.add(name);
  return {
    names,
    hasOwnNames: all.some(({ hasOwnNames }) => hasOwnNames),
    isOpen: all.some(({ isOpen }) => isOpen),
  };
}
