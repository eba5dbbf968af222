/** Follows a JSON pointer through a tree of nodes, by its own reading of RFC 6901. */
import type { Entry, Node, StringNode } from '../../src/tree/node.ts';

export interface Found {
  /** The key that the value stands under; absent for the root and for items of a list. */
  readonly key: StringNode | undefined;
  readonly value: Node;
}

export function lookUp(root: Node, pointer: string): Found | undefined {
  if (pointer === '') return { key: undefined, value: root };
  if (!pointer.startsWith('/')) return undefined;
  let found: Found | undefined = { key: undefined, value: root };
  for (const part of pointer.slice(1).split('/')) {
    found = step(found.value, part.replaceAll('~1', '/').replaceAll('~0', '~'));
    if (found === undefined) return undefined;
  }
  return found;
}

function step(node: Node, name: string): Found | undefined {
  if (node.kind === 'object') return node.entries.findLast(({ key }: Entry) => key.value === name);
  const item = node.kind === 'array' && /^(?:0|[1-9]\d*)$/.test(name) ? node.items[Number(name)] : undefined;
  return item === undefined ? undefined : { key: undefined, value: item };
}
