/** Reads a window of a text character by character, and gives up with a range and a reason. Knows no grammar. */
import type { Range } from '../text/source-file.ts';

/** Thrown inside a parser, and caught there. */
export class ReadProblem extends Error {
  readonly kind: 'syntax' | 'limit';
  readonly range: Range;

  constructor(kind: 'syntax' | 'limit', message: string, { start, end }: Range) {
    super(message);
    this.kind = kind;
    this.range = { start, end };
  }
}

const BLANKS = ' \t\r\n';

export class Cursor {
  readonly text: string;
  /** The window ends here. */
  readonly end: number;
  at: number;

  constructor(text: string, window: Range = { start: 0, end: text.length }) {
    this.text = text;
    this.at = window.start;
    this.end = window.end;
  }

  /** The character here, empty at the end. */
  peek(ahead = 0): string {
    const i = this.at + ahead;
    return i < this.end ? (this.text[i] ?? '') : '';
  }

  isAtEnd(): boolean {
    return this.at >= this.end;
  }

  isAtBlank(): boolean {
    return isBlank(this.peek());
  }

  accept(text: string): boolean {
    if (!this.text.startsWith(text, this.at) || this.at + text.length > this.end) return false;
    this.at += text.length;
    return true;
  }

  /** What a sticky pattern matches here, within the window; the cursor goes past it. */
  take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.at;
    const found = pattern.exec(this.text)?.[0];
    if (found === undefined || this.at + found.length > this.end) return undefined;
    this.at += found.length;
    return found;
  }

  skipBlanks(): void {
    while (this.isAtBlank()) this.at++;
  }

  expect(char: string, message: string): void {
    this.skipBlanks();
    if (!this.accept(char)) this.fail(message);
  }

  /** Past a quoted text whose opening quote is here; the value is without escapes, `\uXXXX` read. */
  quoted(): string {
    const start = this.at;
    const quote = this.peek();
    const parts: string[] = [];
    for (this.at++; !this.isAtEnd(); this.at++) {
      const char = this.peek();
      if (char === quote) {
        this.at++;
        return parts.join('');
      }
      parts.push(char === '\\' ? this.#escaped() : char);
    }
    return this.fail('this quote is never closed', { start, end: this.end });
  }

  /** From an opening bracket here to past the one that closes it; quoted texts and escaped characters are skipped. */
  balanced(message: string): void {
    const start = this.at;
    let depth = 0;
    for (; !this.isAtEnd(); this.at++) {
      const char = this.peek();
      if (char === '\\') this.at++;
      else if (char === "'" || char === '"') {
        this.quoted();
        this.at--;
      } else if ('([{'.includes(char)) depth++;
      else if (')]}'.includes(char) && --depth === 0) {
        this.at++;
        return;
      }
    }
    this.fail(message, { start, end: this.end });
  }

  /** Without a range, the character here. */
  fail(message: string, range: Range = this.#here()): never {
    throw new ReadProblem('syntax', message, range);
  }

  giveUp(message: string): never {
    throw new ReadProblem('limit', message, this.#here());
  }

  #here(): Range {
    return { start: Math.min(this.at, this.end), end: Math.min(this.at + 1, this.end) };
  }

  /** What the backslash here and what follows stand for; the cursor stays on the last of them. */
  #escaped(): string {
    this.at++;
    const char = this.peek();
    const digits = char === 'u' ? this.text.slice(this.at + 1, Math.min(this.at + 5, this.end)) : '';
    if (!/^[0-9a-fA-F]{4}$/.test(digits)) return char;
    this.at += 4;
    return String.fromCharCode(Number.parseInt(digits, 16));
  }
}

export function isBlank(char: string): boolean {
  return char !== '' && BLANKS.includes(char);
}
