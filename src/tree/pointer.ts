/** JSON pointers (RFC 6901) into a tree. */
import type { Node, Place } from './node.ts';

export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/**
 * The pointer from `root` to the value or key `target`, or undefined when it is not in that tree. A value that resolving
 * put in place of another is found by its place.
 */
export function pointerTo(root: Node, target: Place): string | undefined {
  return findPointer(root, (place) => place === target) ?? findPointer(root, (place) => isSamePlace(place, target));
}

function isSamePlace(a: Place, b: Place): boolean {
  return a.layer === b.layer && a.start === b.start && a.end === b.end;
}

function findPointer(root: Node, isTarget: (place: Place) => boolean): string | undefined {
  if (isTarget(root)) return '';
  if (root.kind === 'array') {
    for (const [i, item] of root.items.entries()) {
      const rest = findPointer(item, isTarget);
      if (rest !== undefined) return `/${i}${rest}`;
    }
  }
  if (root.kind === 'object') {
    for (const { key, value } of root.entries) {
      const rest = isTarget(key) ? '' : findPointer(value, isTarget);
      if (rest !== undefined) return `/${escapePointer(key.value)}${rest}`;
    }
  }
  return undefined;
}

/** What a pointer leads to from `root`; of several entries with one name, the last. */
export function nodeAt(root: Node, pointer: string): Node | undefined {
  let node: Node | undefined = root;
  for (const step of pointer.split('/').slice(1)) {
    const name = step.replaceAll('~1', '/').replaceAll('~0', '~');
    if (node?.kind === 'object') node = node.get(name);
    else if (node?.kind === 'array') node = node.items[Number(name)];
    else return undefined;
  }
  return node;
}
