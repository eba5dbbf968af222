/**
 * Which states a machine reaches from its start, over every kind of transition. Speaks only when each transition is
 * known: one that is not may lead anywhere.
 */
import type { Machine, State } from '../asl/model.ts';
import { reachableFrom, startState } from './graph.ts';

export function reachedFromStart(machine: Machine): ReadonlySet<State> | undefined {
  const start = startState(machine);
  if (start === undefined || !isWhollyKnown(machine)) return undefined;
  return reachableFrom(machine, [start], () => true);
}

function isWhollyKnown(machine: Machine): boolean {
  const states = machine.node.get('States');
  if (states?.kind !== 'object' || states.isOpen || states.entries.length !== machine.states.length) return false;
  return machine.states.every((state) => {
    if (state.type === 'untyped' || state.node.isOpen) return false;
    if ('catchers' in state && !(state.catchersKnown && state.retriersKnown)) return false;
    const choices = state.node.get('Choices');
    if (choices !== undefined && (choices.kind !== 'array' || choices.items.some(({ kind }) => kind !== 'object')))
      return false;
    return state.transitions.every(({ target }) => target !== undefined && machine.stateByName.has(target));
  });
}
