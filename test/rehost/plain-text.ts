/** Which part of a definition a range of its plain JSON text is, read with `jsonc-parser` and an own string decoder. */
import { findNodeAtLocation, parseTree } from 'jsonc-parser';
import type { Node } from 'jsonc-parser';
import type { Span } from './encoding.ts';
import type { MarkedPart } from './written.ts';

export function markedPart(text: string, pointer: string, marked: Span): MarkedPart {
  const root = parseTree(text);
  const value = root === undefined ? undefined : nodeAt(root, pointer);
  if (value === undefined) throw new TypeError(`${pointer} leads nowhere`);
  const key = value.parent?.type === 'property' ? value.parent.children?.[0] : undefined;
  if (key !== undefined && covers(key, marked)) return { pointer, part: 'key' };
  if (covers(value, marked)) return { pointer, part: 'value' };
  if (value.type !== 'string') throw new TypeError(`what is marked at ${pointer} is no key, value or text`);
  return { pointer, part: unitsOf(text, value, marked) };
}

/** One step at a time: whether digits are an index or a key is for the node they are looked up in to say. */
function nodeAt(root: Node, pointer: string): Node | undefined {
  let node: Node | undefined = root;
  for (const part of pointer.split('/').slice(1)) {
    if (node === undefined) return undefined;
    const key = part.replaceAll('~1', '/').replaceAll('~0', '~');
    node = findNodeAtLocation(node, [node.type === 'array' ? Number(key) : key]);
  }
  return node;
}

function covers(node: Node, { start, end }: Span): boolean {
  return node.offset === start && node.offset + node.length === end;
}

/** The range of the decoded string that a range of its literal stands for. */
function unitsOf(text: string, node: Node, marked: Span): Span {
  const starts: number[] = [];
  let at = node.offset + 1;
  const close = node.offset + node.length - 1;
  while (at < close) {
    starts.push(at);
    at += text[at] !== '\\' ? 1 : text[at + 1] === 'u' ? 6 : 2;
  }
  const start = starts.indexOf(marked.start);
  const end = marked.end === close ? starts.length : starts.indexOf(marked.end);
  if (start < 0 || end < 0) throw new TypeError('a range of a string begins or ends inside an escape');
  return { start, end };
}
