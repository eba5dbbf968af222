/**
 * Where expressions stand in a machine: every string that the service parses as JSONata or reads as a JSONPath, by the
 * field table. Texts that the service leaves alone (`Comment`, `ErrorEquals`, `Next`, `CSVHeaders`) are not among them.
 */
import { takesField } from '../asl/parts.ts';
import type { Part } from '../asl/parts.ts';
import type { FieldMeta } from '../asl/fields.ts';
import { readDelimiters } from '../expr/jsonata/delimiters.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, StringNode } from '../tree/node.ts';

export interface JsonataString {
  readonly node: StringNode;
  /** What stands between the delimiters, as a range of the string's text. */
  readonly inner: Range;
  readonly isEmpty: boolean;
  /** Where in the part it stands: `Arguments.Body.messages[0].content`. */
  readonly field: string;
}

/** A string of a part, where an expression may stand. */
export interface ValueString {
  readonly node: StringNode;
  /** Where in the part it stands: `Arguments.Body.messages[0].content`. */
  readonly field: string;
  /** The key it stands under, `content`; for a member of a list, that of the list. */
  readonly key: StringNode;
  /** Inside the definition of another state machine, written out as a value. */
  readonly isOfDefinition: boolean;
}

/** Forms whose strings are texts even in a JSONata state. */
const PLAIN_FORMS: readonly FieldMeta['form']['kind'][] = [
  'name',
  'text',
  'choice',
  'action',
  'texts',
  'true',
  'boolean',
];

/** Forms that hold parts, which are walked for themselves. */
const PART_FORMS: readonly FieldMeta['form']['kind'][] = ['part', 'parts', 'states'];

/**
 * A walk shows one part to all rules before it goes on to the next, so that the last answer is the one that is asked for
 * again.
 */
function ofLastPart<T>(read: (part: Part) => Iterable<T>): (part: Part) => readonly T[] {
  let last: { readonly part: Part; readonly found: readonly T[] } | undefined;
  return (part) => {
    if (last?.part !== part) last = { part, found: [...read(part)] };
    return last.found;
  };
}

/** Every string of a JSONata part that the service looks at for delimiters, with or without them. */
export const jsonataTextsOf = ofLastPart(readJsonataTexts);

export const jsonataStringsOf = ofLastPart(readJsonataStrings);

function* readJsonataStrings(part: Part): Generator<JsonataString> {
  for (const { node, field } of jsonataTextsOf(part)) {
    const delimited = readDelimiters(node.value);
    if (delimited.kind !== 'expression' && delimited.kind !== 'empty') continue;
    yield { node, inner: delimited.inner, isEmpty: delimited.kind === 'empty', field };
  }
}

function* readJsonataTexts(part: Part): Generator<ValueString> {
  if (part.language !== 'JSONata') return;
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || !takesField(meta.languages, 'JSONata')) continue;
    if (PLAIN_FORMS.includes(meta.form.kind) || PART_FORMS.includes(meta.form.kind)) continue;
    yield* stringsWithin(value, key.value, key);
  }
}

/** Every string of a JSONPath part that is handed on as it is written. */
export function* jsonPathTextsOf(part: Part): Generator<ValueString> {
  if (part.language !== 'JSONPath') return;
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || !takesField(meta.languages, 'JSONPath')) continue;
    const { kind } = meta.form;
    if (kind === 'any' || kind === 'string') yield* stringsWithin(value, key.value, key);
    else if (kind === 'template') {
      for (const text of stringsWithin(value, key.value, key)) if (!text.key.value.endsWith('.$')) yield text;
    }
  }
}

function* stringsWithin(node: Node, field: string, key: StringNode, isOfDefinition = false): Generator<ValueString> {
  switch (node.kind) {
    case 'object': {
      const isInside = isOfDefinition || (node.get('StartAt') !== undefined && node.get('States') !== undefined);
      for (const entry of node.entries) {
        yield* stringsWithin(entry.value, `${field}.${entry.key.value}`, entry.key, isInside);
      }
      return;
    }
    case 'array':
      for (const [i, item] of node.items.entries()) yield* stringsWithin(item, `${field}[${i}]`, key, isOfDefinition);
      return;
    case 'string':
      yield { node, field, key, isOfDefinition };
      return;
    default:
  }
}

export interface PathString {
  readonly node: StringNode;
  /** Where in the part it stands: `Parameters.Body.messages[0].content.$`. */
  readonly field: string;
  /** What the field takes: any path, or one that names a single place. */
  readonly kind: 'path' | 'referencePath';
  /** Whether an intrinsic function call may stand in its place. */
  readonly takesIntrinsics: boolean;
  /** Whether it may read the context object; of reference paths only those in which the service refuses it say no. */
  readonly takesContext: boolean;
}

/** Map fields in which the service was recorded to refuse the context object. */
const NO_CONTEXT: readonly string[] = [
  'MaxConcurrencyPath',
  'ToleratedFailureCountPath',
  'ToleratedFailurePercentagePath',
  'MaxItemsPath',
  'MaxItemsPerBatchPath',
  'MaxInputBytesPerBatchPath',
];

/** A member of a payload template whose key says that it is computed, and whose value is no text. */
export interface ComputedValue {
  readonly node: Node;
  readonly field: string;
}

/** Values that are not known are not among them. */
export function* computedValuesOf(part: Part): Generator<ComputedValue> {
  if (part.language !== 'JSONPath') return;
  for (const { key, value, meta } of part.fields) {
    if (meta?.form.kind === 'template') yield* computedValues(value, key.value);
  }
}

function* computedValues(node: Node, field: string): Generator<ComputedValue> {
  if (node.kind === 'array')
    for (const [i, item] of node.items.entries()) yield* computedValues(item, `${field}[${i}]`);
  if (node.kind !== 'object') return;
  for (const { key, value } of node.entries) {
    const inner = `${field}.${key.value}`;
    if (!key.value.endsWith('.$')) yield* computedValues(value, inner);
    else if (value.kind !== 'string' && value.kind !== 'unknown') yield { node: value, field: inner };
  }
}

/** The paths of a JSONPath part: in its fields, and under the `.$` keys of its payload templates. */
export const pathStringsOf = ofLastPart(readPathStrings);

function* readPathStrings(part: Part): Generator<PathString> {
  if (part.language !== 'JSONPath') return;
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || !takesField(meta.languages, 'JSONPath')) continue;
    const { form } = meta;
    if (form.kind === 'template') yield* templatePaths(value, key.value);
    else if ((form.kind === 'path' || form.kind === 'referencePath') && value.kind === 'string') {
      const takesContext = !NO_CONTEXT.includes(key.value);
      yield { node: value, field: key.value, kind: form.kind, takesIntrinsics: form.intrinsics === true, takesContext };
    }
  }
}

function* templatePaths(node: Node, field: string): Generator<PathString> {
  if (node.kind === 'array') for (const [i, item] of node.items.entries()) yield* templatePaths(item, `${field}[${i}]`);
  if (node.kind !== 'object') return;
  for (const { key, value } of node.entries) {
    const inner = `${field}.${key.value}`;
    if (!key.value.endsWith('.$')) yield* templatePaths(value, inner);
    else if (value.kind === 'string') {
      yield { node: value, field: inner, kind: 'path', takesIntrinsics: true, takesContext: true };
    }
  }
}
