/** The one known name that a misspelt one is near to: case, a letter or two. */

/** Undefined when none is near, or several are equally near. */
export function nearName(name: string, known: Iterable<string>): string | undefined {
  return nearest(name, known)?.name;
}

/**
 * The same where no other known name is near at all, so that it can be written without asking: one that differs by case
 * alone, or else the only one that a letter or two lead to.
 */
export function onlyNearName(name: string, known: Iterable<string>): string | undefined {
  const near = nearest(name, known);
  return near?.isOnly === true ? near.name : undefined;
}

interface Nearest {
  readonly name: string;
  readonly isOnly: boolean;
}

function nearest(name: string, known: Iterable<string>): Nearest | undefined {
  const limit = limitOf(name);
  const lower = name.toLowerCase();
  let best: string | undefined;
  let bestDistance = limit + 1;
  let isTied = false;
  let count = 0;
  for (const candidate of known) {
    const distance = candidate.toLowerCase() === lower ? 0 : editDistance(name, candidate, limit);
    if (distance > limit) continue;
    count += 1;
    if (distance > bestDistance) continue;
    isTied = distance === bestDistance;
    bestDistance = distance;
    best = candidate;
  }
  if (best === undefined || isTied) return undefined;
  return { name: best, isOnly: count === 1 || bestDistance === 0 };
}

/** How many characters of a name may be wrong. */
function limitOf(name: string): number {
  return Math.min(2, Math.floor(name.length / 3));
}

/**
 * `nearName` for many names that are looked up among the same known ones. Only known names of about the same length are
 * compared, a name asked for again is answered from memory, and after `maxComparisons` no name is near any more, so that
 * the time does not grow with the product of both.
 */
export class NearNames {
  readonly #byLength = new Map<number, string[]>();
  readonly #answers = new Map<string, Nearest | undefined>();
  #comparisonsLeft: number;

  constructor(known: Iterable<string>, maxComparisons: number) {
    this.#comparisonsLeft = maxComparisons;
    for (const name of known) {
      const sameLength = this.#byLength.get(name.length);
      if (sameLength === undefined) this.#byLength.set(name.length, [name]);
      else sameLength.push(name);
    }
  }

  near(name: string): string | undefined {
    return this.#nearest(name)?.name;
  }

  /** As `onlyNearName`. */
  onlyNear(name: string): string | undefined {
    const near = this.#nearest(name);
    return near?.isOnly === true ? near.name : undefined;
  }

  #nearest(name: string): Nearest | undefined {
    if (!this.#answers.has(name)) this.#answers.set(name, this.#compare(name));
    return this.#answers.get(name);
  }

  #compare(name: string): Nearest | undefined {
    // A letter may have another length in the other case, so names that differ by case alone differ in length by a few.
    const reach = 2;
    const candidates: (readonly string[])[] = [];
    for (let length = name.length - reach; length <= name.length + reach; length++) {
      candidates.push(this.#byLength.get(length) ?? []);
    }
    const count = candidates.reduce((sum, { length }) => sum + length, 0);
    if (count > this.#comparisonsLeft) return undefined;
    this.#comparisonsLeft -= count;
    return nearest(name, candidates.flat());
  }
}

/** Insertions, removals, replacements and swaps of neighbours; anything above `limit` counts as one more than it. */
function editDistance(from: string, to: string, limit: number): number {
  const tooFar = limit + 1;
  if (Math.abs(from.length - to.length) > limit) return tooFar;
  let rows: DistanceRows = { last: Array.from({ length: to.length + 1 }, (_, i) => i), beforeLast: [], least: 0 };
  for (let i = 1; i <= from.length; i++) {
    const next = nextRow(from, to, i, limit, rows);
    // A swap reaches back over one row, so two rows must be too far.
    if (next.least > limit && rows.least > limit) return tooFar;
    rows = next;
  }
  return Math.min(rows.last[to.length] ?? tooFar, tooFar);
}

interface DistanceRows {
  readonly last: readonly number[];
  readonly beforeLast: readonly number[];
  /** The least of `last`. */
  readonly least: number;
}

/** The distances of the first `i` characters; further than `limit` from the diagonal they are above it for certain. */
function nextRow(from: string, to: string, i: number, limit: number, { last, beforeLast }: DistanceRows): DistanceRows {
  const tooFar = limit + 1;
  const row: number[] = [];
  let least = tooFar;
  if (i <= limit) row[0] = least = i;
  for (let j = Math.max(1, i - limit); j <= Math.min(to.length, i + limit); j++) {
    const cost = from[i - 1] === to[j - 1] ? 0 : 1;
    let distance = Math.min((last[j - 1] ?? tooFar) + cost, (last[j] ?? tooFar) + 1, (row[j - 1] ?? tooFar) + 1);
    const isSwap = i > 1 && j > 1 && from[i - 1] === to[j - 2] && from[i - 2] === to[j - 1];
    if (isSwap) distance = Math.min(distance, (beforeLast[j - 2] ?? tooFar) + 1);
    row[j] = distance;
    least = Math.min(least, distance);
  }
  return { last: row, beforeLast: last, least };
}
