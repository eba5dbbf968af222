/** Rebuilds a tree with some of its scalar values replaced; keeps every node under which nothing changes. */
import { arrayNode, withEntries } from './node.ts';
import type { ArrayNode, Entry, Node, ObjectNode } from './node.ts';

type Scalar = Exclude<Node, ObjectNode | ArrayNode>;

export function mapValues(node: Node, replace: (value: Scalar) => Node): Node {
  switch (node.kind) {
    case 'object':
      return mapObject(node, replace);
    case 'array': {
      const items = node.items.map((item) => mapValues(item, replace));
      return items.every((item, i) => item === node.items[i]) ? node : arrayNode(node, items);
    }
    default:
      return replace(node);
  }
}

function mapObject(node: ObjectNode, replace: (value: Scalar) => Node): ObjectNode {
  const entries = node.entries.map((entry): Entry => {
    const value = mapValues(entry.value, replace);
    return value === entry.value ? entry : { key: entry.key, value };
  });
  return entries.every((entry, i) => entry === node.entries[i]) ? node : withEntries(node, entries);
}
