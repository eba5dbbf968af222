/**
 * Whether two patterns of IAM may stand for the same text: `*` is any text, `?` any character, and a part that only the
 * deployment knows is any text too. Wider than IAM itself, which does not let a wildcard cross every colon: a yes is
 * "perhaps", a no is certain.
 */

/** Texts that long are no ARN. */
const MAX_CELLS = 4_000_000;

export function mayOverlap(one: string, two: string): boolean {
  if (one === two || one === '*' || two === '*') return true;
  if (differAtStart(one, two) || differAtEnd(one, two)) return false;
  if (one.length * two.length > MAX_CELLS) return true;
  return overlapFrom(one, two);
}

/** The quick answers for most pairs: another character before the first wildcard, or after the last. */
function differAtStart(one: string, two: string): boolean {
  const length = Math.min(one.length, two.length);
  for (let i = 0; i < length; i += 1) {
    const [a, b] = [one.charCodeAt(i), two.charCodeAt(i)];
    if (a === ANY_TEXT || b === ANY_TEXT) return false;
    if (!mayBeSame(a, b)) return true;
  }
  return false;
}

function differAtEnd(one: string, two: string): boolean {
  const length = Math.min(one.length, two.length);
  for (let i = 1; i <= length; i += 1) {
    const [a, b] = [one.charCodeAt(one.length - i), two.charCodeAt(two.length - i)];
    if (a === ANY_TEXT || b === ANY_TEXT) return false;
    if (!mayBeSame(a, b)) return true;
  }
  return false;
}

/** From the ends backwards: `row[j]` is 1 where what follows in both may be the same text. */
function overlapFrom(one: string, two: string): boolean {
  let below = new Uint8Array(two.length + 2);
  let row = new Uint8Array(two.length + 2);
  for (let i = one.length; i >= 0; i -= 1) {
    const a = i < one.length ? one.charCodeAt(i) : END;
    for (let j = two.length; j >= 0; j -= 1) {
      const b = j < two.length ? two.charCodeAt(j) : END;
      if (a === ANY_TEXT || b === ANY_TEXT) row[j] = (below[j] ?? 0) | (row[j + 1] ?? 0);
      else if (a === END || b === END) row[j] = a === b ? 1 : 0;
      else row[j] = mayBeSame(a, b) ? (below[j + 1] ?? 0) : 0;
    }
    [below, row] = [row, below.fill(0)];
  }
  return below[0] === 1;
}

const ANY_TEXT = '*'.charCodeAt(0);
const ANY_CHARACTER = '?'.charCodeAt(0);
const END = -1;

function mayBeSame(a: number, b: number): boolean {
  return a === b || a === ANY_CHARACTER || b === ANY_CHARACTER;
}

/** A text as a pattern: each part that is not known here may be anything. */
export function asPattern(text: string): string {
  return text.replaceAll(/\$\{[^{}]*\}/g, '*').replaceAll(/\*+/g, '*');
}
