/**
 * What a value of the wrong type was certainly meant as: a number or boolean in quotes, a path in the field beside the one
 * that takes it, one object in place of a list of them.
 */
import { fitsAs } from '../analysis/fitting-fields.ts';
import type { FieldMeta } from '../asl/fields.ts';
import { fieldMeta } from '../asl/parts.ts';
import type { Part, WrittenField } from '../asl/parts.ts';
import { parsePath } from '../expr/jsonpath/parse.ts';
import { isReferencePath } from '../expr/jsonpath/path.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import type { Data } from '../tree/syntax.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';

export interface Correction {
  readonly title: string;
  readonly edits: readonly Intent[];
}

/** The correction of a field whose value is not of the type that `meta` wants. */
export function correctionOf(part: Part, field: WrittenField, meta: FieldMeta): Correction | undefined {
  const { key, value } = field;
  if (isWrittenTwice(part.node, key.value)) return undefined;
  if (key.value === 'End' && value.kind === 'boolean' && part.node.get('Next') !== undefined) {
    return { title: 'Remove End', edits: [edit.remove(part.node, 'End')] };
  }
  const path = pathFieldOf(part, field);
  if (path !== undefined) return { title: `Rename it to ${path}`, edits: [edit.rename(key, path)] };
  if (isForList(meta, value)) return { title: 'Put it into a list', edits: [edit.wrap(part.node, key.value)] };
  const data = meantData(part, meta, value);
  return data === undefined
    ? undefined
    : { title: `Write ${JSON.stringify(data)}`, edits: [edit.set(part.node, key.value, data)] };
}

function isForList({ form }: FieldMeta, value: Node): boolean {
  if (form.kind === 'parts') return value.kind === 'object';
  return form.kind === 'texts' && value.kind === 'string' && /^[\w.-]+$/.test(value.value);
}

function isWrittenTwice({ entries }: ObjectNode, name: string): boolean {
  return entries.filter(({ key }) => key.value === name).length > 1;
}

/** The field beside it that takes the path which stands in this one: `TimeoutSecondsPath` for `$.limits.seconds`. */
export function pathFieldOf(part: Part, { key, value }: Pick<WrittenField, 'key' | 'value'>): string | undefined {
  if (part.language !== 'JSONPath' || value.kind !== 'string' || !/^\$\$?[.[]/.test(value.value)) return undefined;
  const name = `${key.value}Path`;
  const form = fieldMeta(part.kind, name)?.form;
  const { path } = parsePath(value.value);
  if (path === undefined || (form?.kind !== 'path' && form?.kind !== 'referencePath')) return undefined;
  if (form.kind === 'referencePath' && !isReferencePath(path)) return undefined;
  if (path.root.kind === 'context' && form.context !== true) return undefined;
  return fitsAs(part, { key, value }, name) ? name : undefined;
}

function meantData(part: Part, { name, form }: FieldMeta, value: Node): Data | undefined {
  const text = value.kind === 'string' ? value.value : undefined;
  switch (form.kind) {
    case 'number':
      return text === undefined ? undefined : numberIn(text, form);
    case 'boolean':
    case 'condition':
      return text === undefined ? undefined : BOOLEANS.get(text.trim().toLowerCase());
    case 'true':
      return text?.trim().toLowerCase() === 'true' ? true : undefined;
    case 'name':
      return value.kind === 'number' && isState(part, spelling(value)) ? spelling(value) : undefined;
    case 'text':
    case 'string':
      return value.kind === 'number' && name !== 'Resource' && !isComparison(part) ? spelling(value) : undefined;
    default:
      return undefined;
  }
}

type NumberForm = Extract<FieldMeta['form'], { kind: 'number' }>;

function numberIn(text: string, { min, max, integer }: NumberForm): number | undefined {
  if (!/^\s*-?(?:0|[1-9]\d{0,14})(?:\.\d{1,9})?\s*$/.test(text)) return undefined;
  const number = Number(text);
  return number >= min && number <= max && (!integer || Number.isInteger(number)) ? number : undefined;
}

const BOOLEANS: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['false', false],
]);

/** A number as it is written: the name or version `1.0` is not `1`. */
function spelling(value: Node): string {
  return value.layer.text.slice(value.start, value.end).trim();
}

function isState({ machine }: Part, name: string): boolean {
  return machine.stateByName.has(name);
}

/** A number that a text is compared with may be meant for a comparison of numbers. */
function isComparison({ kind }: Part): boolean {
  return kind === 'choiceRule' || kind === 'nestedChoiceRule';
}
