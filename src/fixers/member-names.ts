/** New names for members of the parameters of a call. */
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';

export interface NewName {
  readonly key: StringNode;
  readonly name: string;
}

/** Undefined where a new name is there already, in whatever case, or two members would get the same one. */
export function renameMembers(root: Node, wanted: readonly NewName[]): readonly Intent[] | undefined {
  if (wanted.length === 0) return [];
  const owners = ownersOfKeys(root);
  const taken = new Map<ObjectNode, Set<string>>();
  for (const { key, name } of wanted) {
    const owner = owners.get(key);
    if (owner === undefined) return undefined;
    const names = taken.get(owner) ?? new Set<string>();
    taken.set(owner, names);
    const plain = plainName(name);
    const isTaken = owner.entries.some((entry) => entry.key !== key && plainName(entry.key.value) === plain);
    if (isTaken || names.has(plain)) return undefined;
    names.add(plain);
  }
  return wanted.map(({ key, name }) => edit.rename(key, name));
}

function ownersOfKeys(root: Node): ReadonlyMap<StringNode, ObjectNode> {
  const owners = new Map<StringNode, ObjectNode>();
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'array') for (const item of node.items) waiting.push(item);
    if (node.kind !== 'object') continue;
    for (const { key, value } of node.entries) {
      owners.set(key, node);
      waiting.push(value);
    }
  }
  return owners;
}

/** A name and the same one with a path behind it stand for one member. */
function plainName(key: string): string {
  return key.replace(/\.\$$/, '').toLowerCase();
}
