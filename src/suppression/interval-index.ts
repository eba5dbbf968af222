/**
 * Ranges of one text, asked for the innermost one that holds a stretch. Ranges may nest and overlap. An answer takes
 * the depth of the nesting, not the number of ranges.
 */
import type { Range } from '../text/source-file.ts';

const NONE = -1;

export class IntervalIndex<Item extends Range> {
  readonly #items: Item[] = [];
  /** For each item the nearest one before it that ends later. */
  #enclosing: number[] = [];
  #isSorted = true;

  add(item: Item): void {
    this.#items.push(item);
    this.#isSorted = false;
  }

  /** The one that begins last of those that hold `range`; of equal ones the last added. */
  innermost(range: Range): Item | undefined {
    this.#sort();
    for (let i = this.#lastStartingBy(range.start); i !== NONE; i = this.#enclosing[i] ?? NONE) {
      const item = this.#items[i];
      if (item !== undefined && item.end >= range.end) return item;
    }
    return undefined;
  }

  /** Those that begin at `offset` or later, in the order of the text, outer ones first; at most `count`. */
  following(offset: number, count: number): readonly Item[] {
    this.#sort();
    const first = this.#lastStartingBy(offset - 1) + 1;
    return this.#items.slice(first, first + count);
  }

  #sort(): void {
    if (this.#isSorted) return;
    this.#isSorted = true;
    this.#items.sort((a, b) => a.start - b.start || b.end - a.end);
    this.#enclosing = [];
    for (const [i, item] of this.#items.entries()) {
      let outer = i - 1;
      // What ends no later than this one holds nothing that this one does not reach.
      while (outer !== NONE && (this.#items[outer]?.end ?? 0) <= item.end) outer = this.#enclosing[outer] ?? NONE;
      this.#enclosing.push(outer);
    }
  }

  #lastStartingBy(offset: number): number {
    let low = 0;
    let high = this.#items.length;
    while (low < high) {
      const middle = (low + high) >> 1;
      if ((this.#items[middle]?.start ?? 0) <= offset) low = middle + 1;
      else high = middle;
    }
    return low - 1;
  }
}
