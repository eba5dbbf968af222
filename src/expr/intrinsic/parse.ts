/**
 * Parses an intrinsic function call of a JSONPath state, `States.Format('{} and {}', $.a, $.b)`, with the range of
 * every part. Names, arity and argument types are not judged here; a text that is no call gives a problem with its
 * offset. Grammar: ASL specification, «Intrinsic functions», with what the service was recorded to accept.
 */
import type { Range } from '../../text/source-file.ts';

export type IntrinsicArgument =
  | (Range & { readonly kind: 'call'; readonly name: string; readonly arguments: readonly IntrinsicArgument[] })
  /** `value` has its escapes resolved; the range includes the quotes. */
  | (Range & { readonly kind: 'string'; readonly value: string })
  | (Range & { readonly kind: 'number' | 'boolean' | 'null' | 'path'; readonly text: string });

export type IntrinsicCall = Extract<IntrinsicArgument, { kind: 'call' }>;

export type IntrinsicParse =
  | { readonly call: IntrinsicCall; readonly problem?: undefined }
  | { readonly problem: { readonly message: string; readonly offset: number } };

const NAME = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /true|false|null/y;

/** Deeper nesting than the service's ten levels is still read, up to where recursion stays harmless. */
const MAX_NESTING = 100;

export function parseIntrinsic(text: string): IntrinsicParse {
  const parser = new IntrinsicParser(text);
  try {
    return { call: parser.whole() };
  } catch (error) {
    if (error instanceof IntrinsicProblem) return { problem: { message: error.message, offset: error.offset } };
    throw error;
  }
}

class IntrinsicProblem extends Error {
  readonly offset: number;

  constructor(message: string, offset: number) {
    super(message);
    this.offset = offset;
  }
}

class IntrinsicParser {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  whole(): IntrinsicCall {
    this.#skipBlanks();
    const call = this.#call(0);
    this.#skipBlanks();
    if (this.#at < this.#text.length) this.#fail('the text goes on after the call');
    return call;
  }

  #call(depth: number): IntrinsicCall {
    const start = this.#at;
    const name = this.#take(NAME);
    if (name === undefined) this.#fail('a function name such as States.Format is expected');
    if (depth > MAX_NESTING) this.#fail('the call nests too deeply');
    this.#expect('(');
    const list: IntrinsicArgument[] = [];
    this.#skipBlanks();
    if (this.#text[this.#at] !== ')') {
      do {
        this.#skipBlanks();
        list.push(this.#argument(depth));
        this.#skipBlanks();
      } while (this.#accept(','));
    }
    this.#expect(')');
    return { kind: 'call', name, arguments: list, start, end: this.#at };
  }

  #argument(depth: number): IntrinsicArgument {
    const start = this.#at;
    const first = this.#text[start];
    if (first === "'") return this.#string();
    if (first === '$') return this.#path();
    const number = this.#take(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, start, end: this.#at };
    const word = this.#take(WORD);
    if (word !== undefined) return { kind: word === 'null' ? 'null' : 'boolean', text: word, start, end: this.#at };
    return this.#call(depth + 1);
  }

  #string(): IntrinsicArgument {
    const start = this.#at;
    let value = '';
    for (this.#at++; this.#at < this.#text.length; this.#at++) {
      const char = this.#text[this.#at];
      if (char === "'") {
        this.#at++;
        return { kind: 'string', value, start, end: this.#at };
      }
      if (char === '\\') this.#at++;
      value += this.#text[this.#at] ?? '';
    }
    this.#at = start;
    return this.#fail('this string is never closed');
  }

  /** A path ends at the comma or parenthesis that belongs to the call, not to one of its own brackets or strings. */
  #path(): IntrinsicArgument {
    const start = this.#at;
    let open = 0;
    while (this.#at < this.#text.length) {
      const char = this.#text[this.#at] ?? '';
      if (open === 0 && (char === ',' || char === ')')) break;
      if (open > 0 && (char === "'" || char === '"')) this.#skipQuoted(char);
      else if (char === '[' || char === '(') open++;
      else if (char === ']' || char === ')') open = Math.max(0, open - 1);
      this.#at++;
    }
    const text = this.#text.slice(start, this.#at).trimEnd();
    return { kind: 'path', text, start, end: start + text.length };
  }

  /** From an opening quote to its closing one, or the end of the text. */
  #skipQuoted(quote: string): void {
    for (this.#at++; this.#at < this.#text.length && this.#text[this.#at] !== quote; this.#at++) {
      if (this.#text[this.#at] === '\\') this.#at++;
    }
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #accept(char: string): boolean {
    if (this.#text[this.#at] !== char) return false;
    this.#at++;
    return true;
  }

  #expect(char: string): void {
    this.#skipBlanks();
    if (!this.#accept(char)) this.#fail(`"${char}" is expected`);
  }

  #skipBlanks(): void {
    while (this.#text[this.#at] === ' ' || this.#text[this.#at] === '\t' || this.#text[this.#at] === '\n') this.#at++;
  }

  #fail(message: string): never {
    throw new IntrinsicProblem(message, this.#at);
  }
}
