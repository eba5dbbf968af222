/**
 * The order in which states are looked at: every state after those that lead to it, loops aside, and the machines within
 * a state between its beginning and its end. Keeps no recursion that is as deep as a machine is long.
 */
import { nestedMachines } from '../../asl/model.ts';
import type { Machine, State } from '../../asl/model.ts';
import { startState } from '../graph.ts';

/** A state is entered, and left when the machines within it are done; one without machines is only left. */
export interface FlowStep {
  readonly state: State;
  readonly kind: 'enter' | 'leave';
}

export function flowOrder(root: Machine): readonly FlowStep[] {
  const steps: FlowStep[] = [];
  addMachine(root, steps);
  return steps;
}

function addMachine(machine: Machine, steps: FlowStep[]): void {
  for (const state of inOrder(machine)) {
    const within = nestedMachines(state);
    if (within.length > 0) steps.push({ state, kind: 'enter' });
    for (const nested of within) addMachine(nested, steps);
    steps.push({ state, kind: 'leave' });
  }
}

/** Reverse postorder of a walk from the start; states that it does not reach come last. */
function inOrder(machine: Machine): readonly State[] {
  const start = startState(machine);
  const seen = new Set<State>();
  const done: State[] = [];
  if (start !== undefined) walk(machine, start, seen, done);
  return [...done.reverse(), ...machine.states.filter((state) => !seen.has(state))];
}

function walk(machine: Machine, start: State, seen: Set<State>, done: State[]): void {
  seen.add(start);
  const path = [{ state: start, next: 0 }];
  for (let top = path.at(-1); top !== undefined; top = path.at(-1)) {
    const transition = top.state.transitions[top.next++];
    if (transition === undefined) {
      done.push(top.state);
      path.pop();
      continue;
    }
    const target = transition.target === undefined ? undefined : machine.stateByName.get(transition.target);
    if (target === undefined || seen.has(target)) continue;
    seen.add(target);
    path.push({ state: target, next: 0 });
  }
}
