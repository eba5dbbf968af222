/**
 * How calls put states together: `next`, `when`, `branch`, `addCatch` and the rest. What a chain leads to is kept at
 * its states; a call that may not happen leaves that aspect of the state unknown.
 */
import type { Place } from '../../tree/node.ts';
import { chain, endsOf, isCertain, startOf } from './chain-ends.ts';
import type { CallPlaces, Evaluator } from './evaluator.ts';
import { addPrefix, prefixFragment, prefixStates, toSingleState } from './prefixes.ts';
import { afterwards, reachableEnds } from './reachable-ends.ts';
import { isSpread } from './spread.ts';
import type { StateValue } from './state.ts';
import { unknownValue } from './values.ts';
import type { ChainValue, Value } from './values.ts';

/** What `first.next(second)` gives. */
export function sequence(first: Value, second: Value, { call: place, given }: CallPlaces, ev: Evaluator): ChainValue {
  const at = given?.[0] ?? second.place;
  const target = startOf(second, ev);
  const ends = endsOf(first, ev);
  for (const end of ends ?? []) putBehind(end, target, at, ev);
  if (ends === undefined) ev.escape(second);
  return chain(startOf(first, ev), endsOf(second, ev), place);
}

function putBehind(end: Value, target: Value, place: Place, ev: Evaluator): void {
  if (end.kind === 'state') {
    if (end.type === 'Choice') setDefault(end, target, place, ev);
    else if (isCertain(end, 'next', ev, target)) setNext(end, target, place);
  } else if (end.kind === 'record') {
    // What stands for the default of a choice in `afterwards`.
    const choice = end.members.get('choice')?.value;
    if (choice?.kind === 'state') setDefault(choice, target, place, ev);
  } else ev.escape(end);
}

function setNext(state: StateValue, target: Value, place: Place): void {
  // A second `next` is refused when the program runs.
  if (state.next !== undefined) state.lost.add('next');
  else state.next = { target, place };
}

function setDefault(state: StateValue, target: Value, place: Place, ev: Evaluator): void {
  if (!isCertain(state, 'default', ev, target)) return;
  if (state.otherwise === undefined) state.otherwise = { target, place };
  else state.lost.add('default');
}

type Method = (self: Value, given: readonly Value[], places: CallPlaces, ev: Evaluator) => Value;

export function chainMethod(name: string): Method | undefined {
  return METHODS.get(name);
}

/** Methods of states that change nothing. */
export function isHarmlessMethod(name: string): boolean {
  return /^(?:metric|grant|bind|validate|toString|get|is|render|to)/.test(name);
}

const METHODS: ReadonlyMap<string, Method> = new Map<string, Method>([
  ['next', (self, [target], places, ev) => sequence(self, target ?? unknownValue(places.call, 'a state'), places, ev)],
  ['addRetry', addRetry],
  ['addCatch', addCatch],
  ['when', when],
  ['otherwise', otherwise],
  ['afterwards', afterwards],
  ['branch', branch],
  ['itemProcessor', (self, given, places, ev) => setProcessor(self, given, places, 'itemProcessor', ev)],
  ['iterator', (self, given, places, ev) => setProcessor(self, given, places, 'iterator', ev)],
  ['prefixStates', prefixFragment],
  ['toSingleState', toSingleState],
  ['addPrefix', addPrefix],
]);

function addRetry(self: Value, [options]: readonly Value[], { call, callee }: CallPlaces, ev: Evaluator): Value {
  if (self.kind === 'state' && isCertain(self, 'retry', ev)) self.retries.push({ options, place: callee, call });
  return self;
}

function addCatch(self: Value, given: readonly Value[], { call, callee, given: at }: CallPlaces, ev: Evaluator): Value {
  const [handler = unknownValue(call, 'a state'), options] = given;
  if (self.kind === 'state' && isCertain(self, 'catch', ev, startOf(handler, ev))) {
    self.handlers.push({ target: startOf(handler, ev), options, place: callee, call, next: at?.[0] ?? handler.place });
  }
  return self;
}

function when(self: Value, given: readonly Value[], { call, callee, given: at }: CallPlaces, ev: Evaluator): Value {
  const [condition = unknownValue(call, 'a condition'), next = unknownValue(call, 'a state'), options] = given;
  if (self.kind === 'state' && isCertain(self, 'choices', ev, startOf(next, ev))) {
    self.choices.push({ condition, target: startOf(next, ev), options, place: callee, next: at?.[1] ?? next.place });
  }
  return self;
}

function otherwise(self: Value, [next]: readonly Value[], { call, given }: CallPlaces, ev: Evaluator): Value {
  if (self.kind === 'state') {
    const target = next ?? unknownValue(call, 'a state');
    setDefault(self, startOf(target, ev), given?.[0] ?? target.place, ev);
  }
  return self;
}

function branch(self: Value, given: readonly Value[], _: CallPlaces, ev: Evaluator): Value {
  if (self.kind === 'state' && isCertain(self, 'branches', ev)) {
    if (given.some(isSpread)) self.lost.add('branches');
    else self.branches.push(...given.map((one) => startOf(one, ev)));
  }
  return self;
}

function setProcessor(
  self: Value,
  given: readonly Value[],
  { call, callee }: CallPlaces,
  method: 'itemProcessor' | 'iterator',
  ev: Evaluator,
): Value {
  const [processor = unknownValue(call, 'a state'), config] = given;
  if (self.kind === 'state' && isCertain(self, 'processor', ev)) {
    self.processor = { start: startOf(processor, ev), config, method, place: processor.place, call, callee };
  }
  return self;
}

/** `Chain.start`, `Chain.sequence`, `Chain.custom`, `State.prefixStates`. */
export function chainFunction(name: string, given: readonly Value[], place: Place, ev: Evaluator): Value | undefined {
  const [first = unknownValue(place, 'a state'), second = unknownValue(place, 'a state')] = given;
  switch (name) {
    case 'Chain.start':
      return chain(startOf(first, ev), endsOf(first, ev), place);
    case 'Chain.sequence':
      // Takes the start of the one and the ends of the other, and links nothing.
      return chain(startOf(first, ev), endsOf(second, ev), place);
    case 'Chain.custom':
      return chain(startOf(first, ev), second.kind === 'list' && !second.isOpen ? second.items : undefined, place);
    case 'State.prefixStates':
      prefixStates(first, second, place, ev);
      return unknownValue(place, 'nothing');
    case 'State.filterNextables':
      return first;
    case 'State.findReachableEndStates': {
      const ends = first.kind === 'state' && given.length === 1 ? reachableEnds(first, false) : undefined;
      return { kind: 'list', items: [...(ends ?? [])], isOpen: ends === undefined, place, born: ev.level };
    }
    default:
      return undefined;
  }
}
