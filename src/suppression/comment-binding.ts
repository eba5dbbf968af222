/**
 * Binds comments to nodes: which node follows a comment, so that a suppression holds for it and what is inside it,
 * wherever lines break. Works on the trees as they were read, before anything in them is resolved.
 *
 * - A comment on the line of a key, before its value, speaks of that entry; one below the key of the first entry of it.
 * - A comment behind the dash of a YAML item speaks of the item; one on the line after it of the first entry of it.
 * - A comment before a closing bracket has nothing that follows it.
 */
import type { Range } from '../text/source-file.ts';
import type { Entry, Node, Place } from '../tree/node.ts';
import { IntervalIndex } from './interval-index.ts';

interface Bindable extends Range {
  /** Of an item that is written behind a dash: where the text before it begins, which holds the dash. */
  readonly after?: number;
}

/** The stretch from a key to its value, in which a comment may stand. */
interface Gap extends Range {
  readonly entry: Range;
  readonly hasBlockValue: boolean;
}

/** Where the nodes of one text begin and end. */
export class NodeMap {
  readonly #text: string;
  readonly #bindable = new IntervalIndex<Bindable>();
  readonly #gaps = new IntervalIndex<Gap>();
  readonly #brackets = new IntervalIndex<Range>();
  readonly #dashes = new Map<number, number>();

  constructor(text: string, roots: readonly Node[]) {
    this.#text = text;
    for (const root of roots) {
      if (this.#isBracket(root)) this.#bindable.add({ start: root.start, end: root.end });
      this.#addChildren(root);
    }
  }

  /** The range of the node that a comment speaks of; undefined when none follows it. */
  after(comment: Range): Range | undefined {
    const gap = this.#gaps.innermost(comment);
    if (gap !== undefined && (!gap.hasBlockValue || !this.#hasLineBreak(gap.start, comment.start))) return gap.entry;
    const [next, inner] = this.#bindable.following(comment.end, 2);
    if (next === undefined) return undefined;
    const bracket = this.#brackets.innermost(comment);
    if (bracket !== undefined && next.start >= bracket.end) return undefined;
    if (!this.#isBelowDash(comment, next)) return next;
    return inner !== undefined && inner.start === next.start ? inner : next;
  }

  #addChildren(node: Node): void {
    // What an alias repeats is written elsewhere.
    if (node.anchor !== undefined) return;
    const written = untagged(node);
    if (written.kind !== 'object' && written.kind !== 'array') return;
    const isBracket = this.#isBracket(written);
    if (isBracket) this.#brackets.add({ start: written.start, end: written.end });
    if (written.kind === 'object') {
      for (const entry of written.entries) this.#addEntry(entry);
      return;
    }
    let after = written.start;
    for (const item of written.items) {
      this.#bindable.add({ start: item.start, end: item.end, ...(isBracket ? {} : { after }) });
      this.#addChildren(item);
      after = item.end;
    }
  }

  #addEntry({ key, value }: Entry): void {
    // The entries of a merge key are placed where the key names them, all at the same place.
    const entry = { start: key.start, end: Math.max(key.end, value.end) };
    this.#bindable.add(entry);
    const written = untagged(value);
    const isCollection = written.anchor === undefined && (written.kind === 'object' || written.kind === 'array');
    // The header of a YAML block scalar may end in a comment, which lies within the scalar.
    const end = isCollection ? written.start : written.end;
    if (end > key.end) {
      const hasBlockValue = isCollection && !this.#isBracket(written);
      this.#gaps.add({ start: key.end, end, entry, hasBlockValue });
    }
    this.#addChildren(value);
  }

  #isBracket({ start }: Place): boolean {
    const first = this.#text[start];
    return first === '{' || first === '[';
  }

  #hasLineBreak(from: number, to: number): boolean {
    return /[\n\r]/.test(this.#text.slice(from, to));
  }

  /** Whether a comment stands on a line of its own between the dash of an item and what the item holds. */
  #isBelowDash(comment: Range, item: Bindable): boolean {
    if (item.after === undefined || comment.start < this.#dashOf(item, item.after)) return false;
    const lineStart = this.#text.lastIndexOf('\n', comment.start - 1) + 1;
    return this.#text.slice(lineStart, comment.start).trim() === '';
  }

  /** Looked for once, however many comments stand around it. */
  #dashOf(item: Bindable, after: number): number {
    let dash = this.#dashes.get(item.start);
    if (dash === undefined) {
      dash = after;
      for (const match of this.#text.slice(after, item.start).matchAll(/#[^\n\r]*|-(?=\s)/g)) {
        if (match[0] === '-') dash = after + match.index;
      }
      this.#dashes.set(item.start, dash);
    }
    return dash;
  }
}

/** The value under a YAML tag such as `!If`. */
function untagged(node: Node): Node {
  if (node.kind !== 'object' || node.tag === undefined) return node;
  return node.entries[0]?.value ?? node;
}
