/**
 * Parses an intrinsic function call of a JSONPath state, `States.Format('{} and {}', $.a, $.b)`, with the range of
 * every part. Names, arity and argument types are not judged here (see check.ts); a text that is no call gives a problem
 * with its range. Grammar: ASL specification, «Intrinsic functions», with what the service was recorded to accept.
 */
import { INTRINSIC_ESCAPES } from '../../aws/intrinsic-functions.ts';
import type { Range } from '../../text/source-file.ts';
import { Cursor, ReadProblem } from '../cursor.ts';
import { parsePath } from '../jsonpath/parse.ts';
import type { PathParse } from '../jsonpath/path.ts';

export type IntrinsicArgument = IntrinsicCall | IntrinsicString | IntrinsicNumber | IntrinsicPath | IntrinsicConstant;

export interface IntrinsicCall extends Range {
  readonly kind: 'call';
  readonly name: string;
  readonly nameRange: Range;
  readonly arguments: readonly IntrinsicArgument[];
}

export interface IntrinsicString extends Range {
  readonly kind: 'string';
  /** Escapes are resolved; the range includes the quotes. */
  readonly value: string;
  /** Every backslash with what it stands before, and whether that is one of `\'`, `\{`, `\}`, `\\`. */
  readonly escapes: readonly IntrinsicEscape[];
  /** What `States.Format` reads as `{}`, where this is its template. */
  readonly placeholders: readonly Range[];
  /** A `{` or `}` that is neither escaped nor part of a `{}`. */
  readonly loneBraces: readonly IntrinsicBrace[];
}

export interface IntrinsicBrace extends Range {
  readonly brace: '{' | '}';
}

export interface IntrinsicEscape extends Range {
  readonly character: string;
  readonly isKnown: boolean;
}

export interface IntrinsicNumber extends Range {
  readonly kind: 'number';
  readonly text: string;
  readonly value: number;
}

export interface IntrinsicPath extends Range {
  readonly kind: 'path';
  readonly text: string;
  /** Ranges are offsets in the text of the whole call. */
  readonly parse: PathParse;
}

export interface IntrinsicConstant extends Range {
  readonly kind: 'boolean' | 'null';
  readonly text: string;
}

export interface IntrinsicProblem extends Range {
  /** `limit`: too deep to be read here, which says nothing about the text. */
  readonly kind: 'syntax' | 'limit';
  readonly message: string;
}

export type IntrinsicParse =
  | { readonly call: IntrinsicCall; readonly problem?: undefined }
  | { readonly problem: IntrinsicProblem; readonly call?: undefined };

const NAME = /[A-Za-z][A-Za-z0-9_]*(?:\.[A-Za-z][A-Za-z0-9_]*)+/y;
const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const WORD = /(?:true|false|null)\b/y;

/** Deeper nesting than the service's ten levels is still read, up to where recursion stays harmless. */
const MAX_NESTING = 100;

export function parseIntrinsic(text: string): IntrinsicParse {
  try {
    return { call: new IntrinsicParser(text).whole() };
  } catch (error) {
    if (error instanceof ReadProblem) {
      return { problem: { kind: error.kind, message: error.message, ...error.range } };
    }
    throw error;
  }
}

/** Whether a text begins as a call does, so that its problems are those of a call and not of a path. */
export function looksLikeIntrinsic(text: string): boolean {
  return /^\s*States\.[A-Za-z0-9_.]*\s*\(/.test(text);
}

class IntrinsicParser {
  readonly #cursor: Cursor;

  constructor(text: string) {
    this.#cursor = new Cursor(text);
  }

  whole(): IntrinsicCall {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const call = this.#call(0);
    cursor.skipBlanks();
    if (!cursor.isAtEnd()) cursor.fail('the text goes on after the call', { start: cursor.at, end: cursor.end });
    return call;
  }

  #call(depth: number): IntrinsicCall {
    const cursor = this.#cursor;
    const start = cursor.at;
    const name = cursor.take(NAME);
    if (name === undefined) return cursor.fail('a function name such as States.Format is expected');
    const nameRange = { start, end: cursor.at };
    if (depth > MAX_NESTING) cursor.giveUp('the call nests too deeply to be read');
    cursor.expect('(', '"(" is expected');
    const list: IntrinsicArgument[] = [];
    cursor.skipBlanks();
    if (cursor.peek() !== ')') {
      do {
        cursor.skipBlanks();
        list.push(this.#argument(depth));
        cursor.skipBlanks();
      } while (cursor.accept(','));
    }
    cursor.expect(')', '")" is expected');
    return { kind: 'call', name, nameRange, arguments: list, start, end: cursor.at };
  }

  #argument(depth: number): IntrinsicArgument {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (cursor.peek() === "'") return this.#string();
    if (cursor.peek() === '$') return this.#path();
    const number = cursor.take(NUMBER);
    if (number !== undefined) return { kind: 'number', text: number, value: Number(number), start, end: cursor.at };
    const word = cursor.take(WORD);
    if (word !== undefined) return { kind: word === 'null' ? 'null' : 'boolean', text: word, start, end: cursor.at };
    if (cursor.peek() === '"') cursor.fail('a literal is written in single quotes');
    return this.#call(depth + 1);
  }

  #string(): IntrinsicString {
    const cursor = this.#cursor;
    const start = cursor.at;
    const characters: string[] = [];
    const escapes: IntrinsicEscape[] = [];
    const placeholders: Range[] = [];
    const loneBraces: IntrinsicBrace[] = [];
    for (cursor.at++; !cursor.isAtEnd(); cursor.at++) {
      const at = cursor.at;
      const char = cursor.peek();
      if (char === "'") {
        cursor.at++;
        const value = characters.join('');
        return { kind: 'string', value, escapes, placeholders, loneBraces, start, end: cursor.at };
      }
      if (char === '\\') {
        cursor.at++;
        const character = cursor.peek();
        if (character === '') break;
        escapes.push({ character, isKnown: INTRINSIC_ESCAPES.includes(character), start: at, end: at + 2 });
        characters.push(character);
      } else if (char === '{' && cursor.peek(1) === '}') {
        cursor.at++;
        placeholders.push({ start: at, end: at + 2 });
        characters.push('{}');
      } else {
        if (char === '{' || char === '}') loneBraces.push({ brace: char, start: at, end: at + 1 });
        characters.push(char);
      }
    }
    return cursor.fail('this string is never closed', { start, end: cursor.end });
  }

  /** A path ends at the comma or parenthesis that belongs to the call, not to one of its own brackets or strings. */
  #path(): IntrinsicPath {
    const cursor = this.#cursor;
    const start = cursor.at;
    let open = 0;
    for (; !cursor.isAtEnd(); cursor.at++) {
      const char = cursor.peek();
      if (open === 0 && (char === ',' || char === ')')) break;
      if (char === '\\') cursor.at++;
      else if (open > 0 && (char === "'" || char === '"')) this.#skipQuoted(char);
      else if (char === '[' || char === '(') open++;
      else if (char === ']' || char === ')') open = Math.max(0, open - 1);
    }
    cursor.at = Math.min(cursor.at, cursor.end);
    const text = cursor.text.slice(start, cursor.at).trimEnd();
    const range = { start, end: start + text.length };
    return { kind: 'path', text, parse: parsePath(cursor.text, range), ...range };
  }

  /** From an opening quote to its closing one, or the end of the text. */
  #skipQuoted(quote: string): void {
    const cursor = this.#cursor;
    for (cursor.at++; !cursor.isAtEnd() && cursor.peek() !== quote; cursor.at++) {
      if (cursor.peek() === '\\') cursor.at++;
    }
  }
}
