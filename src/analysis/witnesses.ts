/**
 * From which states of one machine a way leads to something looked for, and to what: each state takes the witness of
 * one it leads to. Each state is looked at once, whatever the number of witnesses.
 */
import type { Machine, State, Transition } from '../asl/model.ts';

export function witnessesFrom<Witness>(
  machine: Machine,
  witnessAt: (state: State) => Witness | undefined,
  leavesBy: (state: State) => readonly Transition[],
): ReadonlyMap<State, Witness> {
  const origins = new Map<State, State[]>();
  const found = new Map<State, Witness>();
  for (const state of machine.states) {
    const witness = witnessAt(state);
    if (witness !== undefined) found.set(state, witness);
    for (const next of targetsOf(machine, leavesBy(state))) {
      const known = origins.get(next);
      if (known === undefined) origins.set(next, [state]);
      else known.push(state);
    }
  }
  // What is added on the way is visited as well, the nearest first.
  for (const [state, witness] of found) {
    for (const origin of origins.get(state) ?? []) if (!found.has(origin)) found.set(origin, witness);
  }
  return found;
}

/** The first witness behind some transitions. */
export function witnessBehind<Witness>(
  machine: Machine,
  transitions: readonly Transition[],
  witnesses: ReadonlyMap<State, Witness>,
): Witness | undefined {
  return targetsOf(machine, transitions)
    .map((next) => witnesses.get(next))
    .find((witness) => witness !== undefined);
}

/** Catch transitions aside. */
export function onwardFrom(state: State): readonly Transition[] {
  return state.transitions.filter(({ kind }) => kind !== 'Catch');
}

/** `"End": true`, or a Succeed state. */
export function endsWell(state: State): boolean {
  const end = state.node.get('End');
  return state.type === 'Succeed' || (end?.kind === 'boolean' && end.value);
}

function targetsOf(machine: Machine, transitions: readonly Transition[]): readonly State[] {
  return transitions.flatMap(({ target }) => {
    const next = target === undefined ? undefined : machine.stateByName.get(target);
    return next === undefined ? [] : [next];
  });
}
