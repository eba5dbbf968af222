/** `TaskInput`: a text, an object, or a path, as the value of a parameter. */
import type { Entry, Node, Place } from '../../tree/node.ts';
import { handedOver } from './edit/handed-over.ts';
import { fieldEntry } from './fields.ts';
import { jsonPathText } from './json-path.ts';
import { keyNode, textNode, unknownAt, valueNode } from './nodes.ts';
import type { Value } from './values.ts';

const FROM = /^aws-stepfunctions\.TaskInput\.from(Text|Object|JsonPathAt|DataAt|ContextAt)$/;

/** What an input holds, and whether it is a path; undefined when it is not known. */
export function inputOf(value: Value): { readonly value: Value; readonly isPath: boolean } | undefined {
  const form = value.kind === 'made' ? FROM.exec(value.path)?.[1] : undefined;
  const inner = value.kind === 'made' ? value.arguments[0] : undefined;
  if (form === undefined || inner === undefined) return undefined;
  return { value: inner, isPath: form.endsWith('At') };
}

/** In an object in which CDK looks for paths. */
export function inputEntry(name: string, place: Place, input: Value): Entry {
  const from = inputOf(input);
  const unknown = { key: keyNode(name, place), value: unknownAt(input.place, 'an input that is not known here', true) };
  if (from === undefined) return unknown;
  if (from.isPath) {
    const path = from.value.kind === 'text' ? from.value : jsonPathText(from.value);
    if (path === undefined) return unknown;
    return { key: keyNode(`${name}.$`, place), value: textNode(path) };
  }
  const entry = fieldEntry(name, place, from.value);
  return entry === undefined ? unknown : { ...entry, value: handedOver(entry.value, { call: input.place, index: 0 }) };
}

/** As a value of its own, where a path is a text. */
export function inputNode(input: Value): Node {
  const from = inputOf(input);
  const node = from === undefined ? undefined : valueNode(from.value);
  if (node === undefined) return unknownAt(input.place, 'an input', true);
  return handedOver(node, { call: input.place, index: 0 });
}
