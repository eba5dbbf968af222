/** Where a state, a chain or a fragment begins and ends, and whether a change of a state is certain. */
import type { Place } from '../../tree/node.ts';
import { libraryParent } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import type { Aspect, StateValue } from './state.ts';
import { unknownValue } from './values.ts';
import type { ChainValue, InstanceValue, Value } from './values.ts';

/** The state that a chain, a state or a fragment begins with; an unknown value when that is not known. */
export function startOf(value: Value, ev: Evaluator): Value {
  switch (value.kind) {
    case 'state':
      return value;
    case 'chain':
      return value.start;
    case 'instance':
    case 'record': {
      const start = ev.readMember(value, 'startState', value.place);
      return start.kind === 'state' ? start : unknownValue(value.place, 'where a fragment begins');
    }
    default:
      return unknownValue(value.place, 'a state that is not known here');
  }
}

/** The states that what follows is put behind. */
export function endsOf(value: Value, ev: Evaluator): readonly Value[] | undefined {
  switch (value.kind) {
    case 'state':
      return value.isNextable ? [value] : [];
    case 'chain':
      return value.ends;
    case 'instance':
    case 'record': {
      const ends = ev.readMember(value, 'endStates', value.place);
      return ends.kind === 'list' && !ends.isOpen ? ends.items : undefined;
    }
    default:
      return undefined;
  }
}

export function isChainable(value: Value): value is StateValue | ChainValue | InstanceValue {
  if (value.kind === 'state' || value.kind === 'chain') return true;
  return value.kind === 'instance' && libraryParent(value.of) === 'aws-stepfunctions.StateMachineFragment';
}

export function chain(start: Value, ends: readonly Value[] | undefined, place: Place): ChainValue {
  return { kind: 'chain', start, ends, place };
}

/** Whether a change of a state certainly happens; if not, the aspect is lost. */
export function isCertain(state: StateValue, aspect: Aspect, ev: Evaluator, target?: Value): boolean {
  if (state.born >= ev.level) return true;
  state.lost.add(aspect);
  if (target !== undefined) state.doubtful.push(target);
  return false;
}
