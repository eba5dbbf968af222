/**
 * The state of a machine that must be its end although it does not say so: the only one that neither leads on nor ends,
 * where nothing else ends the machine and every state is reached already. Silent where anything is not known.
 */
import type { Machine, State } from '../asl/model.ts';
import { reachableFrom, startState } from './graph.ts';

export function onlyEnd(machine: Machine): State | undefined {
  const start = startState(machine);
  const states = machine.node.get('States');
  if (start === undefined || states?.kind !== 'object' || states.isOpen) return undefined;
  const [end, other] = machine.states.filter(saysNothing);
  const areOthersKnown = machine.states.every((state) => state === end || leadsOn(state));
  const isWhole = machine.stateByName.size === states.entries.length && machine.states.length === states.entries.length;
  if (end === undefined || other !== undefined || !areOthersKnown || !isWhole) return undefined;
  return reachableFrom(machine, [start], () => true).size === machine.states.length ? end : undefined;
}

const ENDING_TYPES: readonly State['type'][] = ['Succeed', 'Fail', 'untyped', 'Choice'];

function saysNothing({ type, node }: State): boolean {
  if (ENDING_TYPES.includes(type) || node.isOpen) return false;
  return node.get('Next') === undefined && node.get('End') === undefined;
}

/** Whether a state ends nothing, and where it leads is known. */
function leadsOn({ type, node, machine, transitions }: State): boolean {
  if (type === 'Succeed' || type === 'Fail' || type === 'untyped' || node.isOpen || node.get('End') !== undefined) {
    return false;
  }
  return (
    transitions.length > 0 && transitions.every(({ target }) => target !== undefined && machine.stateByName.has(target))
  );
}
