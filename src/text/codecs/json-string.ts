/**
 * JSON strings: the literal is the whole string with its quotes.
 *
 * Malformed strings decode as `jsonc-parser` reads them: an unknown or cut-off escape stands for nothing, and
 * a raw line break ends the string. A literal without an opening quote is taken as one unit.
 */
import { refuse } from '../layer.ts';
import type { Codec, DecodedPiece, Refusal } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { cutsCharacter, escapeUnprintable } from './characters.ts';
import { endOfMatch, PieceBuilder, wholeAsOneUnit } from './pieces.ts';

const ORDINARY = /[^"\\\r\n]+/y;
const HEX = /[0-9A-Fa-f]{0,4}/y;

/** What stands for what after a backslash, `\u` aside (RFC 8259). */
export const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['"', '"'],
  ['\\', '\\'],
  ['/', '/'],
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
]);

const SHORT_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

export const jsonStringCodec: Codec = {
  name: 'a JSON string',
  decode,
  encode(text: string, literal: string, at: Range): string | Refusal {
    const encoded = escapeForJson(text);
    return cutsCharacter(literal, at, encoded) ? refuse('the edit would cut a character in two') : encoded;
  },
  alone(source: string, literal: string): string | undefined {
    return literal.startsWith('"') ? `"${source}"` : undefined;
  },
  rewrite(text: string): string {
    return `"${escapeForJson(text)}"`;
  },
};

function decode(literal: string): readonly DecodedPiece[] {
  if (!literal.startsWith('"')) return wholeAsOneUnit(literal);
  const pieces = new PieceBuilder(literal);
  let at = 1;
  while (at < literal.length) {
    const runEnd = endOfMatch(ORDINARY, literal, at);
    pieces.verbatim(at, runEnd);
    if (literal[runEnd] !== '\\') break;
    const escape = readEscape(literal, runEnd);
    pieces.escaped(runEnd, escape.end, escape.text);
    at = escape.end;
  }
  return pieces.finish();
}

function readEscape(literal: string, at: number): { readonly end: number; readonly text: string } {
  const letter = literal.charAt(at + 1);
  if (letter !== 'u') return { end: Math.min(at + 2, literal.length), text: SIMPLE_ESCAPES.get(letter) ?? '' };
  const end = endOfMatch(HEX, literal, at + 2);
  const complete = end === at + 6;
  return { end, text: complete ? String.fromCharCode(parseInt(literal.slice(at + 2, end), 16)) : '' };
}

function escapeForJson(text: string): string {
  return escapeUnprintable(
    text.replace(/["\\\b\f\n\r\t]/g, (character) => SHORT_SPELLINGS.get(character) ?? character),
  );
}
