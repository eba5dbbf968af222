/** Whether a machine has a state that ends it. Says yes as well where a state is not wholly known and may be one. */
import type { Machine, State } from '../asl/model.ts';

/** Undefined when the states of the machine are not all known. */
export function hasTerminalState(machine: Machine): boolean | undefined {
  const states = machine.node.get('States');
  if (states?.kind !== 'object' || states.isOpen || states.entries.length === 0) return undefined;
  if (states.entries.length !== machine.states.length) return undefined;
  return machine.states.some(mayEnd);
}

function mayEnd(state: State): boolean {
  if (state.type === 'Succeed' || state.type === 'Fail' || state.type === 'untyped' || state.node.isOpen) return true;
  const end = state.node.get('End');
  // A state that leads nowhere and does not end either is said to miss a field; more cannot be known of it.
  if (end === undefined) return state.type !== 'Choice' && state.node.get('Next') === undefined;
  return end.kind !== 'boolean' || end.value;
}
