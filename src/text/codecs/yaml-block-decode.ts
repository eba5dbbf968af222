/**
 * Pieces of a YAML block scalar.
 *
 * A line break and the indentation after it are one unit, so that whole lines can be taken out or put in and
 * a place at the start of a line lies behind its indentation. A line feed that the format adds at the end of
 * a file is a unit of no characters.
 */
import type { DecodedPiece } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { PieceBuilder, wholeAsOneUnit } from './pieces.ts';
import { contentStart, isBlank, readBlockSource } from './yaml-block-source.ts';
import type { BlockLine, BlockSource } from './yaml-block-source.ts';

export function decodeBlock(literal: string, parentIndent: number): readonly DecodedPiece[] {
  const source = readBlockSource(literal, parentIndent);
  if (source === undefined) return wholeAsOneUnit(literal);
  const pieces = new PieceBuilder(literal);
  if (source.contentEnd === 0) {
    addKeptBlankLines(pieces, source);
  } else {
    addContent(pieces, literal, source);
    addFinalBreaks(pieces, source);
  }
  return pieces.finish();
}

/** Without content only keep chomping leaves text: a line feed for each line break, and never none. */
function addKeptBlankLines(pieces: PieceBuilder, { header, lines }: BlockSource): void {
  const last = lines.at(-1);
  if (header.chomping !== '+' || last === undefined) return;
  if (lines.length === 1) pieces.escaped(last.end, last.end, '\n');
  lines.slice(1).forEach((line, i) => {
    pieces.escaped(lines[i]?.end ?? line.start, line.end, '\n');
  });
}

function addContent(pieces: PieceBuilder, literal: string, source: BlockSource): void {
  const { header, lines, first, indent } = source;
  const folded = header.style === '>';
  let previous: BlockLine | undefined;
  let breaks: Range[] = [];
  let end = 0;
  for (const [i, line] of lines.slice(0, source.contentEnd).entries()) {
    const start = contentStart(line, indent);
    if (i > 0) breaks.push({ start: end, end: start });
    end = line.end;
    // Blank lines between the lines of a folded scalar count when the next line of text is known.
    if (folded && i > first && isBlank(line) && line.spaces <= indent) continue;
    const folds = folded && previous !== undefined && isFoldable(literal, previous, indent);
    addBreaks(pieces, breaks, folds && isFoldable(literal, line, indent));
    pieces.verbatim(start, end);
    breaks = [];
    if (i >= first) previous = line;
  }
}

/** Lines that begin with white space keep their line breaks (YAML 1.2, 8.1.3). */
function isFoldable(literal: string, line: BlockLine, indent: number): boolean {
  return line.spaces <= indent && literal[contentStart(line, indent)] !== '\t';
}

/** Between lines that fold, one line break is a space and n are n-1 line feeds: the first two are one unit. */
function addBreaks(pieces: PieceBuilder, breaks: readonly Range[], folds: boolean): void {
  const [first, second] = breaks;
  if (!folds || first === undefined) {
    for (const { start, end } of breaks) pieces.escaped(start, end, '\n');
    return;
  }
  pieces.escaped(first.start, (second ?? first).end, second === undefined ? ' ' : '\n');
  for (const { start, end } of breaks.slice(2)) pieces.escaped(start, end, '\n');
}

/** What chomping leaves of the line breaks after the content (YAML 1.2, 8.1.1.2). */
function addFinalBreaks(pieces: PieceBuilder, { header, lines, contentEnd, indent }: BlockSource): void {
  const last = lines[contentEnd - 1];
  if (last === undefined || header.chomping === '-') return;
  const trailing = header.chomping === '+' ? lines.slice(contentEnd) : [];
  if (trailing.length === 0) pieces.escaped(last.end, last.next, '\n');
  let end = last.end;
  for (const line of trailing) {
    const start = contentStart(line, indent);
    pieces.escaped(end, start, '\n');
    end = line.end;
  }
}
