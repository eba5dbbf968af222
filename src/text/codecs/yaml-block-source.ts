/**
 * The parts of a YAML block scalar (YAML 1.2, 8.1): header, lines, content indentation, and what is odd.
 *
 * The literal begins at the `|` or `>` (after anchor and tag) and, as the `yaml` library reports it, takes in
 * the header's comment, all content lines and the line break after the last one. Trailing blank lines belong to
 * it only under keep chomping (`+`), or when they are indented further than the first content line.
 */
import { endOfMatch } from './pieces.ts';

export type Chomping = '' | '-' | '+';

export interface BlockHeader {
  readonly style: '|' | '>';
  readonly chomping: Chomping;
  /** The indentation indicator, relative to the parent; 0 when there is none. */
  readonly indicator: number;
  /** White space and comment after the indicators. */
  readonly rest: string;
  readonly newline: '\n' | '\r\n';
  /** Where the first line begins. */
  readonly end: number;
  readonly wellFormed: boolean;
}

/** `[start, end)` without the line break; `next` is where the next line begins, or the end of the literal. */
export interface BlockLine {
  readonly start: number;
  /** Leading spaces. */
  readonly spaces: number;
  readonly end: number;
  readonly next: number;
}

export interface BlockSource {
  readonly header: BlockHeader;
  /** The last one is empty when the literal ends with a line break. */
  readonly lines: readonly BlockLine[];
  /** The first line that is not blank; `lines.length` when all are. */
  readonly first: number;
  /** One past the last line that counts as content; 0 when none does. */
  readonly contentEnd: number;
  /** How many spaces are not content. */
  readonly indent: number;
  readonly parentIndent: number;
}

const HEADER = /^([|>])([^ \t\r\n#]*)([^\n]*)/;
const INDICATORS = /^(?:[1-9][-+]?|[-+][1-9]?)?$/;
const HEADER_REST = /^(?:[ \t]+(?:#.*)?)?$/;
const SPACES = / +/y;
/** At the start of a line these end the document (YAML 1.2, 9.1.2). */
const DOCUMENT_MARKER = /(?:---|\.\.\.)(?![^ \t\r\n])/y;

/** `parentIndent` is the indentation of the collection around the scalar, 0 at the root of a document. */
export function readBlockSource(literal: string, parentIndent: number): BlockSource | undefined {
  const header = readHeader(literal);
  if (header === undefined) return undefined;
  const lines = readLines(literal, header.end);
  const first = firstContent(lines);
  const least = parentIndent + header.indicator;
  const indent = header.indicator > 0 ? least : detectIndent(lines, first, least);
  const contentEnd = first === lines.length ? 0 : endOfContent(lines, indent);
  return { header, lines, first, contentEnd, indent, parentIndent };
}

/** Whether the whole file would not be read with exactly this literal in it, or not without an error. */
export function hasBlockFault(literal: string, source: BlockSource): boolean {
  const { header, lines, first, contentEnd, indent } = source;
  if (!header.wellFormed || isTooShallow(source)) return true;
  // Leading blank lines may not be indented further than the line that sets the indentation (8.1.1.1).
  const leading = contentEnd > 0 && header.indicator === 0 ? lines.slice(0, first) : [];
  if (leading.some((line) => line.spaces > indent)) return true;
  if (header.chomping !== '+' && losesTrailingSpaces(source)) return true;
  return lines.some((line) => !isBlank(line) && (line.spaces < indent || isDocumentMarker(literal, line)));
}

export function isBlank(line: BlockLine): boolean {
  return line.start + line.spaces === line.end;
}

function readHeader(literal: string): BlockHeader | undefined {
  const match = HEADER.exec(literal);
  if (match === null) return undefined;
  const [whole, style, indicators = '', tail = ''] = match;
  const crlf = tail.endsWith('\r');
  const rest = crlf ? tail.slice(0, -1) : tail;
  const chomping = /[-+]/.exec(indicators)?.[0];
  const hasLines = whole.length < literal.length;
  return {
    style: style === '>' ? '>' : '|',
    chomping: chomping === '-' || chomping === '+' ? chomping : '',
    indicator: Number(/[1-9]/.exec(indicators)?.[0] ?? 0),
    rest,
    newline: crlf ? '\r\n' : '\n',
    end: Math.min(literal.length, whole.length + 1),
    // The library drops what it does not expect in a header; then the literal ends after the white space.
    wellFormed: INDICATORS.test(indicators) && HEADER_REST.test(rest) && (hasLines || !/[ \t]$/.test(rest)),
  };
}

function readLines(literal: string, from: number): readonly BlockLine[] {
  const lines: BlockLine[] = [];
  if (from === literal.length) return lines;
  let start = from;
  for (;;) {
    const feed = literal.indexOf('\n', start);
    const stop = feed === -1 ? literal.length : feed;
    const end = stop > start && literal[stop - 1] === '\r' ? stop - 1 : stop;
    lines.push({ start, spaces: endOfMatch(SPACES, literal, start) - start, end, next: feed === -1 ? stop : feed + 1 });
    if (feed === -1) return lines;
    start = feed + 1;
  }
}

function firstContent(lines: readonly BlockLine[]): number {
  const index = lines.findIndex((line) => !isBlank(line));
  return index === -1 ? lines.length : index;
}

/** The first line with content sets the indentation (YAML 1.2, 8.1.1.1). */
function detectIndent(lines: readonly BlockLine[], first: number, least: number): number {
  return lines[first]?.spaces ?? least;
}

/** Trailing lines of spaces are content where they are indented further than the rest. */
function endOfContent(lines: readonly BlockLine[], indent: number): number {
  return lines.findLastIndex((line) => !isBlank(line) || line.spaces > indent) + 1;
}

/** Content stands deeper than its parent. At depth 0 it may be the root, which has none. */
function isTooShallow({ contentEnd, indent, parentIndent }: BlockSource): boolean {
  return contentEnd > 0 && parentIndent > 0 && indent <= parentIndent;
}

/** Whether blank lines after the literal stay outside of it in `before` but would be part of it in `after`. */
export function drawsInBlankLines(before: BlockSource, after: BlockSource): boolean {
  if (before.header.chomping === '+') return false;
  return after.header.chomping === '+' || deepestDropped(after) < deepestDropped(before);
}

/** The library takes trailing lines of more spaces than the first content line has for content. */
function deepestDropped({ lines, first }: BlockSource): number {
  return lines[first]?.spaces ?? Infinity;
}

/**
 * The `yaml` library leaves trailing blank lines out of the literal unless they are indented further than the
 * first content line, even where an indicator makes fewer spaces count as content.
 */
function losesTrailingSpaces({ lines, first, contentEnd }: BlockSource): boolean {
  const last = lines[contentEnd - 1];
  return last !== undefined && isBlank(last) && last.spaces <= (lines[first]?.spaces ?? 0);
}

function isDocumentMarker(literal: string, line: BlockLine): boolean {
  return endOfMatch(DOCUMENT_MARKER, literal, line.start) > line.start;
}

/** Where the text of a line begins, after the indentation. */
export function contentStart(line: BlockLine, indent: number): number {
  return line.start + Math.min(line.spaces, indent);
}
