/** Prefixes of the names of states, and fragments that become one state. */
import type { Place } from '../../tree/node.ts';
import { isCertain, startOf } from './chain-ends.ts';
import type { CallPlaces, Evaluator } from './evaluator.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import { unknownValue } from './values.ts';
import type { TextValue, Value } from './values.ts';

export function prefixFragment(self: Value, [given]: readonly Value[], { call }: CallPlaces, ev: Evaluator): Value {
  const prefix = given ?? joinTexts([textLayerOf(idOf(self), call), addedText(': ', call).layer], call);
  prefixStates(self, prefix, call, ev);
  return self;
}

function idOf(self: Value): Value {
  if (self.kind === 'instance') return self.superArguments[1] ?? unknownValue(self.place, 'an id');
  return self.kind === 'state' ? self.id : unknownValue(self.place, 'an id');
}

/** Puts a prefix before the names of all states that were made below a construct. */
export function prefixStates(root: Value, prefix: Value, place: Place, ev: Evaluator): void {
  const text: TextValue = prefix.kind === 'text' ? prefix : { kind: 'text', layer: textLayerOf(prefix, place), place };
  for (const state of ev.states) {
    const isBelow = isWithin(state, root);
    if (isBelow === false) continue;
    if (isBelow === undefined || !isCertain(state, 'prefix', ev)) state.lost.add('prefix');
    else state.prefixes.push(text);
  }
}

function isWithin(state: StateValue, root: Value): boolean | undefined {
  if (root.kind !== 'instance' && root.kind !== 'made') return undefined;
  let at: Value | undefined = state.scope;
  for (let steps = 0; at !== undefined && steps < 100; steps++) {
    if (at === root) return true;
    if (at.kind === 'instance') at = at.superArguments[0];
    else if (at.kind === 'made') at = at.arguments[0];
    else return at.kind === 'unknown' || at.kind === 'undefined' ? false : undefined;
  }
  return false;
}

export function addPrefix(self: Value, [given]: readonly Value[], { call }: CallPlaces, ev: Evaluator): Value {
  if (self.kind === 'state' && isCertain(self, 'prefix', ev)) {
    if (given?.kind === 'text') self.prefixes.push(given);
    else self.lost.add('prefix');
  }
  return unknownValue(call, 'nothing');
}

/** Of a fragment `(options?)`, of a chain `(id, options?)`. */
export function toSingleState(
  self: Value,
  given: readonly Value[],
  { call, callee }: CallPlaces,
  ev: Evaluator,
): Value {
  const [id, options] = self.kind === 'instance' ? [undefined, given[0]] : given;
  const props = new Props(options);
  const own = props.get('stateId') ?? id ?? idOf(self);
  if (self.kind === 'instance') {
    const prefix = props.get('prefixStates') ?? joinTexts([textLayerOf(own, call), addedText(': ', call).layer], call);
    prefixStates(self, prefix, call, ev);
  }
  const scope = self.kind === 'instance' ? self : unknownValue(call, 'a construct');
  const parts = { className: 'Parallel', id: own, scope, props: options, language: undefined, place: call, callee };
  const state = ev.newState({ type: 'Parallel', ...parts });
  state.branches.push(startOf(self, ev));
  return state;
}
