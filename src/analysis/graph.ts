/** Which states of one machine can be reached over which transitions. Nested machines have graphs of their own. */
import type { Machine, State, Transition } from '../asl/model.ts';

/**
 * The states that can be reached from `start`, itself included, over the transitions that `follow` accepts.
 * Targets that do not exist or are not known are left out.
 */
export function reachableFrom(
  machine: Machine,
  start: readonly State[],
  follow: (transition: Transition, from: State) => boolean,
): ReadonlySet<State> {
  const reached = new Set(start);
  const waiting = [...start];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const transition of state.transitions) {
      if (transition.target === undefined || !follow(transition, state)) continue;
      const next = machine.stateByName.get(transition.target);
      if (next === undefined || reached.has(next)) continue;
      reached.add(next);
      waiting.push(next);
    }
  }
  return reached;
}

/** The states from which some path over any transition leads to a state that is `wanted`, those included. */
export function statesLeadingTo(machine: Machine, wanted: (state: State) => boolean): ReadonlySet<State> {
  const origins = new Map<State, State[]>();
  for (const from of machine.states) {
    for (const { target } of from.transitions) {
      const to = target === undefined ? undefined : machine.stateByName.get(target);
      if (to === undefined) continue;
      const known = origins.get(to);
      if (known === undefined) origins.set(to, [from]);
      else known.push(from);
    }
  }
  const found = new Set(machine.states.filter(wanted));
  const waiting = [...found];
  for (let state = waiting.pop(); state !== undefined; state = waiting.pop()) {
    for (const origin of origins.get(state) ?? []) {
      if (found.has(origin)) continue;
      found.add(origin);
      waiting.push(origin);
    }
  }
  return found;
}

export function startState(machine: Machine): State | undefined {
  const name = machine.startAt;
  return name?.kind === 'string' ? machine.stateByName.get(name.value) : undefined;
}

/**
 * The cycles of `states`, over the transitions that `follow` accepts: each group holds states that lead to one another.
 * States on no cycle are in none.
 */
export function cyclesAmong(
  machine: Machine,
  states: Iterable<State>,
  follow: (transition: Transition, from: State) => boolean,
): readonly ReadonlySet<State>[] {
  const search = new ComponentSearch(machine, new Set(states), follow);
  return search.find().filter((component) => search.isCycle(component));
}

/**
 * All states of a machine in groups that lead to one another, most of them of one state: a group comes after all groups
 * that it leads to.
 */
export function componentsOf(machine: Machine): readonly ReadonlySet<State>[] {
  return new ComponentSearch(machine, new Set(machine.states), () => true).find();
}

interface Visit {
  readonly state: State;
  readonly waiting: State[];
}

/** Tarjan's search for strongly connected components, without recursion. */
class ComponentSearch {
  readonly #machine: Machine;
  readonly #states: ReadonlySet<State>;
  readonly #follow: (transition: Transition, from: State) => boolean;
  readonly #index = new Map<State, number>();
  readonly #low = new Map<State, number>();
  readonly #open = new Set<State>();
  /** The open states in the order of their index. */
  readonly #stack: State[] = [];
  readonly #components: ReadonlySet<State>[] = [];

  constructor(machine: Machine, states: ReadonlySet<State>, follow: (transition: Transition, from: State) => boolean) {
    this.#machine = machine;
    this.#states = states;
    this.#follow = follow;
  }

  find(): readonly ReadonlySet<State>[] {
    for (const state of this.#states) if (!this.#index.has(state)) this.#search(state);
    return this.#components;
  }

  isCycle(component: ReadonlySet<State>): boolean {
    const [only] = component;
    return component.size > 1 || (only !== undefined && this.#successors(only).includes(only));
  }

  #search(start: State): void {
    const visits = [this.#enter(start)];
    for (let visit = visits.at(-1); visit !== undefined; visit = visits.at(-1)) {
      const next = visit.waiting.pop();
      if (next !== undefined) {
        if (!this.#index.has(next)) visits.push(this.#enter(next));
        else if (this.#open.has(next)) this.#lower(visit.state, this.#index.get(next) ?? 0);
        continue;
      }
      visits.pop();
      const low = this.#low.get(visit.state) ?? 0;
      const before = visits.at(-1);
      if (before !== undefined) this.#lower(before.state, low);
      if (low === this.#index.get(visit.state)) this.#close(visit.state);
    }
  }

  #enter(state: State): Visit {
    this.#index.set(state, this.#index.size);
    this.#low.set(state, this.#index.size - 1);
    this.#open.add(state);
    this.#stack.push(state);
    return { state, waiting: this.#successors(state) };
  }

  #lower(state: State, low: number): void {
    this.#low.set(state, Math.min(this.#low.get(state) ?? low, low));
  }

  /** Takes the component whose first state is `root` off the stack. */
  #close(root: State): void {
    const component = new Set<State>();
    let state: State | undefined;
    do {
      state = this.#stack.pop();
      if (state === undefined) return;
      this.#open.delete(state);
      component.add(state);
    } while (state !== root);
    this.#components.push(component);
  }

  #successors(state: State): State[] {
    return state.transitions.flatMap((transition) => {
      if (transition.target === undefined || !this.#follow(transition, state)) return [];
      const next = this.#machine.stateByName.get(transition.target);
      return next !== undefined && this.#states.has(next) ? [next] : [];
    });
  }
}
