/**
 * How many states an execution goes through at most when no error comes up: what Standard workflows are billed by. A
 * Map whose number of items is not known counts with one item, and what each further one adds is told beside it. A loop
 * counts as often as it is known to go round, else once. Items of a Distributed Map are executions of their own.
 */
import type { Machine, MapState, State } from '../asl/model.ts';
import { nestedMachines } from '../asl/model.ts';
import type { CallBudgets } from './call-budget.ts';
import type { Analyses } from './index.ts';
import { longestWay } from './longest-way.ts';
import type { Follow } from './longest-way.ts';
import { loopRounds } from './loops.ts';
import type { Rounds } from './loops.ts';

export interface StepsPerItem {
  readonly map: MapState;
  readonly steps: number;
}

export interface StepCount {
  readonly steps: number;
  /** Maps that run for a number of items that is not known, and those whose items are executions of their own. */
  readonly perItem: readonly StepsPerItem[];
  /** States of loops that may go round any number of times. */
  readonly unboundedLoops: readonly State[];
  /** False when some transition is not known, so that there may be longer ways. */
  readonly isWhole: boolean;
}

/** What is asked of the other analyses to weigh the ways through a machine. */
export type WayAnalyses = Pick<Analyses, 'callBudgets' | 'facts' | 'parseJsonata' | 'reachedStates'>;

const WITHOUT_ERRORS: Follow = ({ kind }) => kind !== 'Catch';

/** Undefined when the machine has no start. */
export function countSteps(machine: Machine, analyses: WayAnalyses): StepCount | undefined {
  const counter = new StepCounter(analyses);
  const steps = counter.longest(machine);
  if (steps === undefined) return undefined;
  const { perItem, unboundedLoops, isWhole } = counter;
  return { steps, perItem, unboundedLoops, isWhole };
}

/** The items that a Map runs for, a batch as one; undefined when their number is not known. */
export function knownItems(map: MapState, budgets: CallBudgets): number | undefined {
  if (map.processor === undefined) return undefined;
  const { factors } = budgets.around(map.processor);
  const factor = factors.find(({ kind, state }) => kind === 'items' && state === map);
  // A factor of one is left out.
  return factor === undefined ? 1 : factor.count;
}

class StepCounter {
  readonly perItem: StepsPerItem[] = [];
  readonly unboundedLoops: State[] = [];
  isWhole = true;
  readonly #analyses: WayAnalyses;

  constructor(analyses: WayAnalyses) {
    this.#analyses = analyses;
  }

  longest(machine: Machine): number | undefined {
    if (this.#analyses.reachedStates(machine) === undefined) this.isWhole = false;
    const rounds = loopRounds(machine, this.#analyses.parseJsonata);
    const weigh = (state: State, isOnCycle: boolean): number =>
      this.#stepsOf(state, isOnCycle ? rounds.get(state) : undefined);
    return longestWay(machine, weigh, WITHOUT_ERRORS);
  }

  #stepsOf(state: State, rounds: Rounds | undefined): number {
    const once = 1 + this.#stepsWithin(state);
    if (rounds?.kind === 'known') return once * rounds.count;
    if (rounds !== undefined) this.unboundedLoops.push(state);
    return once;
  }

  #stepsWithin(state: State): number {
    const steps = nestedMachines(state).reduce((sum, machine) => sum + (this.longest(machine) ?? 0), 0);
    if (state.type !== 'Map' || steps === 0) return steps;
    const items = knownItems(state, this.#analyses.callBudgets);
    if (items === undefined || state.mode !== 'INLINE') this.perItem.push({ map: state, steps });
    return state.mode === 'INLINE' ? steps * (items ?? 1) : 0;
  }
}
