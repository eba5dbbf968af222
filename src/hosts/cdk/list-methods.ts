/** Methods of lists, as far as programs use them to put machines together. */
import type { Place } from '../../tree/node.ts';
import type { CallPlaces, Evaluator } from './evaluator.ts';
import { isSpread } from './spread.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import { isNullish, knownText, truthOf, undefinedValue, unknownValue } from './values.ts';
import type { ListValue, NumberValue, Value } from './values.ts';

export function listOf(items: readonly Value[], place: Place, ev: Evaluator): ListValue {
  return { kind: 'list', items: [...items], isOpen: false, place, born: ev.level };
}

/** Undefined for a method that is not known here. */
export function listMethod(
  self: ListValue,
  name: string,
  given: readonly Value[],
  { call }: CallPlaces,
  ev: Evaluator,
): Value | undefined {
  if (name === 'push' || name === 'unshift') return addItems(self, name, given, call, ev);
  if (self.isOpen) {
    for (const value of given) ev.escape(value);
    return unknownValue(call, 'what is made of a list that is not known');
  }
  return eachMethod(self, name, given, call, ev) ?? plainMethod(self, name, given, call, ev);
}

function addItems(self: ListValue, name: string, given: readonly Value[], place: Place, ev: Evaluator): Value {
  // Code that cannot be followed may hold an open list, and change what comes into it.
  if (self.isOpen) for (const value of given) ev.escape(value);
  if (self.born < ev.level || given.some(isSpread)) {
    self.isOpen = true;
    for (const value of given) ev.escape(value);
  } else if (name === 'push') self.items.push(...given);
  else self.items.unshift(...given);
  return unknownValue(place, 'the length of a list');
}

function eachMethod(
  self: ListValue,
  name: string,
  given: readonly Value[],
  place: Place,
  ev: Evaluator,
): Value | undefined {
  const [callback] = given;
  if (callback?.kind !== 'function') return undefined;
  const call = (item: Value, i: number, ...before: readonly Value[]): Value =>
    ev.callFunction(callback, undefined, [...before, item, indexValue(i, place), self], place);
  const items = [...self.items];
  switch (name) {
    case 'map':
      return listOf(
        items.map((item, i) => call(item, i)),
        place,
        ev,
      );
    case 'forEach':
      for (const [i, item] of items.entries()) call(item, i);
      return undefinedValue(place);
    case 'flatMap':
      return flat(
        listOf(
          items.map((item, i) => call(item, i)),
          place,
          ev,
        ),
        place,
        ev,
      );
    case 'reduce': {
      const [first, ...rest] = given.length > 1 ? [given[1], ...items] : items;
      if (first === undefined) return unknownValue(place, 'what an empty list is reduced to');
      const from = given.length > 1 ? 0 : 1;
      return rest.reduce((value: Value, item, i) => (item === undefined ? value : call(item, i + from, value)), first);
    }
    case 'filter':
    case 'find':
    case 'some':
    case 'every':
      return tested(
        name,
        items,
        items.map((item, i) => truthOf(call(item, i))),
        place,
        ev,
      );
    default:
      return undefined;
  }
}

function indexValue(value: number, place: Place): NumberValue {
  return { kind: 'number', value, place };
}

function tested(
  name: 'filter' | 'find' | 'some' | 'every',
  items: readonly Value[],
  truths: readonly (boolean | undefined)[],
  place: Place,
  ev: Evaluator,
): Value {
  if (truths.includes(undefined)) {
    for (const item of items) ev.escape(item);
    return name === 'filter' ? { ...listOf([], place, ev), isOpen: true } : unknownValue(place, 'a choice from a list');
  }
  if (name === 'filter')
    return listOf(
      items.filter((_, i) => truths[i]),
      place,
      ev,
    );
  if (name === 'find') return items[truths.indexOf(true)] ?? undefinedValue(place);
  return { kind: 'boolean', value: name === 'some' ? truths.includes(true) : !truths.includes(false), place };
}

function plainMethod(
  self: ListValue,
  name: string,
  given: readonly Value[],
  place: Place,
  ev: Evaluator,
): Value | undefined {
  const items = self.items;
  switch (name) {
    case 'slice':
      return sliced(items, given, place, ev);
    case 'concat': {
      if (given.some((value) => value.kind === 'unknown' || (value.kind === 'list' && value.isOpen))) {
        return { ...listOf([], place, ev), isOpen: true };
      }
      return listOf(
        [...items, ...given.flatMap((value) => (value.kind === 'list' ? value.items : [value]))],
        place,
        ev,
      );
    }
    case 'reverse':
    case 'toReversed':
      return self.born < ev.level ? undefined : reversed(self, name, place, ev);
    case 'join':
      return joined(items, given[0], place);
    case 'at': {
      const [index] = given;
      return index?.kind === 'number' ? (items.at(index.value) ?? undefinedValue(place)) : undefined;
    }
    case 'entries':
      return listOf(
        items.map((item, i) => listOf([indexValue(i, place), item], place, ev)),
        place,
        ev,
      );
    case 'flat':
      return flat(self, place, ev);
    case 'includes': {
      const texts = items.map(knownText);
      const wanted = knownText(given[0]);
      if (wanted === undefined || texts.includes(undefined)) return undefined;
      return { kind: 'boolean', value: texts.includes(wanted), place };
    }
    case 'pop':
    case 'shift':
      if (self.born < ev.level) return undefined;
      return (name === 'pop' ? items.pop() : items.shift()) ?? undefinedValue(place);
    default:
      return undefined;
  }
}

function sliced(items: readonly Value[], given: readonly Value[], place: Place, ev: Evaluator): Value | undefined {
  const bounds = given.map((value) => (value.kind === 'number' ? value.value : undefined));
  return bounds.includes(undefined) ? undefined : listOf(items.slice(bounds[0], bounds[1]), place, ev);
}

function reversed(self: ListValue, name: string, place: Place, ev: Evaluator): Value {
  if (name === 'toReversed') return listOf([...self.items].reverse(), place, ev);
  self.items.reverse();
  return self;
}

function flat(self: ListValue, place: Place, ev: Evaluator): Value {
  const isOpen = self.items.some((item) => item.kind === 'unknown' || (item.kind === 'list' && item.isOpen));
  if (isOpen) return { ...listOf([], place, ev), isOpen };
  return listOf(
    self.items.flatMap((item) => (item.kind === 'list' ? item.items : [item])),
    place,
    ev,
  );
}

function joined(items: readonly Value[], separator: Value | undefined, place: Place): Value | undefined {
  const between = separator === undefined ? ',' : knownText(separator);
  if (between === undefined) return undefined;
  const layers = items.flatMap((item, i) => {
    const layer = isNullish(item) === true ? addedText('', place).layer : textLayerOf(item, item.place);
    return i === 0 || between === '' ? [layer] : [addedText(between, place).layer, layer];
  });
  return layers.length === 0 ? addedText('', place) : joinTexts(layers, place);
}
