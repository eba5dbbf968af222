/** Parses the condition of a filter, `[?(@.x > 1 && !(@.y))]`, from after its question mark to its closing bracket. */
import type { Range } from '../../text/source-file.ts';
import type { Cursor } from '../cursor.ts';
import type { JsonPath, PathCondition, PathOperand } from './path.ts';

const NUMBER = /-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?/y;
const BARE_WORD = /[\w-]*/y;
const WORD = /[A-Za-z]+/y;
const SYMBOLS = /[<>=~!]+/y;
const PATTERN_FLAGS = /[A-Za-z]*/y;

/** The operators of Jayway's JsonPath, which reads words in any case. */
const OPERATORS: ReadonlySet<string> = new Set(
  '== === != !== < <= > >= =~ in nin subsetof anyof noneof contains all size exists type matches empty'.split(' '),
);

export class ConditionParser {
  readonly #cursor: Cursor;
  readonly #maxDepth: number;
  readonly #path: (depth: number) => JsonPath;
  #depth: number;

  constructor(cursor: Cursor, depth: number, maxDepth: number, path: (depth: number) => JsonPath) {
    this.#cursor = cursor;
    this.#depth = depth;
    this.#maxDepth = maxDepth;
    this.#path = path;
  }

  whole(): PathCondition {
    this.#cursor.skipBlanks();
    if (this.#cursor.peek() === ']') this.#cursor.fail('the filter has no condition');
    return this.#either('or');
  }

  /** `||` binds weaker than `&&`. */
  #either(kind: 'or' | 'and'): PathCondition {
    const cursor = this.#cursor;
    const next = (): PathCondition => (kind === 'or' ? this.#either('and') : this.#unary());
    const first = next();
    const operands = [first];
    cursor.skipBlanks();
    while (cursor.accept(kind === 'or' ? '||' : '&&')) {
      operands.push(next());
      cursor.skipBlanks();
    }
    if (operands.length === 1) return first;
    return { kind, operands, start: first.start, end: operands.at(-1)?.end ?? first.end };
  }

  #unary(): PathCondition {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const start = cursor.at;
    if (cursor.peek() !== '!' && cursor.peek() !== '(') return this.#comparison();
    if (++this.#depth > this.#maxDepth) cursor.giveUp('the filter nests too deeply to be read');
    const inner = cursor.accept('!') ? this.#not(start) : this.#group(start);
    this.#depth--;
    return inner;
  }

  #not(start: number): PathCondition {
    const operand = this.#unary();
    return { kind: 'not', operand, start, end: operand.end };
  }

  #group(start: number): PathCondition {
    this.#cursor.accept('(');
    const condition = this.#either('or');
    this.#cursor.expect(')', '")" is expected');
    return { kind: 'group', condition, start, end: this.#cursor.at };
  }

  #comparison(): PathCondition {
    const cursor = this.#cursor;
    const left = this.#operand();
    const end = cursor.at;
    cursor.skipBlanks();
    if (cursor.isAtEnd() || ')]&|'.includes(cursor.peek())) {
      if (left.kind === 'path') return { kind: 'exists', path: left.path, start: left.start, end };
      cursor.fail('a comparison is expected', left);
    }
    const operatorRange = this.#operator();
    const right = this.#operand();
    const operator = cursor.text.slice(operatorRange.start, operatorRange.end);
    return { kind: 'comparison', operator, operatorRange, left, right, start: left.start, end: right.end };
  }

  #operator(): Range {
    const cursor = this.#cursor;
    const start = cursor.at;
    const written = cursor.take(SYMBOLS) ?? cursor.take(WORD);
    if (written === undefined) return cursor.fail('an operator such as == is expected');
    const range = { start, end: cursor.at };
    if (OPERATORS.has(written.toLowerCase())) return range;
    return cursor.fail(written === '=' ? 'equality is written ==' : `${written} is no operator of a filter`, range);
  }

  #operand(): PathOperand {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const start = cursor.at;
    switch (cursor.peek()) {
      case '$':
      case '@': {
        const path = this.#path(this.#depth + 1);
        return { kind: 'path', path, start, end: path.end };
      }
      case "'":
      case '"':
        return { kind: 'string', value: cursor.quoted(), start, end: cursor.at };
      case '[':
      case '{':
        cursor.balanced('this bracket is never closed');
        return { kind: 'json', text: cursor.text.slice(start, cursor.at), start, end: cursor.at };
      case '/':
        this.#pattern();
        return { kind: 'pattern', text: cursor.text.slice(start, cursor.at), start, end: cursor.at };
      default:
        return this.#literal(start);
    }
  }

  #literal(start: number): PathOperand {
    const cursor = this.#cursor;
    const number = cursor.take(NUMBER);
    if (number !== undefined) return { kind: 'number', value: Number(number), start, end: cursor.at };
    const word = cursor.take(WORD);
    const range = { start, end: cursor.at };
    if (word === 'null') return { kind: 'null', ...range };
    if (word === 'true' || word === 'false') return { kind: 'boolean', value: word === 'true', ...range };
    if (word === undefined) return cursor.fail('a value is expected');
    // Deployed samples compare with words without quotes; what the service makes of them was not recorded.
    cursor.take(BARE_WORD);
    return { kind: 'json', text: cursor.text.slice(start, cursor.at), start, end: cursor.at };
  }

  /** From an opening slash to past the closing one and its flags. */
  #pattern(): void {
    const cursor = this.#cursor;
    const start = cursor.at;
    for (cursor.at++; !cursor.isAtEnd(); cursor.at++) {
      if (cursor.peek() === '\\') cursor.at++;
      else if (cursor.accept('/')) {
        cursor.take(PATTERN_FLAGS);
        return;
      }
    }
    cursor.fail('this regular expression is never closed', { start, end: cursor.end });
  }
}
