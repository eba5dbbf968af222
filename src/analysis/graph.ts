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
