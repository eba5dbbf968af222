/**
 * Which states a machine reaches from its start, over every kind of transition. Speaks only when each transition is
 * known: one that is not, or that was forgotten, may lead anywhere. Silent too where two states have one name, of which
 * a reader keeps one.
 */
import type { Machine, State } from '../asl/model.ts';
import type { Node } from '../tree/node.ts';
import { reachableFrom, startState, statesLeadingTo } from './graph.ts';

export function reachedFromStart(machine: Machine): ReadonlySet<State> | undefined {
  const start = startState(machine);
  if (start === undefined || !isWhollyKnown(machine)) return undefined;
  return reachableFrom(machine, [start], () => true);
}

function isWhollyKnown(machine: Machine): boolean {
  const states = machine.node.get('States');
  if (states?.kind !== 'object' || states.isOpen || states.entries.length !== machine.states.length) return false;
  if (machine.stateByName.size !== machine.states.length) return false;
  return machine.states.every(leadsWhereItSays);
}

/** Whether every way out of a state is known. */
function leadsWhereItSays(state: State): boolean {
  if (state.type === 'untyped' || state.node.isOpen) return false;
  if ('catchers' in state) {
    if (!state.catchersKnown || !state.retriersKnown) return false;
    if (state.catchers.some(({ next }) => next === undefined)) return false;
  }
  if (!leadsSomewhere(state)) return false;
  return state.transitions.every(({ target }) => target !== undefined && state.machine.stateByName.has(target));
}

/** The states from which some path leads over what is not known, and so perhaps anywhere. */
export function statesLeadingAnywhere(machine: Machine): ReadonlySet<State> {
  return statesLeadingTo(machine, (state) => !leadsWhereItSays(state));
}

/** Whether a state says what comes after it; a choice does in each of its rules. */
function leadsSomewhere(state: State): boolean {
  const { node, type } = state;
  if (type === 'Succeed' || type === 'Fail') return true;
  if (type !== 'Choice') return node.get('Next') !== undefined || isSet(node.get('End'));
  const choices = node.get('Choices');
  return (
    choices?.kind === 'array' && choices.items.every((rule) => rule.kind === 'object' && rule.get('Next') !== undefined)
  );
}

/** `"End": false` says nothing. */
function isSet(end: Node | undefined): boolean {
  return end !== undefined && (end.kind !== 'boolean' || end.value);
}
