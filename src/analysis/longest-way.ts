/**
 * The longest way through one machine, from its start to any end, by what each state weighs. States that lead to one
 * another are taken together, all of them: how often a loop brings them round is for the caller to weigh in. Targets
 * that do not exist or are not known are left out.
 */
import type { Machine, State, Transition } from '../asl/model.ts';
import { cyclesAmong, reachableFrom, startState } from './graph.ts';

export type Follow = (transition: Transition, from: State) => boolean;

/** States that are passed together: one state, or all of a cycle. */
interface Group {
  readonly states: readonly State[];
  readonly isCycle: boolean;
  weight: number;
  /** The weight of the longest way up to its end. */
  best: number;
  /** Transitions into it that have not been followed yet. */
  waiting: number;
}

/** What a state weighs, asked in the order of the definition; told whether it lies on a cycle of the transitions that are followed. */
export type Weigh = (state: State, isOnCycle: boolean) => number;

/** Undefined when the machine has no start. */
export function longestWay(machine: Machine, weigh: Weigh, follow: Follow): number | undefined {
  const start = startState(machine);
  if (start === undefined) return undefined;
  const reached = reachableFrom(machine, [start], follow);
  const groups = groupsOf(machine, reached, follow);
  for (const state of machine.states) {
    const group = groups.get(state);
    if (group !== undefined) group.weight += weigh(state, group.isCycle);
  }
  const out = (group: Group): readonly Group[] => successors(machine, group, groups, follow);
  for (const group of new Set(groups.values())) for (const next of out(group)) next.waiting++;
  return longest(groups.get(start), out);
}

function groupsOf(machine: Machine, reached: ReadonlySet<State>, follow: Follow): ReadonlyMap<State, Group> {
  const groups = new Map<State, Group>();
  const add = (states: readonly State[], isCycle: boolean): void => {
    const group = { states, isCycle, weight: 0, best: 0, waiting: 0 };
    for (const state of states) groups.set(state, group);
  };
  for (const cycle of cyclesAmong(machine, reached, follow)) add([...cycle], true);
  for (const state of reached) if (!groups.has(state)) add([state], false);
  return groups;
}

/** The groups that a group leads to, once for each transition. */
function successors(
  machine: Machine,
  group: Group,
  groups: ReadonlyMap<State, Group>,
  follow: Follow,
): readonly Group[] {
  return group.states.flatMap((state) =>
    state.transitions.flatMap((transition) => {
      if (transition.target === undefined || !follow(transition, state)) return [];
      const next = machine.stateByName.get(transition.target);
      const other = next === undefined ? undefined : groups.get(next);
      return other === undefined || other === group ? [] : [other];
    }),
  );
}

/** Every group before those that it leads to; no cycle is left among groups. */
function longest(start: Group | undefined, out: (group: Group) => readonly Group[]): number {
  let most = 0;
  const ready = start === undefined ? [] : [start];
  for (let group = ready.pop(); group !== undefined; group = ready.pop()) {
    const best = group.best + group.weight;
    most = Math.max(most, best);
    for (const next of out(group)) {
      next.best = Math.max(next.best, best);
      if (--next.waiting === 0) ready.push(next);
    }
  }
  return most;
}
