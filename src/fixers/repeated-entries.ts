/** Takes out entries that say the same as an earlier one of their name, letter by letter. */
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Fix } from './fix.ts';

/** A plan where they differ: which of them was meant is not known. */
export function withoutRepeats(object: ObjectNode, [first, ...others]: readonly StringNode[], plan: string): Fix {
  const values = new Map(object.entries.map(({ key, value }) => [key, value]));
  const kept = first && values.get(first);
  const isSame = kept !== undefined && others.every((key) => isWrittenAlike(kept, values.get(key)));
  if (!isSame) return { title: plan, safety: 'plan', edits: [] };
  const name = first?.value ?? '';
  return {
    title: `Remove the second ${name}`,
    safety: 'safe',
    edits: others.map((key) => edit.removeEntry(object, key)),
  };
}

function isWrittenAlike(a: Node, b: Node | undefined): boolean {
  return b !== undefined && a.anchor === undefined && b.anchor === undefined && written(a) === written(b);
}

function written({ layer, start, end }: Node): string {
  return layer.text.slice(start, end).trimEnd();
}
