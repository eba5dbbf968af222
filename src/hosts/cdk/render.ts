/**
 * Renders the states that can be reached from one as a definition, as CDK does when a state machine is made. What is
 * not known of the graph makes it open: there may be states that are not seen.
 */
import { objectNode, stringNode, unknownNode } from '../../tree/node.ts';
import type { Entry, Node, Place, StringNode } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import { keyNode, unknownAt } from './nodes.ts';
import { targetsOf } from './reachable-ends.ts';
import type { Rendering } from './rendering.ts';
import { stateFields } from './state-fields.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import type { TextValue, Value } from './values.ts';

const MAX_DEPTH = 40;

/** `before` are entries that stand in the same object. */
export function graphNode(
  start: Value,
  surroundings: Pick<Rendering, 'ev' | 'language' | 'seen' | 'machine'>,
  place: Place,
  before: readonly Entry[] = [],
  depth = 0,
): Node {
  if (start.kind !== 'state' || depth > MAX_DEPTH) {
    surroundings.seen.isOpen = true;
    return before.length > 0
      ? objectNode(place, before, undefined, true)
      : unknownAt(start.place, 'states that are not known here');
  }
  const { states, isOpen } = connected(start, surroundings.ev);
  surroundings.seen.isOpen ||= isOpen;
  surroundings.seen.states.push(...states);
  const rendering: Rendering = {
    ...surroundings,
    next: transition,
    nested: (inner, at, entries) => graphNode(inner, { ...surroundings, language: undefined }, at, entries, depth + 1),
  };
  const names = new Set<string>();
  const entries = states.map((state): Entry => {
    const key = stateKey(state);
    return { key: unique(key, names), value: stateFields(state, rendering).node(state.place) };
  });
  const holder = objectNode(start.place, entries, undefined, isOpen);
  return objectNode(place, [
    ...before,
    { key: keyNode('StartAt', start.callee), value: transition(start, start.callee) },
    { key: keyNode('States', start.callee), value: holder },
  ]);
}

/** Two names that are not known are not the same name. */
function unique(key: StringNode, names: Set<string>): StringNode {
  let { value } = key;
  if (!value.includes('${') || !names.has(value)) {
    names.add(value);
    return key;
  }
  for (let i = 2; names.has(value); i++) value = key.value.replace('${', `\${${i}: `);
  names.add(value);
  return stringNode(key, value, { kind: 'elsewhere' });
}

/**
 * The states of a graph: what its start leads to and, as CDK has it, what leads to any of these. Undefined transitions,
 * and states that others may have been put before, leave it open.
 */
function connected(
  start: StateValue,
  { states: all, level }: Evaluator,
): { readonly states: readonly StateValue[]; readonly isOpen: boolean } {
  const sources = new Map<Value, StateValue[]>();
  const doubted = new Set<Value>();
  for (const state of all) {
    for (const target of linkedTargets(state)) addTo(sources, target, state);
    for (const target of state.doubtful) doubted.add(target);
  }
  const states = new Set<StateValue>([start]);
  let isOpen = false;
  for (const state of states) {
    isOpen ||= state.hasEscaped || doubted.has(state) || targetsOf(state, true) === undefined;
    for (const target of knownTargets(state)) {
      if (target.kind === 'state') states.add(target);
      else isOpen = true;
    }
    for (const source of sources.get(state) ?? []) {
      // Made by code that may not run: there may be no such state.
      if (source.born > level) isOpen = true;
      else states.add(source);
    }
  }
  return { states: [...states], isOpen };
}

function addTo(sources: Map<Value, StateValue[]>, target: Value, state: StateValue): void {
  const known = sources.get(target);
  if (known === undefined) sources.set(target, [state]);
  else known.push(state);
}

/** Where a state certainly leads to. What was put there stays, whatever else may have been added. */
function knownTargets(state: StateValue): readonly Value[] {
  return [...linkedTargets(state), ...(state.otherwise === undefined ? [] : [state.otherwise.target])];
}

/** Those of them that know of the state: the default of a choice does not. */
function linkedTargets(state: StateValue): readonly Value[] {
  return [
    ...(state.next === undefined ? [] : [state.next.target]),
    ...state.choices.map(({ target }) => target),
    ...state.handlers.map(({ target }) => target),
  ];
}

function transition(target: Value, place: Place): Node {
  if (target.kind !== 'state') return unknownNode(place, 'a state that is not known here', { bare: true });
  const name = stateName(target);
  if (isKnown(name)) return stringNode(place, name.layer.text, { kind: 'elsewhere' });
  return unknownNode(place, 'the name of a state that is not known here', { template: name.layer.text });
}

function isKnown({ layer }: TextValue): boolean {
  return layer.holes.length === 0;
}

/** The name of a state, with `${…}` for what is not known of it. */
export function nameOf(state: StateValue): string {
  return stateName(state).layer.text;
}

function stateKey(state: StateValue): StringNode {
  const name = stateName(state);
  return stringNode(name.place, name.layer.text, { kind: 'layer', layer: name.layer });
}

function stateName(state: StateValue): TextValue {
  const props = new Props(state.props);
  const own = props.get('stateName') ?? state.id;
  const base: TextValue =
    own.kind === 'text' ? own : { kind: 'text', layer: textLayerOf(own, own.place), place: own.place };
  if (state.lost.has('prefix') || (props.isOpen && props.get('stateName') === undefined && hasSpread(state))) {
    const hole = {
      kind: 'unknown',
      why: 'a name',
      label: `name of ${base.layer.text}`.replace(/[${}]/g, ''),
      isPresent: true,
      place: own.place,
    } as const;
    return { kind: 'text', layer: textLayerOf(hole, own.place), place: own.place };
  }
  if (state.prefixes.length === 0) return base;
  const layers = [...state.prefixes].reverse().map((prefix) => addedText(prefix.layer.text, own.place).layer);
  return { ...joinTexts([...layers, base.layer], own.place), place: base.place };
}

/** Options that are not seen may hold a name. */
function hasSpread({ props }: StateValue): boolean {
  return props !== undefined && props.kind !== 'undefined';
}
