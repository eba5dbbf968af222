/**
 * How one name differs from another that it may be a slip of. Names that people give tell things apart by a digit, a last
 * letter or the beginning of a word (`Step 1`, `Branch B`, `Encode`, `IsValid`): what differs there may be another name.
 */

/**
 * - `spelling`: case, blanks, hyphens, underscores and marks at the end of a sentence alone.
 * - `letter`: one letter missed, added or swapped with its neighbour, inside a word; a doubled one written once; or two
 *   small letters swapped anywhere, which no two names differ by.
 * - `word`: any other letters inside or at the end of a word.
 * - `other`: what may tell two names apart.
 */
export type Slip = 'spelling' | 'letter' | 'word' | 'other';

export function slipOf(written: string, meant: string): Slip {
  if (folded(written) === folded(meant)) return 'spelling';
  const start = commonStart(written, meant);
  const end = commonEnd(written, meant, start);
  const [from, to] = [written.slice(start, written.length - end), meant.slice(start, meant.length - end)];
  if (isSwap(from, to) && /^\p{Ll}+$/u.test(from)) return 'letter';
  if (!/^[\p{Ll}]*$/u.test(from + to) || !/\p{L}\p{Ll}$/u.test(meant.slice(0, start))) return 'other';
  const isInside = /^\p{Ll}/u.test(meant.slice(meant.length - end));
  const isDoubled = (from + to).length === 1 && meant.slice(0, start).endsWith(from + to);
  return isDoubled || (isInside && isOneSlip(from, to)) ? 'letter' : 'word';
}

/** Separators between digits tell numbers apart. */
function folded(name: string): string {
  return name.replace(/(?<!\d)[\s_?!-]+|[\s_?!-]+(?!\d)/g, '').toLowerCase();
}

function isOneSlip(from: string, to: string): boolean {
  if (from.length + to.length === 1) return true;
  return isSwap(from, to);
}

function isSwap(from: string, to: string): boolean {
  return from.length === 2 && from === to.slice(1) + to.slice(0, 1);
}

function commonStart(a: string, b: string): number {
  let length = 0;
  while (length < a.length && a[length] === b[length]) length++;
  return length;
}

function commonEnd(a: string, b: string, start: number): number {
  const most = Math.min(a.length, b.length) - start;
  let length = 0;
  while (length < most && a[a.length - 1 - length] === b[b.length - 1 - length]) length++;
  return length;
}
