/**
 * `primaryLocationLineHash`: the hash by which GitHub code scanning recognises a line after others have moved it.
 * A line's hash covers the hundred characters from its first on, spaces and tabs left out, so indentation does not
 * change it but the next lines may; a counter tells equal lines of a file apart.
 *
 * Limits: the text must be the file as it is on disk, byte order mark included. 64-bit arithmetic is done on two
 * 32-bit halves: every intermediate value stays below 2^53, and a megabyte takes milliseconds.
 */

const BLOCK = 100;
const FACTOR = 37;
const END_OF_TEXT = 65535;
const TAB = 9;
const LINE_FEED = 10;
const CARRIAGE_RETURN = 13;
const SPACE = 32;
const TWO_TO_32 = 0x1_0000_0000;

/** Hashes of all lines, the first line's at index 0, each as `hex:count`. */
export function lineHashes(text: string): readonly string[] {
  const hasher = new LineHasher();
  let atLineStart = true;
  let afterCarriageReturn = false;
  for (let i = 0; i < text.length; i++) {
    const unit = text.charCodeAt(i);
    const completesLineEnd = afterCarriageReturn && unit === LINE_FEED;
    afterCarriageReturn = unit === CARRIAGE_RETURN;
    if (unit === SPACE || unit === TAB || completesLineEnd) continue;
    const kept = afterCarriageReturn ? LINE_FEED : unit;
    hasher.add(kept, atLineStart);
    atLineStart = kept === LINE_FEED;
  }
  hasher.add(END_OF_TEXT, atLineStart);
  for (let i = 0; i < BLOCK; i++) hasher.add(0, false);
  return hasher.hashes;
}

/** Factor to the power of the block's length, modulo 2^64: what a unit weighs when it leaves the block. */
const LEAVING = power(FACTOR, BLOCK);

function power(base: number, exponent: number): { readonly high: number; readonly low: number } {
  let high = 0;
  let low = 1;
  for (let i = 0; i < exponent; i++) {
    const product = low * base;
    high = (high * base + Math.floor(product / TWO_TO_32)) >>> 0;
    low = product >>> 0;
  }
  return { high, low };
}

class LineHasher {
  readonly hashes: string[] = [];
  readonly #block = new Uint16Array(BLOCK);
  /** For each line not yet hashed, at how many units its block is complete. */
  readonly #due: number[] = [];
  readonly #seen = new Map<string, number>();
  #units = 0;
  #high = 0;
  #low = 0;

  add(unit: number, startsLine: boolean): void {
    if (startsLine) this.#due.push(this.#units + BLOCK);
    const slot = this.#units % BLOCK;
    this.#roll(unit, this.#block[slot] ?? 0);
    this.#block[slot] = unit;
    this.#units++;
    if (this.#due[this.hashes.length] === this.#units) this.hashes.push(this.#counted());
  }

  #roll(entering: number, leaving: number): void {
    const low = this.#low * FACTOR + entering - leaving * LEAVING.low;
    const carry = Math.floor(low / TWO_TO_32);
    this.#high = (this.#high * FACTOR - leaving * LEAVING.high + carry) >>> 0;
    this.#low = low >>> 0;
  }

  #counted(): string {
    const low = this.#low.toString(16);
    const hash = this.#high === 0 ? low : this.#high.toString(16) + low.padStart(8, '0');
    const count = (this.#seen.get(hash) ?? 0) + 1;
    this.#seen.set(hash, count);
    return `${hash}:${count}`;
  }
}
