/**
 * How a text between brackets is laid out, read from the text itself: line ends, indentation, spacing, and where
 * comments lie. Offsets are those of the text.
 */
import type { Layer } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import { membersOf } from '../tree/syntax.ts';
import type { Collection, Member } from '../tree/syntax.ts';

/** The end of the comment that begins at `at`, or undefined when none does there. */
export type CommentEnd = (text: string, at: number) => number | undefined;

/** As in JSON with comments. */
export function slashComment(text: string, at: number): number | undefined {
  if (text[at] !== '/') return undefined;
  if (text[at + 1] === '/') return endOfLine(text, at);
  if (text[at + 1] !== '*') return undefined;
  const close = text.indexOf('*/', at + 2);
  return close < 0 ? text.length : close + 2;
}

/** As in YAML, where a comment needs white space in front of it. */
export function hashComment(text: string, at: number): number | undefined {
  const opens = text[at] === '#' && (at === 0 || /\s/.test(text.charAt(at - 1)));
  return opens ? endOfLine(text, at) : undefined;
}

export function endOfLine(text: string, at: number): number {
  const { starts, hasLoneReturns } = linesOf(text);
  const next = starts[lineAt(starts, at) + 1];
  if (hasLoneReturns) return endBeforeReturn(text, at, next ?? text.length);
  if (next === undefined) return text.length;
  return Math.max(at, text[next - 2] === '\r' ? next - 2 : next - 1);
}

function endBeforeReturn(text: string, at: number, limit: number): number {
  for (let i = at; i < limit; i++) if (text[i] === '\n' || text[i] === '\r') return i;
  return limit;
}

export function startOfLine(text: string, at: number): number {
  const { starts } = linesOf(text);
  return starts[lineAt(starts, at)] ?? 0;
}

interface Lines {
  /** Offsets behind line feeds, and 0. */
  readonly starts: readonly number[];
  /** Whether some carriage return is not part of a line end with a line feed. */
  readonly hasLoneReturns: boolean;
}

/** Of the texts asked about last: fixes of a file ask for lines of the same few texts a great many times. */
const LINES = new Map<string, Lines>();
const MOST_TEXTS = 4;

function linesOf(text: string): Lines {
  const known = LINES.get(text);
  if (known !== undefined) return known;
  const starts = [0];
  for (let at = text.indexOf('\n'); at >= 0; at = text.indexOf('\n', at + 1)) starts.push(at + 1);
  const lines = { starts, hasLoneReturns: /\r(?!\n)/.test(text) };
  if (LINES.size >= MOST_TEXTS) LINES.clear();
  LINES.set(text, lines);
  return lines;
}

/** Index of the line that `at` is on. */
function lineAt(starts: readonly number[], at: number): number {
  let low = 0;
  let high = starts.length - 1;
  while (low < high) {
    const middle = (low + high + 1) >> 1;
    if ((starts[middle] ?? 0) <= at) low = middle;
    else high = middle - 1;
  }
  return low;
}

/** The white space at the start of the line of `at`. */
export function indentAt(text: string, at: number): string {
  const start = startOfLine(text, at);
  let end = start;
  while (text[end] === ' ' || text[end] === '\t') end++;
  return text.slice(start, end);
}

/** Whether only white space stands before `at` on its line. */
export function startsLine(text: string, at: number): boolean {
  return text.slice(startOfLine(text, at), at).trim() === '';
}

/** The first offset from `at` on that is neither white space nor part of a comment. */
export function skipTrivia(text: string, at: number, comment: CommentEnd): number {
  let i = at;
  for (;;) {
    while (i < text.length && /\s/.test(text.charAt(i))) i++;
    const end = comment(text, i);
    if (end === undefined || end === i) return i;
    i = end;
  }
}

/** Past the blanks and comments that follow on the same line; `at` itself where something else follows on it. */
export function skipRestOfLine(text: string, at: number, comment: CommentEnd): number {
  let i = at;
  for (;;) {
    while (text[i] === ' ' || text[i] === '\t') i++;
    if (i >= text.length || text[i] === '\n' || text[i] === '\r') return i;
    const end = comment(text, i);
    if (end === undefined || /[\r\n]/.test(text.slice(i, end))) return at;
    i = end;
  }
}

/**
 * Where what begins its line at `at` begins together with the comments right above it, which speak of it: behind the
 * indentation of the first of their lines. `from` is the earliest offset.
 */
export function startOfComments(text: string, at: number, from: number, comment: CommentEnd): number {
  let start = startOfLine(text, at) + indentAt(text, at).length;
  for (;;) {
    const line = startOfLine(text, start);
    const above = startOfLine(text, line - 1);
    const opens = above + indentAt(text, above).length;
    if (line === 0 || above < from || comment(text, opens) === undefined) return start;
    if (skipRestOfLine(text, opens, comment) === opens) return start;
    start = opens;
  }
}

export interface BracketLayout {
  readonly newline: string;
  /** Whether each member has a line of its own. */
  readonly isTall: boolean;
  /** Indentation of the members of a tall collection. */
  readonly indent: string;
  /** Indentation of the line on which the collection begins. */
  readonly outerIndent: string;
  /** What one level of nesting adds. */
  readonly step: string;
  /** Between a key and its value, the colon included. */
  readonly colon: string;
  /** Between two members on one line, the comma included. */
  readonly comma: string;
  /** Inside the braces of an object on one line. */
  readonly padding: string;
  /** Whether lists of scalars have a line for each item. */
  readonly tallLists: boolean;
}

/** Habits of a whole text, each looked for once: a text may hold a great many collections that change. */
class Habits {
  readonly #text: string;
  readonly #known = new Map<string, string | boolean>();

  constructor(text: string) {
    this.#text = text;
  }

  get newline(): string {
    return this.#once('newline', (text) => (text.includes('\r\n') ? '\r\n' : '\n'));
  }

  get isTall(): boolean {
    return this.#once('isTall', (text) => /[[{][ \t]*\r?\n/.test(text));
  }

  get isSpaced(): boolean {
    return this.#once('isSpaced', (text) => /[[{] /.test(text));
  }

  get tallLists(): boolean {
    return this.#once('tallLists', (text) => /\[[ \t]*\r?\n[ \t]*["\d]/.test(text));
  }

  get step(): string {
    return this.#once('step', stepOf);
  }

  get colon(): string {
    return this.#once('colon', (text) => (UNSPACED_COLON.test(text) && !/":\s/.test(text) ? ':' : ': '));
  }

  get comma(): string {
    return this.#once('comma', (text) => (TIGHT_COMMA.test(text) && !WIDE_COMMA.test(text) ? ',' : ', '));
  }

  #once<T extends string | boolean>(name: string, look: (text: string) => T): T {
    const known = this.#known.get(name) as T | undefined;
    if (known !== undefined) return known;
    const found = look(this.#text);
    this.#known.set(name, found);
    return found;
  }
}

const TIGHT_COMMA = /["\]}\del],["[{\dtfn-]/;
const WIDE_COMMA = /["\]}\del],[ \t]+["[{\dtfn-]/;

const HABITS = new WeakMap<Layer, Habits>();

function habitsOf(layer: Layer): Habits {
  const habits = HABITS.get(layer) ?? new Habits(layer.text);
  HABITS.set(layer, habits);
  return habits;
}

/** The line end that a text uses. */
export function newlineOf(layer: Layer): string {
  return habitsOf(layer).newline;
}

/** Whether some collection of a text has a line for each member. */
export function isWrittenTall(layer: Layer): boolean {
  return habitsOf(layer).isTall;
}

export function layoutOf(collection: Collection): BracketLayout {
  const text = collection.layer.text;
  const habits = habitsOf(collection.layer);
  const members = membersOf(collection);
  const isHere = ({ key, start }: Member): boolean => key?.anchor === undefined && start > collection.start;
  const at = members.findIndex(isHere);
  const first = members[at];
  const second = at < 0 ? undefined : members.slice(at + 1, at + 2).find(isHere);
  const outerIndent = indentAt(text, collection.start);
  const isTall = first === undefined ? habits.isTall : breaksLine(text, collection.start + 1, first.start);
  const indent = isTall && first !== undefined ? indentAt(text, first.start) : undefined;
  const step = indent?.startsWith(outerIndent) === true ? indent.slice(outerIndent.length) : habits.step;
  const isSpaced = first === undefined ? habits.isSpaced : isPadded(text, collection, first);
  return {
    newline: habits.newline,
    isTall,
    indent: indent ?? outerIndent + step,
    outerIndent,
    step: step === '' ? '  ' : step,
    colon: colonOf(text, members, habits),
    comma: commaOf(text, first, second, habits),
    padding: isSpaced ? ' ' : '',
    tallLists: habits.tallLists,
  };
}

/** Items that are objects show how objects are written. */
function isPadded(text: string, collection: Collection, first: Range): boolean {
  const brace = collection.kind === 'array' && text[first.start] === '{' ? first.start : collection.start;
  return text[brace + 1] === ' ';
}

function breaksLine(text: string, from: number, to: number): boolean {
  return text.slice(from, to).includes('\n');
}

function stepOf(text: string): string {
  const match = /^([ \t]*)[^\r\n]*[[{][ \t]*\r?\n([ \t]*)/m.exec(text);
  const [, outer = '', inner = ''] = match ?? [];
  return inner.startsWith(outer) && inner.length > outer.length ? inner.slice(outer.length) : '  ';
}

/** How many members are asked for their spacing. */
const ASKED = 20;

function colonOf(text: string, members: readonly Member[], habits: Habits): string {
  for (const { key, value } of members.slice(0, ASKED)) {
    if (key === undefined) break;
    if (key.anchor !== undefined) continue;
    const between = text.slice(key.end, value.start);
    if (/^[ \t]*:[ \t]*$/.test(between)) return between;
  }
  return habits.colon;
}

function commaOf(text: string, first: Range | undefined, second: Range | undefined, habits: Habits): string {
  const between = first === undefined || second === undefined ? undefined : text.slice(first.end, second.start);
  if (between !== undefined && /^,[ \t]*$/.test(between)) return between;
  return habits.comma;
}

/** Behind the quote that ends a text; a text that holds JSON has others, with a backslash. */
const UNSPACED_COLON = /(?<!\\)":[^\s]/;
