/**
 * Line folding in flow scalars (YAML 1.2, 6.5 and 7.3): a line break with the white space around it is one
 * space, n of them are n-1 line feeds. All three flow styles fold alike; they differ in their escapes only.
 *
 * Each line break is one unit together with the white space around it. Where n breaks stand for n-1 line
 * feeds, the first two breaks are one unit.
 */
import type { DecodedPiece } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { endOfMatch, PieceBuilder } from './pieces.ts';

export interface Escape {
  readonly end: number;
  readonly text: string;
}

/** Reads the escape that begins at `at`. */
export type EscapeReader = (literal: string, at: number) => Escape;

const BLANKS = /[ \t]+/y;
const LINE_BREAK = /\r?\n/y;
const FIRST_CONTINUATION = /\n([ \t]*)[^ \t\r\n]/;

/** Decodes `inside` of `literal`; the sticky pattern `ordinary` matches what needs no closer look. */
export function decodeFolded(
  literal: string,
  inside: Range,
  ordinary: RegExp,
  readEscape: EscapeReader,
): readonly DecodedPiece[] {
  const pieces = new PieceBuilder(literal);
  const limit = inside.end;
  let at = inside.start;
  while (at < limit) {
    const wordEnd = Math.min(limit, endOfMatch(ordinary, literal, at));
    const blanksEnd = Math.min(limit, endOfMatch(BLANKS, literal, wordEnd));
    const breakEnd = Math.min(limit, endOfMatch(LINE_BREAK, literal, blanksEnd));
    if (breakEnd > blanksEnd) {
      pieces.verbatim(at, wordEnd);
      at = addFold(pieces, literal, wordEnd, limit);
    } else if (blanksEnd > at) {
      pieces.verbatim(at, blanksEnd);
      at = blanksEnd;
    } else if (literal[at] === '\r') {
      pieces.verbatim(at, at + 1);
      at += 1;
    } else {
      const escape = readEscape(literal, at);
      pieces.escaped(at, escape.end, escape.text);
      at = escape.end;
    }
  }
  return pieces.finish();
}

/** Adds the line breaks that begin at `from`, or after the white space there; returns where they end. */
function addFold(pieces: PieceBuilder, literal: string, from: number, limit: number): number {
  const breaks: number[] = [];
  let at = from;
  for (;;) {
    const lineEnd = Math.min(limit, endOfMatch(BLANKS, literal, at));
    at = Math.min(limit, endOfMatch(LINE_BREAK, literal, lineEnd));
    if (at === lineEnd) break;
    breaks.push(at);
  }
  if (breaks.length === 1) {
    pieces.escaped(from, at, ' ');
    return at;
  }
  let start = from;
  for (let i = 1; i < breaks.length; i++) {
    const end = i === breaks.length - 1 ? at : (breaks[i] ?? at);
    pieces.escaped(start, end, '\n');
    start = end;
  }
  return at;
}

/** `text` with its line breaks written the way `literal` continues; undefined when it is on one line. */
export function foldLineBreaks(text: string, literal: string): string | undefined {
  const indentation = FIRST_CONTINUATION.exec(literal)?.[1];
  if (indentation === undefined) return undefined;
  const newline = literal.includes('\r\n') ? '\r\n' : '\n';
  return text.replace(/\n+/g, (breaks) => newline.repeat(breaks.length + 1) + indentation);
}
