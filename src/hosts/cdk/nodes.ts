/**
 * From values to nodes of the tree. A node is placed where its value is written. Objects that CDK looks for paths in
 * (`fieldsNode`) write those under a name that ends in `.$`; elsewhere a path is a text like any other.
 */
import { hasPlaceholder } from '../../text/placeholders.ts';
import { arrayNode, booleanNode, nullNode, numberNode, objectNode, stringNode, unknownNode } from '../../tree/node.ts';
import type { Entry, Node, Place, StringNode } from '../../tree/node.ts';
import type { NameSyntax } from '../../tree/syntax.ts';
import { LiteralSyntax } from './edit/literal-syntax.ts';
import { constantText } from './enums.ts';
import { isDiscard, isJsonPath, jsonPathText } from './json-path.ts';
import { referenceOf } from './resources.ts';
import { addedTemplate, addedText, holeLayer } from './texts.ts';
import type { ListValue, Member, RecordValue, TextValue, UnknownValue, Value } from './values.ts';

const LITERAL = new LiteralSyntax();

/** A name that CDK writes for an option, placed at the option. */
export function keyNode(name: string, place: Place, naming?: NameSyntax): StringNode {
  return stringNode(place, name, { kind: 'elsewhere' }, naming);
}

export function textNode(text: TextValue, place: Place = text.place): Node {
  const { layer } = text;
  const content = { kind: 'layer', layer } as const;
  if (layer.holes.length === 0 && !hasPlaceholder(layer.text)) return stringNode(place, layer.text, content);
  const why = layer.holes.length === 0 ? 'placeholder' : 'text with parts that are known at deployment only';
  return unknownNode(place, why, { template: layer.text, text: content });
}

/** The name of a method, as far as it is written behind what it is called on. */
export function methodPlace(callee: Place, method: string): Place {
  const { layer, end } = callee;
  const start = end - method.length;
  return layer.text.slice(start, end) === method ? { layer, start, end } : callee;
}

/** A value that CDK adds; `place` is what it comes from. */
export function addedNode(value: string | number | boolean, place: Place): Node {
  if (typeof value === 'number') return numberNode(place, value);
  if (typeof value === 'boolean') return booleanNode(place, value);
  return textNode(value.includes('${') ? addedTemplate(value, place) : addedText(value, place));
}

export function unknownAt(place: Place, why: string, mayBeAbsent = false): Node {
  return unknownNode(place, why, { bare: true, mayBeAbsent });
}

/** Undefined for a value that is left out. */
export function valueNode(value: Value): Node | undefined {
  return nodeOf(value, 'plain');
}

/** The same in an object in which CDK looks for paths. */
export function fieldsNode(value: Value): Node | undefined {
  return nodeOf(value, 'fields');
}

type Form = 'plain' | 'fields';

function nodeOf(value: Value, form: Form): Node | undefined {
  const { place } = value;
  switch (value.kind) {
    case 'text':
      return textNode(value);
    case 'number':
      return numberNode(place, value.value);
    case 'boolean':
      return booleanNode(place, value.value);
    case 'null':
      return form === 'plain' ? nullNode(place) : undefined;
    case 'undefined':
    case 'function':
    case 'class':
      return undefined;
    case 'record':
      return recordNode(value, form);
    case 'list':
      return listNode(value, form);
    case 'unknown':
      return unknownValueNode(value);
    case 'library': {
      if (isDiscard(value)) return nullNode(place);
      const text = constantText(value.path);
      if (text !== undefined) return textNode(addedText(text, place));
      return madeNode(value, form);
    }
    case 'made':
      return madeNode(value, form);
    default:
      return unknownAt(place, 'a value that is not a part of a definition');
  }
}

function madeNode(value: Extract<Value, { kind: 'made' | 'library' }>, form: Form): Node | undefined {
  const path = jsonPathText(value);
  if (path !== undefined) return textNode(path);
  if (value.kind === 'made' && value.path === 'global.JSON.stringify') return jsonTextNode(value, form);
  const name = value.path.slice(value.path.lastIndexOf('.') + 1);
  return unknownAt(value.place, `result of ${name}`);
}

function unknownValueNode(value: UnknownValue): Node {
  const { why, label, isPresent, place } = value;
  const layer = holeLayer(label, place);
  return unknownNode(place, why, {
    template: layer.text,
    bare: !isPresent,
    mayBeAbsent: !isPresent,
    reference: referenceOf(value),
    text: { kind: 'layer', layer },
  });
}

function recordNode(record: RecordValue, form: Form): Node {
  const entries: Entry[] = [];
  for (const [name, member] of record.members) {
    const entry = memberEntry(name, member, form);
    if (entry !== undefined) entries.push(entry);
  }
  return objectNode({ ...record.place, syntax: LITERAL }, entries, undefined, record.isOpen);
}

function memberEntry(name: string, { key, value }: Member, form: Form): Entry | undefined {
  if (form === 'fields' && isJsonPath(value)) return pathEntry(name, key, value);
  const node = nodeOf(value, form);
  if (node === undefined) return undefined;
  return { key: stringNode(key.place, name, { kind: 'layer', layer: key.layer }), value: node };
}

/** `name.$`, with a path as value. */
function pathEntry(name: string, key: TextValue, value: Value): Entry {
  const path = jsonPathText(value);
  return {
    key: stringNode(key.place, `${name}.$`, { kind: 'elsewhere' }),
    value: path === undefined ? unknownAt(value.place, 'a path that is not known here') : textNode(path),
  };
}

function listNode(list: ListValue, form: Form): Node {
  if (list.isOpen) return unknownAt(list.place, 'a list that is not known here');
  const items = list.items.flatMap((item) => {
    if (form === 'fields' && isJsonPath(item)) return [unknownAt(item.place, 'a path in a list')];
    const node = nodeOf(item, form);
    return node === undefined ? [] : [node];
  });
  return arrayNode({ ...list.place, syntax: LITERAL }, items);
}

/** The text that `JSON.stringify` makes of what is known through and through. */
function jsonTextNode(value: Extract<Value, { kind: 'made' }>, form: Form): Node {
  const [argument, replacer, space] = value.arguments;
  const node =
    argument === undefined || replacer !== undefined || space !== undefined ? undefined : nodeOf(argument, form);
  const plain = node === undefined ? undefined : plainOf(node);
  if (plain === undefined) return unknownAt(value.place, 'text of JSON with parts that are not known here');
  return textNode(addedText(JSON.stringify(plain.value), value.place));
}

function plainOf(node: Node): { readonly value: unknown } | undefined {
  switch (node.kind) {
    case 'unknown':
      return undefined;
    case 'null':
      return { value: null };
    case 'array': {
      const items = node.items.map(plainOf);
      return items.includes(undefined) ? undefined : { value: items.map((item) => item?.value) };
    }
    case 'object': {
      const members = node.entries.map(({ key, value }) => [key.value, plainOf(value)] as const);
      if (node.isOpen || members.some(([, value]) => value === undefined)) return undefined;
      return { value: Object.fromEntries(members.map(([key, value]) => [key, value?.value])) };
    }
    default:
      return { value: node.value };
  }
}
