/** Methods of texts, lists and JavaScript's own objects, as far as programs use them to put machines together. */
import type { Place } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import { listMethod, listOf } from './list-methods.ts';
import { joinTexts, textLayerOf } from './texts.ts';
import { knownText, truthOf, undefinedValue } from './values.ts';
import type { ListValue, Member, RecordValue, Value } from './values.ts';

/** `Object.keys` and the like; undefined for what is not known here. */
export function globalFunction(path: string, given: readonly Value[], place: Place, ev: Evaluator): Value | undefined {
  const [first] = given;
  switch (path) {
    case 'global.Object.keys':
    case 'global.Object.values':
    case 'global.Object.entries':
      return first?.kind === 'record' && !first.isOpen ? membersAs(path.slice(14), first, place, ev) : undefined;
    case 'global.Object.fromEntries':
      return first === undefined ? undefined : fromEntries(first, place, ev);
    case 'global.Object.freeze':
    case 'global.structuredClone':
      return first;
    case 'global.Object.assign':
      return undefined;
    case 'global.Array.isArray':
      if (first === undefined || first.kind === 'unknown' || first.kind === 'made') return undefined;
      return { kind: 'boolean', value: first.kind === 'list', place };
    case 'global.Array.from':
      return first === undefined ? undefined : arrayFrom(first, given[1], place, ev);
    case 'global.String':
      return first === undefined ? undefined : joinTexts([textLayerOf(first, place)], place);
    case 'global.Number':
      return first?.kind === 'number' ? first : undefined;
    case 'global.Boolean': {
      const truth = first === undefined ? false : truthOf(first);
      return truth === undefined ? undefined : { kind: 'boolean', value: truth, place };
    }
    default:
      return mathFunction(path, given, place);
  }
}

/** An object of pairs whose names are known through and through. */
function fromEntries(from: Value, place: Place, ev: Evaluator): RecordValue | undefined {
  if (from.kind !== 'list' || from.isOpen) return undefined;
  const members = new Map<string, Member>();
  for (const pair of from.items) {
    if (pair.kind !== 'list' || pair.isOpen) return undefined;
    const [key, value] = pair.items;
    const name = knownText(key);
    if (name === undefined || key?.kind !== 'text' || value === undefined || NUMERIC.test(name)) return undefined;
    members.set(name, { key, value });
  }
  return { kind: 'record', members, isOpen: false, place, born: ev.level };
}

/** Such members come before the others, whenever they are set. */
const NUMERIC = /^\d+$/;

/** Lists longer than this are not made of a number. */
const MAX_LENGTH = 500;

/** Of a list, or of `{ length: 3 }`. */
function arrayFrom(from: Value, callback: Value | undefined, place: Place, ev: Evaluator): Value | undefined {
  const copy = listFrom(from, place, ev);
  if (copy === undefined) return undefined;
  return callback === undefined ? copy : listMethod(copy, 'map', [callback], { call: place, callee: place }, ev);
}

function listFrom(from: Value, place: Place, ev: Evaluator): ListValue | undefined {
  if (from.kind === 'list') return { ...from, items: [...from.items], born: ev.level };
  const only =
    from.kind === 'record' && !from.isOpen && from.members.size === 1 ? from.members.get('length') : undefined;
  const length = only?.value.kind === 'number' ? only.value.value : undefined;
  if (length === undefined || !Number.isInteger(length) || length < 0 || length > MAX_LENGTH) return undefined;
  return listOf(
    Array.from({ length }, () => undefinedValue(place)),
    place,
    ev,
  );
}

function membersAs(form: string, from: RecordValue, place: Place, ev: Evaluator): Value {
  const items = [...from.members.values()].map(({ key, value }): Value => {
    if (form === 'keys') return key;
    return form === 'values' ? value : listOf([key, value], place, ev);
  });
  return listOf(items, place, ev);
}

function mathFunction(path: string, given: readonly Value[], place: Place): Value | undefined {
  const numbers = given.map((value) => (value.kind === 'number' ? value.value : undefined));
  if (numbers.includes(undefined)) return undefined;
  const known = numbers as readonly number[];
  const result = MATH[path]?.(known);
  return result === undefined ? undefined : { kind: 'number', value: result, place };
}

const MATH: Readonly<Record<string, (numbers: readonly number[]) => number>> = {
  'global.Math.max': (numbers) => Math.max(...numbers),
  'global.Math.min': (numbers) => Math.min(...numbers),
  'global.Math.floor': ([number = NaN]) => Math.floor(number),
  'global.Math.ceil': ([number = NaN]) => Math.ceil(number),
  'global.Math.round': ([number = NaN]) => Math.round(number),
};
