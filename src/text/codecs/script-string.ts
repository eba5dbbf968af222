/**
 * Text in TypeScript and JavaScript source: string literals with their quotes, and the stretches of a template literal
 * between its backquotes and expressions, which are decoded without any delimiter.
 *
 * Limits: octal escapes, which strict code may not hold, are read as one unit each and never written.
 */
import { refuse } from '../layer.ts';
import type { Codec, DecodedPiece, Refusal } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { cutsCharacter, escapeUnprintable } from './characters.ts';
import { endOfMatch, PieceBuilder } from './pieces.ts';

const SIMPLE: ReadonlyMap<string, string> = new Map([
  ['b', '\b'],
  ['f', '\f'],
  ['n', '\n'],
  ['r', '\r'],
  ['t', '\t'],
  ['v', '\v'],
  ['0', '\0'],
  ['\n', ''],
  ['\u2028', ''],
  ['\u2029', ''],
]);

const SPELLINGS: ReadonlyMap<string, string> = new Map([
  ['\\', '\\\\'],
  ['\b', '\\b'],
  ['\f', '\\f'],
  ['\n', '\\n'],
  ['\r', '\\r'],
  ['\t', '\\t'],
]);

const ESCAPE = /\\(?:u\{[0-9A-Fa-f]+\}|u[0-9A-Fa-f]{4}|x[0-9A-Fa-f]{2}|\r\n|[^])/y;

export const scriptStringCodec: Codec = {
  name: 'a string literal',
  decode(literal: string): readonly DecodedPiece[] {
    const pieces = new PieceBuilder(literal);
    decodeInto(pieces, literal, 1, literal.length - 1);
    return pieces.finish();
  },
  encode(text: string, literal: string, at: Range): string | Refusal {
    const encoded = escapeFor(text, literal.charAt(0));
    return cutsCharacter(literal, at, encoded) ? refuse('the edit would cut a character in two') : encoded;
  },
  rewrite(text: string, literal: string): string {
    const mark = literal.charAt(0);
    return `${mark}${escapeFor(text, mark)}${mark}`;
  },
};

/** The name of a property, without quotes or with them; one that needs quotes gets those that the file uses. */
export function scriptNameCodec(quote: string): Codec {
  return {
    name: 'the name of a property',
    decode(literal: string): readonly DecodedPiece[] {
      if (/^['"]/.test(literal)) return scriptStringCodec.decode(literal);
      const pieces = new PieceBuilder(literal);
      for (let at = 0; at < literal.length; at++) pieces.verbatim(at, at + 1);
      return pieces.finish();
    },
    encode(text: string, literal: string, at: Range): string | Refusal {
      const whole = literal.slice(0, at.start) + text + literal.slice(at.end);
      return PLAIN_NAME.test(whole) ? text : refuse('the name needs quotes');
    },
    rewrite: (text: string): string => `${quote}${escapeFor(text, quote)}${quote}`,
  };
}

const PLAIN_NAME = /^[A-Za-z_$][\w$]*$/;

export const templateTextCodec: Codec = {
  name: 'template literal text',
  decode(literal: string): readonly DecodedPiece[] {
    const pieces = new PieceBuilder(literal);
    decodeInto(pieces, literal, 0, literal.length);
    return pieces.finish();
  },
  encode(text: string, literal: string, at: Range): string | Refusal {
    const encoded = text.replace(/[\\`]/g, '\\$&').replaceAll('${', '\\${').replaceAll('\r', '\\r');
    const safe = text.includes('\n') ? encoded : escapeUnprintable(encoded);
    const joins = (literal.slice(0, at.start) + safe).endsWith('$') && literal.charAt(at.end) === '{';
    if (joins) return refuse('the text would begin an expression');
    return cutsCharacter(literal, at, safe) ? refuse('the edit would cut a character in two') : safe;
  },
};

function decodeInto(pieces: PieceBuilder, literal: string, from: number, to: number): void {
  let at = from;
  while (at < to) {
    const character = literal.charAt(at);
    if (character === '\\') {
      const end = Math.min(to, Math.max(endOfMatch(ESCAPE, literal, at), at + 1));
      pieces.escaped(at, end, unescape(literal.slice(at, end)));
      at = end;
    } else if (character === '\r') {
      // Line breaks in a template literal are line feeds, however the file has them.
      const end = literal.charAt(at + 1) === '\n' ? at + 2 : at + 1;
      pieces.escaped(at, end, '\n');
      at = end;
    } else {
      pieces.verbatim(at, at + 1);
      at += 1;
    }
  }
}

function unescape(escape: string): string {
  const letter = escape.charAt(1);
  if (letter === '\r') return '';
  const code = /^\\(?:u\{([^}]+)\}|[ux](.+))$/.exec(escape);
  const digits = code?.[1] ?? code?.[2];
  if (digits === undefined) return SIMPLE.get(letter) ?? letter;
  const point = parseInt(digits, 16);
  return point > 0x10ffff ? '' : String.fromCodePoint(point);
}

function escapeFor(text: string, mark: string): string {
  return escapeUnprintable(
    text.replace(/[\\\b\f\n\r\t"']/g, (character) =>
      character === '"' || character === "'" ? quoted(character, mark) : (SPELLINGS.get(character) ?? character),
    ),
  );
}

function quoted(character: string, mark: string): string {
  return character === mark ? `\\${character}` : character;
}
