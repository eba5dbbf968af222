/** Methods of texts, lists and JavaScript's own objects, as far as programs use them to put machines together. */
import type { Place } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import { listMethod, listOf } from './list-methods.ts';
import { joinTexts, textLayerOf } from './texts.ts';
import { truthOf } from './values.ts';
import type { ListValue, RecordValue, Value } from './values.ts';

/** `Object.keys` and the like; undefined for what is not known here. */
export function globalFunction(path: string, given: readonly Value[], place: Place, ev: Evaluator): Value | undefined {
  const [first] = given;
  switch (path) {
    case 'global.Object.keys':
    case 'global.Object.values':
    case 'global.Object.entries':
      return first?.kind === 'record' && !first.isOpen ? membersAs(path.slice(14), first, place, ev) : undefined;
    case 'global.Object.freeze':
    case 'global.structuredClone':
      return first;
    case 'global.Object.assign':
      return undefined;
    case 'global.Array.isArray':
      if (first === undefined || first.kind === 'unknown' || first.kind === 'made') return undefined;
      return { kind: 'boolean', value: first.kind === 'list', place };
    case 'global.Array.from':
      return first?.kind === 'list' ? arrayFrom(first, given[1], place, ev) : undefined;
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

function arrayFrom(from: ListValue, callback: Value | undefined, place: Place, ev: Evaluator): Value | undefined {
  const copy: ListValue = { ...from, items: [...from.items], born: ev.level };
  return callback === undefined ? copy : listMethod(copy, 'map', [callback], { call: place, callee: place }, ev);
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
