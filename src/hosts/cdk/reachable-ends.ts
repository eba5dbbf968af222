/** `afterwards` of a choice: the ends of all that it leads to. */
import type { Place } from '../../tree/node.ts';
import { chain } from './chain-ends.ts';
import type { CallPlaces, Evaluator } from './evaluator.ts';
import { Props } from './state.ts';
import type { Aspect, StateValue } from './state.ts';
import { addedText } from './texts.ts';
import { truthOf, unknownValue } from './values.ts';
import type { Value } from './values.ts';

/** `afterwards`: the ends of all that a choice leads to, and its default when that is wanted and not set. */
export function afterwards(self: Value, [options]: readonly Value[], { call }: CallPlaces, ev: Evaluator): Value {
  if (self.kind !== 'state') return unknownValue(call, 'what follows a choice');
  const props = new Props(options);
  const handlers = flag(props, 'includeErrorHandlers');
  const otherwiseToo = flag(props, 'includeOtherwise');
  const found = handlers === undefined ? undefined : reachableEnds(self, handlers);
  if (found === undefined || otherwiseToo === undefined || props.isOpen) {
    for (const state of ev.states) state.lose();
    return chain(self, undefined, call);
  }
  const ends: Value[] = [...found];
  if (otherwiseToo && self.otherwise === undefined) ends.push(defaultOf(self, call, ev));
  return chain(self, ends, call);
}

function flag(props: Props, name: string): boolean | undefined {
  const value = props.get(name);
  return value === undefined ? false : truthOf(value);
}

function defaultOf(choice: StateValue, place: Place, ev: Evaluator): Value {
  const members = new Map([['choice', { key: addedText('choice', place), value: choice }]]);
  return { kind: 'record', members, isOpen: false, place, born: ev.level };
}

/** States without a way on. Undefined where some transition is not known. */
export function reachableEnds(start: StateValue, handlers: boolean): readonly StateValue[] | undefined {
  const seen = new Set<StateValue>([start]);
  const ends: StateValue[] = [];
  for (const state of seen) {
    const targets = targetsOf(state, handlers);
    if (targets === undefined) return undefined;
    for (const target of targets) {
      if (target.kind !== 'state') return undefined;
      seen.add(target);
    }
    if (targets.length === 0 && state.isNextable) ends.push(state);
  }
  return ends;
}

/** Where a state leads to; undefined where that is not known. */
export function targetsOf(state: StateValue, handlers: boolean): readonly Value[] | undefined {
  const aspects: readonly Aspect[] = ['next', 'choices', 'default', ...(handlers ? (['catch'] as const) : [])];
  if (aspects.some((aspect) => state.lost.has(aspect))) return undefined;
  return [
    ...(state.next === undefined ? [] : [state.next.target]),
    ...state.choices.map(({ target }) => target),
    ...(state.otherwise === undefined ? [] : [state.otherwise.target]),
    ...(handlers ? state.handlers.map(({ target }) => target) : []),
  ];
}
