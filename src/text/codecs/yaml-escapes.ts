/**
 * Escape sequences of double-quoted YAML scalars (YAML 1.2, 5.7).
 * An unknown or cut-off sequence stands for itself, as the `yaml` library reads it; it is an error there.
 */
import { escapeUnprintable } from './characters.ts';
import type { Escape } from './yaml-folding.ts';
import { endOfMatch } from './pieces.ts';

const SIMPLE_ESCAPES: ReadonlyMap<string, string> = new Map([
  ['0', '\0'],
  ['a', '\x07'],
  ['b', '\b'],
  ['t', '\t'],
  ['\t', '\t'],
  ['n', '\n'],
  ['v', '\v'],
  ['f', '\f'],
  ['r', '\r'],
  ['e', '\x1b'],
  [' ', ' '],
  ['"', '"'],
  ['/', '/'],
  ['\\', '\\'],
  ['N', '\u0085'],
  ['_', '\u00a0'],
  ['L', '\u2028'],
  ['P', '\u2029'],
]);

const HEX_DIGITS: ReadonlyMap<string, number> = new Map([
  ['x', 2],
  ['u', 4],
  ['U', 8],
]);

const SHORT_SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['"', '\\"'],
  ['\\', '\\\\'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

/** A line break that is left out, with the indentation of the next line. */
const ESCAPED_BREAK = /\r?\n[ \t]*/y;

export function readDoubleQuotedEscape(literal: string, at: number): Escape {
  const letter = literal.charAt(at + 1);
  const simple = SIMPLE_ESCAPES.get(letter);
  if (simple !== undefined) return { end: at + 2, text: simple };
  const breakEnd = endOfMatch(ESCAPED_BREAK, literal, at + 1);
  if (breakEnd > at + 1) return { end: breakEnd, text: '' };
  const digits = HEX_DIGITS.get(letter);
  const end = Math.min(literal.length, at + 2 + (digits ?? 0));
  const text = digits === undefined ? undefined : characterOf(literal.slice(at + 2, end), digits);
  return { end, text: text ?? literal.slice(at, end) };
}

function characterOf(hex: string, digits: number): string | undefined {
  if (hex.length !== digits || !/^[0-9A-Fa-f]+$/.test(hex)) return undefined;
  const code = parseInt(hex, 16);
  return code > 0x10ffff ? undefined : String.fromCodePoint(code);
}

/** Spells `text` for a double-quoted scalar on one line. */
export function escapeDoubleQuoted(text: string): string {
  return escapeUnprintable(text.replace(/["\\\n\r\t]/g, (character) => SHORT_SPELLINGS.get(character) ?? character));
}
