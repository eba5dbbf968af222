/** Trees as plain data, and the texts that their nodes are written with, for tests of the readers. */
import { readJson } from '../../src/hosts/json/read.ts';
import { readYaml } from '../../src/hosts/yaml/read.ts';
import { FileLayer } from '../../src/text/layer.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import { spanOf } from '../../src/tree/node.ts';
import type { Node, ObjectNode, Place, StringNode, UnknownNode } from '../../src/tree/node.ts';

export function layerOf(text: string, path = 'test'): FileLayer {
  return new FileLayer(new SourceFile(path, text));
}

/** Plain data that keeps the order and number of members, and tells what is not known. */
export type Plain =
  | { readonly object: readonly (readonly [string, Plain])[] }
  | { readonly array: readonly Plain[] }
  | { readonly unknown: string | undefined }
  | string
  | number
  | boolean
  | null;

export function plain(node: Node): Plain {
  switch (node.kind) {
    case 'object':
      return { object: node.entries.map(({ key, value }) => [key.value, plain(value)] as const) };
    case 'array':
      return { array: node.items.map(plain) };
    case 'null':
      return null;
    case 'unknown':
      return { unknown: node.template };
    default:
      return node.value;
  }
}

/** The tree as the value that `JSON.parse` would give: a text with placeholders is that text. */
export function valueOf(node: Node): unknown {
  switch (node.kind) {
    case 'object': {
      const value = {};
      for (const { key, value: member } of node.entries) define(value, key.value, valueOf(member));
      return value;
    }
    case 'array':
      return node.items.map(valueOf);
    case 'null':
      return null;
    case 'unknown':
      return node.template;
    default:
      return node.value;
  }
}

/** Sets a member whatever it is called, `__proto__` too. */
export function define(target: object, name: string, value: unknown): void {
  Object.defineProperty(target, name, { value, enumerable: true, configurable: true, writable: true });
}

export interface Problem {
  readonly message: string;
  readonly start: number;
  readonly end: number;
}

export function jsonProblem(text: string): Problem | undefined {
  const { problem } = readJson(layerOf(text));
  return problem === undefined ? undefined : { message: problem.message, ...problem.range };
}

export function yamlProblem(text: string): Problem | undefined {
  const { problem } = readYaml(layerOf(text));
  return problem === undefined ? undefined : { message: problem.message, ...problem.range };
}

export function jsonTree(text: string): Node {
  const reading = readJson(layerOf(text));
  if (reading.problem !== undefined) throw new Error(`${reading.problem.message} in ${text}`);
  return reading.root;
}

export function yamlTrees(text: string): readonly Node[] {
  const reading = readYaml(layerOf(text));
  if (reading.problem !== undefined) throw new Error(`${reading.problem.message} in ${text}`);
  return reading.roots;
}

export function yamlTree(text: string): Node {
  const roots = yamlTrees(text);
  if (roots.length !== 1) throw new Error(`${roots.length} documents in ${text}`);
  return roots[0]!;
}

/** The node at a path of keys and indexes. */
export function nodeAt(root: Node, ...path: readonly (string | number)[]): Node {
  let node: Node | undefined = root;
  for (const step of path) {
    if (node?.kind === 'array' && typeof step === 'number') node = node.items[step];
    else if (node?.kind === 'object' && typeof step === 'string') node = node.get(step);
    else throw new Error(`no ${step} in a ${node?.kind}`);
  }
  if (node === undefined) throw new Error(`nothing at ${path.join('.')}`);
  return node;
}

export function objectAt(root: Node, ...path: readonly (string | number)[]): ObjectNode {
  const node = nodeAt(root, ...path);
  if (node.kind !== 'object') throw new Error(`a ${node.kind} at ${path.join('.')}`);
  return node;
}

export function textAt(root: Node, ...path: readonly (string | number)[]): StringNode | UnknownNode {
  const node = nodeAt(root, ...path);
  if (node.kind !== 'string' && node.kind !== 'unknown') throw new Error(`a ${node.kind} at ${path.join('.')}`);
  return node;
}

/** The characters of the file that a node is written with. */
export function written(place: Place): string {
  const { file, start, end } = spanOf(place);
  return file.text.slice(start, end);
}

/** The characters of the file that a part of a node's text is written with, and whether that is exact. */
export function writtenPart(node: StringNode | UnknownNode, part: string): { text: string; exact: boolean } {
  const content = node.content();
  const start = content?.text.indexOf(part) ?? -1;
  if (content === undefined || start < 0) throw new Error(`not in the text: ${part}`);
  const span = content.toHost({ start, end: start + part.length });
  return { text: span.file.text.slice(span.start, span.end), exact: span.exact };
}

/** Every value and key of a tree, outermost first. */
export function* nodesIn(root: Node): Generator<{ readonly node: Node; readonly isKey: boolean }> {
  yield { node: root, isKey: false };
  if (root.kind === 'array') for (const item of root.items) yield* nodesIn(item);
  if (root.kind !== 'object') return;
  for (const { key, value } of root.entries) {
    yield { node: key, isKey: true };
    yield* nodesIn(value);
  }
}
