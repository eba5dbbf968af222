/** JSON pointers (RFC 6901) into a tree. */
import type { Node, Place } from './node.ts';

export function escapePointer(name: string): string {
  return name.replaceAll('~', '~0').replaceAll('/', '~1');
}

/** The pointer from `root` to the value or key `target`, or undefined when it is not in that tree. */
export function pointerTo(root: Node, target: Place): string | undefined {
  if (root === target) return '';
  if (root.kind === 'array') {
    for (const [i, item] of root.items.entries()) {
      const rest = pointerTo(item, target);
      if (rest !== undefined) return `/${i}${rest}`;
    }
  }
  if (root.kind === 'object') {
    for (const { key, value } of root.entries) {
      const rest = key === target ? '' : pointerTo(value, target);
      if (rest !== undefined) return `/${escapePointer(key.value)}${rest}`;
    }
  }
  return undefined;
}
