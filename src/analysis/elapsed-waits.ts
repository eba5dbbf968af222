/**
 * How long an execution has certainly waited when it comes to a state: the shortest way there, counting the fixed
 * seconds of Wait states and nothing else. Known only where every transition of the machine is.
 */
import type { Machine, ParallelState, State } from '../asl/model.ts';
import { startState } from './graph.ts';

export type ReachedStates = (machine: Machine) => ReadonlySet<State> | undefined;

/** The seconds that a Wait state waits, when they are written in it. */
export function fixedSeconds(state: State): number | undefined {
  if (state.type !== 'Wait') return undefined;
  const seconds = state.node.get('Seconds');
  return seconds?.kind === 'number' && seconds.value >= 0 ? seconds.value : undefined;
}

export class ElapsedWaits {
  readonly #reachedStates: ReachedStates;
  readonly #inMachine = new Map<Machine, ReadonlyMap<State, number>>();
  readonly #before = new Map<Machine, number>();
  readonly #longest = new Map<ParallelState, number>();

  constructor(reachedStates: ReachedStates) {
    this.#reachedStates = reachedStates;
  }

  /** Seconds since the execution began, at least; an iteration of a Distributed Map is an execution of its own. */
  before(state: State): number {
    return this.#beforeMachine(state.machine) + (this.#within(state.machine).get(state) ?? 0);
  }

  #beforeMachine(machine: Machine): number {
    const known = this.#before.get(machine);
    if (known !== undefined) return known;
    const { owner } = machine;
    const isOwnExecution = owner === undefined || (owner.type === 'Map' && owner.mode !== 'INLINE');
    const before = isOwnExecution ? 0 : this.before(owner);
    this.#before.set(machine, before);
    return before;
  }

  #within(machine: Machine): ReadonlyMap<State, number> {
    const known = this.#inMachine.get(machine);
    if (known !== undefined) return known;
    const start = startState(machine);
    const isKnown = start !== undefined && this.#reachedStates(machine) !== undefined;
    const elapsed = isKnown ? this.#shortestWaits(start) : new Map<State, number>();
    this.#inMachine.set(machine, elapsed);
    return elapsed;
  }

  /** Dijkstra's algorithm, with the seconds of a state as the length of the ways out of it. */
  #shortestWaits(start: State): ReadonlyMap<State, number> {
    const elapsed = new Map<State, number>();
    const queue = new SecondsQueue();
    queue.add(start, 0);
    for (let next = queue.take(); next !== undefined; next = queue.take()) {
      const { state, seconds } = next;
      if (elapsed.has(state)) continue;
      elapsed.set(state, seconds);
      for (const { kind, target } of state.transitions) {
        const to = target === undefined ? undefined : state.machine.stateByName.get(target);
        // An error may come up before a Parallel has waited for its branches.
        if (to !== undefined) queue.add(to, seconds + (kind === 'Catch' ? 0 : this.#secondsOf(state)));
      }
    }
    return elapsed;
  }

  #secondsOf(state: State): number {
    return state.type === 'Parallel' ? this.#longestBranch(state) : (fixedSeconds(state) ?? 0);
  }

  #longestBranch(state: ParallelState): number {
    const known = this.#longest.get(state);
    if (known !== undefined) return known;
    const longest = state.branches.reduce((most, branch) => Math.max(most, this.#toEnd(branch)), 0);
    this.#longest.set(state, longest);
    return longest;
  }

  /** The shortest way from the start of a branch to any of its ends. */
  #toEnd(branch: Machine): number {
    let shortest = Number.POSITIVE_INFINITY;
    for (const [state, seconds] of this.#within(branch)) {
      if (state.transitions.some(({ kind }) => kind !== 'Catch')) continue;
      shortest = Math.min(shortest, seconds + this.#secondsOf(state));
    }
    return Number.isFinite(shortest) ? shortest : 0;
  }
}

/** A binary heap, the least seconds first. */
class SecondsQueue {
  readonly #items: { readonly state: State; readonly seconds: number }[] = [];

  add(state: State, seconds: number): void {
    const items = this.#items;
    let at = items.length;
    items.push({ state, seconds });
    while (at > 0) {
      const parent = (at - 1) >> 1;
      if (this.#secondsAt(parent) <= seconds) break;
      this.#swap(at, parent);
      at = parent;
    }
  }

  take(): { readonly state: State; readonly seconds: number } | undefined {
    const items = this.#items;
    if (items.length === 0) return undefined;
    this.#swap(0, items.length - 1);
    const least = items.pop();
    let at = 0;
    for (;;) {
      const left = 2 * at + 1;
      const child = this.#secondsAt(left + 1) < this.#secondsAt(left) ? left + 1 : left;
      if (this.#secondsAt(child) >= this.#secondsAt(at)) return least;
      this.#swap(at, child);
      at = child;
    }
  }

  #secondsAt(at: number): number {
    return this.#items[at]?.seconds ?? Number.POSITIVE_INFINITY;
  }

  #swap(one: number, other: number): void {
    const [a, b] = [this.#items[one], this.#items[other]];
    if (a === undefined || b === undefined) return;
    this.#items[one] = b;
    this.#items[other] = a;
  }
}
