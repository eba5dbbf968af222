/**
 * Parses a JSONPath as Step Functions uses it: Jayway's grammar, with `$$` for the context object and `$name` for
 * variables. Lenient where nothing is recorded: a refusal here should be one of the service too, an acceptance need not.
 *
 * Blanks around a path are skipped, as Jayway does; blanks inside a name are a problem. A dot may stand before a
 * bracket (`$.[0]`; recorded 2025-02), a name after a dot may hold anything but `.`, `[`, `(` and blanks, and
 * backslashes escape (`$.a\.b`, states language specification).
 */
import type { Range } from '../../text/source-file.ts';
import { Cursor, ReadProblem, isBlank } from '../cursor.ts';
import { ConditionParser } from './condition.ts';
import type { JsonPath, PathArgument, PathName, PathParse, PathRoot, PathSegment } from './path.ts';

/** A name of a variable: an identifier of Unicode's Annex 31 (developer guide, page on variables). */
const variableName = (): RegExp => /[\p{ID_Start}_][\p{ID_Continue}]*/uy;
/** Made when first needed: V8 reads the tables of Unicode for it. */
let variable: RegExp | undefined;
const INTEGER = /-?\d+/y;

/** What follows the dollar sign of a path into the input; the empty text stands for its end. */
const NO_NAME: readonly string[] = ['', '.', '['];

/** What ends a name in a filter, besides what always does. */
const FILTER_STOPS = '<>=~!&|),]';

/** Filters within filters and parentheses within parentheses: far more than anyone writes, little for the stack. */
const MAX_DEPTH = 100;

/** Ranges are offsets in `text`, also where only a `window` of it is read. */
export function parsePath(text: string, window?: Range): PathParse {
  if (window !== undefined) return readPath(text, window);
  const parsed = REMEMBERED.get(text) ?? readPath(text);
  if (REMEMBERED.size >= MOST_REMEMBERED) REMEMBERED.clear();
  REMEMBERED.set(text, parsed);
  return parsed;
}

/** Several rules read the same path, and one state after another has the same few. */
const REMEMBERED = new Map<string, PathParse>();
const MOST_REMEMBERED = 256;

function readPath(text: string, window?: Range): PathParse {
  const cursor = new Cursor(text, window);
  try {
    return { path: new PathParser(cursor, 0, false).whole() };
  } catch (error) {
    if (error instanceof ReadProblem) {
      return { problem: { kind: error.kind, message: error.message, ...error.range } };
    }
    throw error;
  }
}

class PathParser {
  readonly #cursor: Cursor;
  readonly #depth: number;
  readonly #isInFilter: boolean;

  constructor(cursor: Cursor, depth: number, isInFilter: boolean) {
    this.#cursor = cursor;
    this.#depth = depth;
    this.#isInFilter = isInFilter;
    if (depth > MAX_DEPTH) cursor.giveUp('the path nests too deeply to be read');
  }

  whole(): JsonPath {
    const cursor = this.#cursor;
    cursor.skipBlanks();
    const path = this.path();
    cursor.skipBlanks();
    if (!cursor.isAtEnd()) {
      cursor.fail("a name with a blank needs brackets and quotes: ['my name']", { start: path.end, end: cursor.end });
    }
    return path;
  }

  path(): JsonPath {
    const cursor = this.#cursor;
    const root = this.#root();
    const segments: PathSegment[] = [];
    while (!this.#isOver()) {
      const start = cursor.at;
      if (cursor.accept('..')) {
        segments.push({ kind: 'descent', start, end: cursor.at }, this.#afterDots(cursor.at));
      } else if (cursor.accept('.')) segments.push(this.#afterDots(start));
      else if (cursor.peek() === '[') segments.push(this.#bracket(start));
      else if (segments.length === 0) this.#failAfterRoot(root);
      else cursor.fail('"." or "[" is expected');
    }
    return { root, segments, start: root.start, end: cursor.at };
  }

  /** A path of a filter ends where the filter goes on. */
  #isOver(): boolean {
    const char = this.#cursor.peek();
    return char === '' || isBlank(char) || (this.#isInFilter && FILTER_STOPS.includes(char));
  }

  #root(): PathRoot {
    const cursor = this.#cursor;
    const start = cursor.at;
    if (this.#isInFilter && cursor.accept('@')) return { kind: 'item', start, end: cursor.at };
    if (!cursor.accept('$')) cursor.fail('a path begins with "$"');
    if (cursor.accept('$')) return { kind: 'context', start, end: cursor.at };
    // The expression knows all alphabets and is costly the first time; what follows here is a dot, as a rule.
    const name = NO_NAME.includes(cursor.peek()) ? undefined : cursor.take((variable ??= variableName()));
    if (name === undefined) return { kind: 'input', start, end: cursor.at };
    return { kind: 'variable', name, start, end: cursor.at };
  }

  #failAfterRoot(root: PathRoot): never {
    const range = { start: root.start, end: this.#cursor.at + 1 };
    if (root.kind === 'variable') {
      this.#cursor.fail(`"." or "[" is expected after the variable $${root.name}`, range);
    }
    return this.#cursor.fail('"." or "[" is expected after the dollar sign', range);
  }

  /** `start` is where the segment begins: at its dot, or after the two of a descent. */
  #afterDots(start: number): PathSegment {
    const cursor = this.#cursor;
    if (cursor.peek() === '[') return this.#bracket(start);
    if (cursor.peek() === '.') cursor.fail('there is a dot too many');
    if (cursor.accept('*')) return { kind: 'wildcard', start, end: cursor.at };
    const nameStart = cursor.at;
    const name = this.#name();
    if (cursor.at === nameStart) {
      if (cursor.isAtBlank()) cursor.fail('there is a blank after the dot');
      cursor.fail('a name is missing after the dot', { start: nameStart - 1, end: nameStart });
    }
    const member = { name, start: nameStart, end: cursor.at };
    if (cursor.peek() === '(') return this.#function(name, start);
    return { kind: 'member', notation: 'dot', member, start, end: cursor.at };
  }

  #name(): string {
    const cursor = this.#cursor;
    const parts: string[] = [];
    while (!this.#isOver() && !'.[('.includes(cursor.peek())) {
      if (cursor.peek() === '\\' && cursor.peek(1) !== '') cursor.at++;
      parts.push(cursor.peek());
      cursor.at++;
    }
    return parts.join('');
  }

  #function(name: string, start: number): PathSegment {
    const cursor = this.#cursor;
    const open = cursor.at;
    cursor.balanced('the arguments of this function are not closed');
    const inner = { start: open + 1, end: cursor.at - 1 };
    return { kind: 'function', name, arguments: this.#arguments(inner), start, end: cursor.at };
  }

  #arguments(window: Range): readonly PathArgument[] {
    const cursor = new Cursor(this.#cursor.text, window);
    const list: PathArgument[] = [];
    cursor.skipBlanks();
    if (cursor.isAtEnd()) return list;
    do {
      cursor.skipBlanks();
      const start = cursor.at;
      while (!cursor.isAtEnd() && cursor.peek() !== ',') {
        if ('([{'.includes(cursor.peek())) cursor.balanced('this bracket is not closed');
        else if ('\'"'.includes(cursor.peek())) cursor.quoted();
        else cursor.at++;
      }
      const text = cursor.text.slice(start, cursor.at).trimEnd();
      list.push(this.#argument(text, start));
    } while (cursor.accept(','));
    return list;
  }

  #argument(text: string, start: number): PathArgument {
    const range = { start, end: start + text.length };
    const isPath = text.startsWith('$') || text.startsWith('@');
    if (!isPath) return { text, path: undefined, ...range };
    return {
      text,
      path: new PathParser(new Cursor(this.#cursor.text, range), this.#depth + 1, true).whole(),
      ...range,
    };
  }

  #bracket(start: number): PathSegment {
    const cursor = this.#cursor;
    const open = cursor.at;
    cursor.at++;
    cursor.skipBlanks();
    const char = cursor.peek();
    if (char === '') cursor.fail('this bracket is never closed', { start: open, end: cursor.end });
    if (char === "'" || char === '"') return this.#names(start);
    if (/[-:\d]/.test(char)) return this.#numbers(start);
    if (char === '?') return this.#filter(start);
    if (char === '(' || char === '$' || char === '@') return this.#computed(start, open);
    if (cursor.accept('*')) {
      this.#close();
      return { kind: 'wildcard', start, end: cursor.at };
    }
    return this.#failInBracket(open);
  }

  #failInBracket(open: number): never {
    const cursor = this.#cursor;
    if (cursor.peek() === ']') cursor.fail('there is nothing in these brackets', { start: open, end: cursor.at + 1 });
    const name = /[^\]]*/y;
    const start = cursor.at;
    const written = (cursor.take(name) ?? '').trimEnd();
    return cursor.fail(`a number, "*", a filter or a name in quotes is expected in brackets, not ${written}`, {
      start,
      end: start + Math.max(1, written.length),
    });
  }

  #names(start: number): PathSegment {
    const cursor = this.#cursor;
    const members: PathName[] = [];
    do {
      cursor.skipBlanks();
      const nameStart = cursor.at;
      if (!'\'"'.includes(cursor.peek()) || cursor.isAtEnd()) cursor.fail('a name in quotes is expected');
      members.push({ name: cursor.quoted(), start: nameStart, end: cursor.at });
      cursor.skipBlanks();
    } while (cursor.accept(','));
    this.#close();
    const [member, ...others] = members;
    if (member === undefined || others.length > 0) return { kind: 'members', members, start, end: cursor.at };
    return { kind: 'member', notation: 'bracket', member, start, end: cursor.at };
  }

  #numbers(start: number): PathSegment {
    const cursor = this.#cursor;
    const first = this.#integer();
    cursor.skipBlanks();
    if (cursor.peek() === ':') return this.#slice(first, start);
    const indices = [first ?? this.#failNumber()];
    while (cursor.accept(',')) {
      indices.push(this.#integer() ?? this.#failNumber());
      cursor.skipBlanks();
    }
    this.#close();
    const [index, ...others] = indices;
    if (index === undefined || others.length > 0) return { kind: 'indices', indices, start, end: cursor.at };
    return { kind: 'index', index, start, end: cursor.at };
  }

  #slice(from: number | undefined, start: number): PathSegment {
    const cursor = this.#cursor;
    cursor.accept(':');
    const to = this.#integer();
    cursor.skipBlanks();
    const step = cursor.accept(':') ? this.#integer() : undefined;
    this.#close();
    return { kind: 'slice', from, to, step, start, end: cursor.at };
  }

  #integer(): number | undefined {
    this.#cursor.skipBlanks();
    const text = this.#cursor.take(INTEGER);
    return text === undefined ? undefined : Number(text);
  }

  #failNumber(): never {
    return this.#cursor.fail('a whole number is expected');
  }

  #computed(start: number, open: number): PathSegment {
    const cursor = this.#cursor;
    cursor.at = open;
    cursor.balanced('this bracket is never closed');
    return { kind: 'computed', text: cursor.text.slice(open + 1, cursor.at - 1).trim(), start, end: cursor.at };
  }

  #filter(start: number): PathSegment {
    const cursor = this.#cursor;
    cursor.accept('?');
    const parser = new ConditionParser(cursor, this.#depth + 1, MAX_DEPTH, (depth) =>
      new PathParser(cursor, depth, true).path(),
    );
    const condition = parser.whole();
    this.#close();
    return { kind: 'filter', condition, start, end: cursor.at };
  }

  #close(): void {
    this.#cursor.expect(']', '"]" is expected');
  }
}
