/**
 * YAML flow scalars: plain, single-quoted and double-quoted (YAML 1.2, 7.3). The literal is the whole scalar
 * with its quotes; its first character tells the style, so that an edit may turn a plain scalar into a
 * double-quoted one.
 *
 * Decoding follows the `yaml` library character by character for every well-formed scalar. Limits: a new line
 * break is written as such only into a scalar that already spans lines; a plain scalar that came out as
 * something other than a string (`true`, `12`) is written with quotes.
 */
import { isRefusal, refuse } from '../layer.ts';
import type { Codec, DecodedPiece, Refusal } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { cutsCharacter, isPrintable } from './characters.ts';
import { escapeDoubleQuoted, readDoubleQuotedEscape } from './yaml-escapes.ts';
import { decodeFolded, foldLineBreaks } from './yaml-folding.ts';
import type { Escape } from './yaml-folding.ts';
import { plainFault } from './yaml-plain.ts';

export interface FlowScalarPlace {
  /** Whether the scalar stands inside `[…]` or `{…}`; taken as true when not known. */
  readonly inFlow?: boolean | undefined;
  /** Whether it is a key without `?`, which has to be short. */
  readonly implicitKey?: boolean | undefined;
}

/** The shared codec for flow scalars of any style at such a place. */
export function yamlFlowScalar(place: FlowScalarPlace): Codec {
  const isKey = place.implicitKey === true;
  if (place.inFlow === false) return isKey ? BLOCK_KEY : BLOCK_VALUE;
  return isKey ? FLOW_KEY : FLOW_VALUE;
}

type Style = 'plain' | 'single' | 'double';

const QUOTES = { plain: '', single: "'", double: '"' } as const;

/** An implicit key ends within 1024 characters (YAML 1.2, 7.4.2); its anchor and tag need some of them. */
const LONGEST_KEY = 900;

const NO_PLACE = 'the value has no clear place of its own';

/** Three characters at the start of a line that end the document (YAML 1.2, 9.1.2). */
const DOCUMENT_MARKER = /\n(?:---|\.\.\.)(?![^ \t\r\n])/;

const ORDINARY_PLAIN = /[^ \t\r\n]+/y;
const ORDINARY_SINGLE = /[^ \t\r\n']+/y;
const ORDINARY_DOUBLE = /[^ \t\r\n\\]+/y;

const BLOCK_VALUE = flowScalar({ inFlow: false, implicitKey: false });
const BLOCK_KEY = flowScalar({ inFlow: false, implicitKey: true });
const FLOW_VALUE = flowScalar({ inFlow: true, implicitKey: false });
const FLOW_KEY = flowScalar({ inFlow: true, implicitKey: true });

function flowScalar(place: FlowScalarPlace): Codec {
  return {
    name: 'a YAML string',
    decode,
    encode(text, literal, at) {
      const style = styleOf(literal);
      if (hasNoPlace(style, literal)) return refuse(NO_PLACE);
      const encoded = encodeAs(style, text, literal, at);
      if (isRefusal(encoded)) return encoded;
      if (cutsCharacter(literal, at, encoded)) return refuse('the edit would cut a character in two');
      const changed = literal.slice(0, at.start) + encoded + literal.slice(at.end);
      if (leastIndent(changed) < leastIndent(literal)) return refuse('the edit would change the indentation');
      const fault = faultOf(changed, style, place);
      return fault === undefined ? encoded : refuse(fault);
    },
    rewrite(text, literal) {
      const style = styleOf(literal);
      if (hasNoPlace(style, literal)) return refuse(NO_PLACE);
      const same = inSameStyle(style, text);
      if (same !== undefined && faultOf(same, style, place) === undefined) return same;
      const quoted = doubleQuoted(text);
      const fault = faultOf(quoted, 'double', place);
      return fault === undefined ? quoted : refuse(fault);
    },
  };
}

/**
 * What is written at the place of an empty scalar would join the tag or the `:` before it. A lone carriage return
 * is white space there and text here for the `yaml` library, and a line break for others (YAML 1.2, 5.4).
 */
function hasNoPlace(style: Style, literal: string): boolean {
  return style === 'plain' && (literal === '' || /\r(?!\n)/.test(literal));
}

function styleOf(literal: string): Style {
  if (literal.startsWith('"')) return 'double';
  return literal.startsWith("'") ? 'single' : 'plain';
}

function decode(literal: string): readonly DecodedPiece[] {
  const quoted = { start: 1, end: literal.length - 1 };
  switch (styleOf(literal)) {
    case 'plain':
      return decodeFolded(literal, { start: 0, end: literal.length }, ORDINARY_PLAIN, readNothing);
    case 'single':
      return decodeFolded(literal, quoted, ORDINARY_SINGLE, readQuote);
    case 'double':
      return decodeFolded(literal, quoted, ORDINARY_DOUBLE, readDoubleQuotedEscape);
  }
}

/** A plain scalar has no escapes. */
function readNothing(_literal: string, at: number): Escape {
  return { end: at + 1, text: '' };
}

/** `''` for one quote; a single one cannot occur in a well-formed scalar and stands for itself. */
function readQuote(literal: string, at: number): Escape {
  return { end: at + (literal[at + 1] === "'" ? 2 : 1), text: "'" };
}

function encodeAs(style: Style, text: string, literal: string, at: Range): string | Refusal {
  if (style === 'double') return keepEdgeSpaces(escapeDoubleQuoted(text), literal, at);
  if (!isPrintable(text)) return refuse('the text holds a character that needs an escape sequence');
  const spelled = style === 'single' ? doubleQuotes(text) : text;
  if (!spelled.includes('\n')) return spelled;
  return foldLineBreaks(spelled, literal) ?? refuse('the scalar is written on one line');
}

function inSameStyle(style: Style, text: string): string | undefined {
  if (style === 'double' || !isPrintable(text) || text.includes('\n')) return undefined;
  return style === 'single' ? `'${doubleQuotes(text)}'` : text;
}

function doubleQuoted(text: string): string {
  return `"${escapeDoubleQuoted(text)}"`;
}

function doubleQuotes(text: string): string {
  return text.replaceAll("'", "''");
}

/** White space next to a line break is not part of the text (YAML 1.2, 7.3.1) unless it is escaped. */
function keepEdgeSpaces(encoded: string, literal: string, at: Range): string {
  let kept = encoded;
  if (kept.endsWith(' ') && /^[ \t]*\r?\n/.test(literal.slice(at.end))) kept = `${kept.slice(0, -1)}\\x20`;
  if (kept.startsWith(' ') && /\n[ \t]*$/.test(literal.slice(0, at.start))) kept = `\\x20${kept.slice(1)}`;
  return kept;
}

/** Why `literal` would not be read as one string in that style, or undefined. */
function faultOf(literal: string, style: Style, place: FlowScalarPlace): string | undefined {
  if (!isClosed(literal, QUOTES[style])) return 'the scalar has no closing quote';
  if (DOCUMENT_MARKER.test(literal)) return 'the text would be read as a document marker';
  if (place.implicitKey === true && literal.length > LONGEST_KEY) return 'the key would be too long';
  return style === 'plain' ? plainFault(literal, place.inFlow !== false) : undefined;
}

/** Of the lines after the first; the closing quote is part of the last one. */
function leastIndent(literal: string): number {
  let least = Infinity;
  for (const [, spaces = ''] of literal.matchAll(/\n( *)[^ \r\n]/g)) least = Math.min(least, spaces.length);
  return least;
}

/** The last quote may be part of an escape: the `yaml` library lets that pass at the end of a file. */
function isClosed(literal: string, quote: string): boolean {
  const last = decode(literal).at(-1);
  return literal.endsWith(quote) && literal.length > quote.length && (last?.to ?? 0) <= literal.length - quote.length;
}
