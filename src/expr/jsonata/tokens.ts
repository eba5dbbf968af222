/**
 * Reads the tokens of JSONata with both their ends. Follows the tokenizer of the `jsonata` library in every detail that
 * can be seen from outside; whether a slash begins a regular expression depends on what the grammar expects, so that
 * tokens are read one at a time.
 */
import { SIMPLE_ESCAPES } from '../../text/codecs/json-string.ts';
import type { Range } from '../../text/source-file.ts';

export type Token =
  | (Range & { readonly kind: 'operator' | 'name' | 'backticks' | 'variable' | 'string'; readonly text: string })
  | (Range & { readonly kind: 'number'; readonly value: number })
  | (Range & { readonly kind: 'constant'; readonly value: boolean | null })
  | (Range & { readonly kind: 'regex'; readonly pattern: string; readonly flags: string })
  | (Range & { readonly kind: 'end' });

/** Thrown where the text is none that JSONata reads, or too deep; caught by the parser. */
export class ExpressionFault extends Error {
  readonly kind: 'syntax' | 'limit';
  readonly range: Range;

  constructor(kind: 'syntax' | 'limit', range: Range) {
    super(kind);
    this.kind = kind;
    this.range = range;
  }
}

const BLANKS = /[ \t\n\r\v]*/y;
const LONG_OPERATORS = ['..', ':=', '!=', '>=', '<=', '**', '~>', '?:', '??'];
const OPERATOR_CHARACTERS = '.[]{}(),@#;:?+-*/%|=<>^&!~';
const NUMBER = /(?:0|[1-9][0-9]*)(?:\.[0-9]+)?(?:[Ee][-+]?[0-9]+)?/y;
/** Quotes and backticks may occur inside a name, though not begin one. */
const NAME = /[^ \t\n\r\v.[\]{}(),@#;:?+\-*/%|=<>^&!~]+/y;
const FLAGS = /[im]*/y;

export class Tokenizer {
  readonly #text: string;
  #at = 0;

  constructor(text: string) {
    this.#text = text;
  }

  /** `isInfix`: an operator is expected, and a slash is a division. */
  next(isInfix: boolean): Token {
    this.#skip();
    const start = this.#at;
    const char = this.#text[start];
    if (char === undefined) return { kind: 'end', start, end: start };
    if (char === '/' && !isInfix) return this.#regex(start);
    const long = LONG_OPERATORS.find((operator) => this.#text.startsWith(operator, start));
    if (long !== undefined || OPERATOR_CHARACTERS.includes(char)) return this.#operator(long ?? char, start);
    if (char === '"' || char === "'") return this.#string(char, start);
    if (char === '`') return this.#backticks(start);
    return this.#number(start) ?? this.#name(start);
  }

  #skip(): void {
    for (;;) {
      this.#take(BLANKS);
      if (!this.#text.startsWith('/*', this.#at)) return;
      const close = this.#text.indexOf('*/', this.#at + 2);
      if (close < 0) this.#fail(this.#at, this.#text.length);
      this.#at = close + 2;
    }
  }

  #operator(text: string, start: number): Token {
    this.#at = start + text.length;
    return { kind: 'operator', text, start, end: this.#at };
  }

  #string(quote: string, start: number): Token {
    const parts: string[] = [];
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text[at] ?? '';
      if (char === quote) {
        this.#at = at + 1;
        return { kind: 'string', text: parts.join(''), start, end: this.#at };
      }
      if (char !== '\\') parts.push(char);
      else if (this.#text[at + 1] === 'u') {
        parts.push(this.#codeUnit(at));
        at += 5;
      } else {
        const known = SIMPLE_ESCAPES.get(this.#text[at + 1] ?? '');
        if (known === undefined) this.#fail(at, Math.min(at + 2, this.#text.length));
        parts.push(known);
        at++;
      }
    }
    return this.#fail(start, this.#text.length);
  }

  /** The library asks for hex digits only as far as the text goes; a string cut short there is refused either way. */
  #codeUnit(at: number): string {
    const digits = this.#text.slice(at + 2, at + 6);
    if (!/^[0-9a-fA-F]+$/.test(digits)) this.#fail(at, Math.min(at + 2, this.#text.length));
    return String.fromCharCode(Number.parseInt(digits, 16));
  }

  #backticks(start: number): Token {
    const close = this.#text.indexOf('`', start + 1);
    if (close < 0) this.#fail(start, this.#text.length);
    this.#at = close + 1;
    return { kind: 'backticks', text: this.#text.slice(start + 1, close), start, end: this.#at };
  }

  #number(start: number): Token | undefined {
    const digits = this.#take(NUMBER);
    if (digits === undefined) return undefined;
    const value = Number(digits);
    if (!Number.isFinite(value)) this.#fail(start, this.#at);
    return { kind: 'number', value, start, end: this.#at };
  }

  #name(start: number): Token {
    const text = this.#take(NAME) ?? '';
    const range = { start, end: this.#at };
    if (text.startsWith('$')) return { kind: 'variable', text: text.slice(1), ...range };
    switch (text) {
      case 'and':
      case 'or':
      case 'in':
        return { kind: 'operator', text, ...range };
      case 'true':
      case 'false':
        return { kind: 'constant', value: text === 'true', ...range };
      case 'null':
        return { kind: 'constant', value: null, ...range };
      default:
        return { kind: 'name', text, ...range };
    }
  }

  /** A slash inside brackets does not close it, and neither does one behind a backslash. */
  #regex(start: number): Token {
    let depth = 0;
    for (let at = start + 1; at < this.#text.length; at++) {
      const char = this.#text[at] ?? '';
      if (char === '/' && depth === 0 && this.#backslashesBefore(at) % 2 === 0) {
        if (at === start + 1) this.#fail(start, at + 1);
        this.#at = at + 1;
        const flags = this.#take(FLAGS) ?? '';
        return { kind: 'regex', pattern: this.#text.slice(start + 1, at), flags, start, end: this.#at };
      }
      const isEscaped = this.#text[at - 1] === '\\';
      if ('([{'.includes(char) && !isEscaped) depth++;
      if (')]}'.includes(char) && !isEscaped) depth--;
    }
    return this.#fail(start, this.#text.length);
  }

  #backslashesBefore(at: number): number {
    let count = 0;
    while (this.#text[at - 1 - count] === '\\') count++;
    return count;
  }

  #take(pattern: RegExp): string | undefined {
    pattern.lastIndex = this.#at;
    const found = pattern.exec(this.#text)?.[0];
    if (found !== undefined) this.#at += found.length;
    return found;
  }

  #fail(start: number, end: number): never {
    throw new ExpressionFault('syntax', { start, end });
  }
}
