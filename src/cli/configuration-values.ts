/** Reads values of a configuration file as what they are to be; anything else is an error of usage with its place. */
import type { Entry, Node, ObjectNode } from '../tree/node.ts';
import { configurationError } from './configuration-file.ts';
import { suggestion } from './options.ts';

type Fields<Name extends string> = Partial<Readonly<Record<Name, Entry>>>;

/** The entries of an object by name, each of which is among the known ones. */
export function fieldsOf<Name extends string>(node: Node, known: readonly Name[], what: string): Fields<Name> {
  const found: Partial<Record<Name, Entry>> = {};
  for (const entry of objectOf(node, what).entries) {
    const name = known.find((candidate) => candidate === entry.key.value);
    if (name === undefined) {
      const { value } = entry.key;
      throw configurationError(entry.key, `${what} takes no ${value}${suggestion(value, known)}`);
    }
    found[name] = entry;
  }
  return found;
}

export function objectOf(node: Node, what: string): ObjectNode {
  if (node.kind === 'object') return node;
  throw configurationError(node, `an object is wanted for ${what}`);
}

export function oneOf<T extends string>({ key, value }: Entry, allowed: readonly T[]): T {
  const text = wordOf(value);
  const found = allowed.find((candidate) => candidate === text);
  if (found !== undefined) return found;
  throw configurationError(value, `${key.value} takes ${allowed.join(', ')}${suggestion(text, allowed)}`);
}

/** In YAML `off` may be read as a boolean: the word counts as it is written. */
export function wordOf(value: Node): string {
  return value.kind === 'string' ? value.value : value.layer.text.slice(value.start, value.end);
}

export function wholeNumber({ key, value }: Entry, least: number): number {
  if (value.kind === 'number' && Number.isSafeInteger(value.value) && value.value >= least) return value.value;
  throw configurationError(value, `${key.value} takes a whole number from ${least} on`);
}

export function textOf(node: Node, name: string): string {
  if (node.kind === 'string') return node.value;
  throw configurationError(node, `${name} takes a text`);
}

export function textsOf(node: Node, name: string): readonly string[] {
  const fault = configurationError(node, `${name} takes a list of texts`);
  if (node.kind !== 'array') throw fault;
  return node.items.map((item) => {
    if (item.kind !== 'string') throw fault;
    return item.value;
  });
}
