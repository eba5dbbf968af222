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

export function startState(machine: Machine): State | undefined {
  const name = machine.startAt;
  return name?.kind === 'string' ? machine.stateByName.get(name.value) : undefined;
}
