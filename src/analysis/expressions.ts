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
function ofLastPart<T>(read: (part: Part) => readonly T[]): (part: Part) => readonly T[] {
  let last: { readonly part: Part; readonly found: readonly T[] } | undefined;
  return (part) => {
    if (last?.part !== part) last = { part, found: read(part) };
    return last.found;
  };
}

const NONE: readonly never[] = [];

/** Every string of a JSONata part that the service looks at for delimiters, with or without them. */
export const jsonataTextsOf = ofLastPart((part: Part): readonly ValueString[] => {
  if (part.language !== 'JSONata') return NONE;
  const found: ValueString[] = [];
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || !takesField(meta.languages, 'JSONata')) continue;
    if (PLAIN_FORMS.includes(meta.form.kind) || PART_FORMS.includes(meta.form.kind)) continue;
    addStrings(value, key.value, key, false, found);
  }
  return found;
});

export const jsonataStringsOf = ofLastPart((part: Part): readonly JsonataString[] =>
  jsonataTextsOf(part).flatMap(({ node, field }) => {
    const delimited = readDelimiters(node.value);
    if (delimited.kind !== 'expression' && delimited.kind !== 'empty') return [];
    return [{ node, inner: delimited.inner, isEmpty: delimited.kind === 'empty', field }];
  }),
);

/** Every string of a JSONPath part that is handed on as it is written. */
export function jsonPathTextsOf(part: Part): readonly ValueString[] {
  if (part.language !== 'JSONPath') return NONE;
  const written: ValueString[] = [];
  const inTemplates: ValueString[] = [];
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || !takesField(meta.languages, 'JSONPath')) continue;
    const { kind } = meta.form;
    if (kind === 'any' || kind === 'string') addStrings(value, key.value, key, false, written);
    else if (kind === 'template') addStrings(value, key.value, key, false, inTemplates);
  }
  for (const text of inTemplates) if (!text.key.value.endsWith('.$')) written.push(text);
  return written;
}

/** Adds the strings within a value, in writing order. No generator: this runs for every part of every machine. */
function addStrings(node: Node, field: string, key: StringNode, isOfDefinition: boolean, found: ValueString[]): void {
  switch (node.kind) {
    case 'object': {
      const isInside = isOfDefinition || (node.get('StartAt') !== undefined && node.get('States') !== undefined);
      for (const entry of node.entries) {
        addStrings(entry.value, `${field}.${entry.key.value}`, entry.key, isInside, found);
      }
      return;
    }
    case 'array':
      for (const [i, item] of node.items.entries()) addStrings(item, `${field}[${i}]`, key, isOfDefinition, found);
      return;
    case 'string':
      found.push({ node, field, key, isOfDefinition });
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
export function computedValuesOf(part: Part): readonly ComputedValue[] {
  return templateComputationsOf(part).filter(({ node }) => node.kind !== 'string' && node.kind !== 'unknown');
}

/** What stands under the `.$` keys of the payload templates of a part. */
const templateComputationsOf = ofLastPart((part: Part): readonly ComputedValue[] => {
  if (part.language !== 'JSONPath') return NONE;
  const found: ComputedValue[] = [];
  for (const { key, value, meta } of part.fields) {
    if (meta?.form.kind === 'template' && takesField(meta.languages, 'JSONPath')) {
      addComputations(value, key.value, found);
    }
  }
  return found;
});

function addComputations(node: Node, field: string, found: ComputedValue[]): void {
  if (node.kind === 'array')
    for (const [i, item] of node.items.entries()) addComputations(item, `${field}[${i}]`, found);
  if (node.kind !== 'object') return;
  for (const { key, value } of node.entries) {
    if (key.value.endsWith('.$')) found.push({ node: value, field: `${field}.${key.value}` });
    else if (value.kind === 'object' || value.kind === 'array') addComputations(value, `${field}.${key.value}`, found);
  }
}

/** The paths of a JSONPath part: in its fields, and under the `.$` keys of its payload templates. */
export const pathStringsOf = ofLastPart((part: Part): readonly PathString[] => {
  if (part.language !== 'JSONPath') return NONE;
  const found: PathString[] = [];
  for (const { key, value, meta } of part.fields) {
    if (meta === undefined || value.kind !== 'string' || !takesField(meta.languages, 'JSONPath')) continue;
    const { form } = meta;
    if (form.kind !== 'path' && form.kind !== 'referencePath') continue;
    const takesContext = !NO_CONTEXT.includes(key.value);
    found.push({
      node: value,
      field: key.value,
      kind: form.kind,
      takesIntrinsics: form.intrinsics === true,
      takesContext,
    });
  }
  for (const { node, field } of templateComputationsOf(part)) {
    if (node.kind !== 'string') continue;
    found.push({ node, field, kind: 'path', takesIntrinsics: true, takesContext: true });
  }
  return found;
});
