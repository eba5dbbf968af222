/** Whether a value is of the type that its field takes, by the field table. */
import type { Node } from '../tree/node.ts';
import type { FieldMeta } from './fields.ts';
import type { Part } from './parts.ts';
import { isJsonata } from './payload.ts';

/** What the field takes, when that is not what is written; undefined when it is, or may be. */
export function wantedType({ form }: FieldMeta, value: Node, part: Part): string | undefined {
  const mayBeExpression = part.language !== 'JSONPath' && value.kind === 'string' && isJsonata(value.value);
  switch (form.kind) {
    case 'number':
      return value.kind === 'number' || mayBeExpression ? undefined : 'a number';
    case 'true':
      return value.kind === 'boolean' && value.value ? undefined : 'true';
    case 'condition':
      return isCondition(value, part) ? undefined : 'true, false or an expression';
    case 'path':
    case 'referencePath':
      return wantedPath(value, form.nullable === true);
    case 'parts':
      return value.kind === 'array' ? wantedItems(value.items) : 'a list of objects';
    case 'texts':
      return wantedTexts(value, mayBeExpression);
    case 'items':
      return ['array', 'string', 'object'].includes(value.kind) ? undefined : 'a list or an expression';
    case 'template':
      return form.isObject === true && value.kind !== 'object' ? 'an object' : undefined;
    case 'any':
      return undefined;
    default:
      return wantedPlain(form.kind, value);
  }
}

/** A text without delimiters is no expression and never true; one that lacks only one of them is told elsewhere. */
function isCondition(value: Node, { language }: Part): boolean {
  if (value.kind !== 'string') return value.kind === 'boolean';
  return language !== 'JSONata' || value.value.includes('{%') || value.value.includes('%}');
}

type PlainKind = 'name' | 'text' | 'string' | 'timestamp' | 'choice' | 'action' | 'boolean' | 'states' | 'part';

const PLAIN_TYPES: Readonly<Record<PlainKind, { readonly kind: Node['kind']; readonly wanted: string }>> = {
  name: { kind: 'string', wanted: 'a text' },
  text: { kind: 'string', wanted: 'a text' },
  string: { kind: 'string', wanted: 'a text' },
  timestamp: { kind: 'string', wanted: 'a timestamp' },
  choice: { kind: 'string', wanted: 'a text' },
  action: { kind: 'string', wanted: 'a text' },
  boolean: { kind: 'boolean', wanted: 'true or false' },
  states: { kind: 'object', wanted: 'an object' },
  part: { kind: 'object', wanted: 'an object' },
};

function wantedPlain(form: PlainKind, value: Node): string | undefined {
  const { kind, wanted } = PLAIN_TYPES[form];
  return value.kind === kind ? undefined : wanted;
}

function wantedPath(value: Node, isNullable: boolean): string | undefined {
  if (value.kind === 'string' || (isNullable && value.kind === 'null')) return undefined;
  return isNullable ? 'a path or null' : 'a path';
}

function wantedItems(items: readonly Node[]): string | undefined {
  return items.every(({ kind }) => kind === 'object' || kind === 'unknown') ? undefined : 'a list of objects';
}

function wantedTexts(value: Node, mayBeExpression: boolean): string | undefined {
  if (mayBeExpression) return undefined;
  const isList = value.kind === 'array' && value.items.every(({ kind }) => kind === 'string' || kind === 'unknown');
  return isList ? undefined : 'a list of texts';
}

/** A list that is to have an entry, and has none. */
export function isEmptyList({ name, form }: FieldMeta, value: Node): boolean {
  if (value.kind !== 'array' || value.items.length > 0) return false;
  return (form.kind === 'parts' && form.minItems > 0) || name === 'ErrorEquals';
}
