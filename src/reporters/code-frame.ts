/**
 * Chooses the rows of a code frame: which lines to show for a range, and what to underline in them.
 * Rows carry no colour and no gutter; `pretty.ts` draws those.
 *
 * Limits: never more than eight rows, whatever the range.
 */
import type { HostSpan } from '../text/layer.ts';
import type { Range, SourceFile } from '../text/source-file.ts';
import { layOutLine } from './line-layout.ts';

/** `spanned` rows belong to a range of several lines. */
export type FrameRow =
  | { readonly kind: 'code'; readonly line: number; readonly text: string; readonly spanned: boolean }
  | { readonly kind: 'mark'; readonly indent: number; readonly width: number; readonly spanned: boolean }
  | { readonly kind: 'gap'; readonly lines: number };

/** The most lines of a range that are shown whole; with the line before and two underlines that makes eight rows. */
const MOST_LINES = 5;
/** Lines shown before the gap of a longer range. */
const LINES_BEFORE_GAP = 3;

/** The range with one line of context; `budget` is the most columns of a row. */
export function codeFrame(span: HostSpan, budget: number): readonly FrameRow[] {
  const { file } = span;
  const range = clamp(span);
  const first = file.position(range.start).line;
  const last = lastLine(file, range);
  const rows =
    first === last ? markedLine(file, first, range, budget, false) : severalLines(file, first, last, range, budget);
  return [...contextLine(file, first, range, budget), ...rows];
}

/** The first line of the range only, for a related place. */
export function shortFrame(span: HostSpan, budget: number): readonly FrameRow[] {
  const range = clamp(span);
  return markedLine(span.file, span.file.position(range.start).line, range, budget, false);
}

function clamp(span: HostSpan): Range {
  const length = span.file.text.length;
  const start = Math.min(Math.max(0, span.start), length);
  return { start, end: Math.min(Math.max(start, span.end), length) };
}

/** A range that ends with a line end does not reach into the next line. */
function lastLine(file: SourceFile, range: Range): number {
  const end = file.position(range.end);
  return end.column === 1 && range.end > range.start ? end.line - 1 : end.line;
}

function severalLines(
  file: SourceFile,
  first: number,
  last: number,
  range: Range,
  budget: number,
): readonly FrameRow[] {
  const count = last - first + 1;
  const shown = count <= MOST_LINES ? count - 1 : LINES_BEFORE_GAP;
  const rows: FrameRow[] = [...markedLine(file, first, range, budget, true)];
  for (let line = first + 1; line < first + shown; line++) rows.push(plainLine(file, line, budget, true));
  if (shown < count - 1) rows.push({ kind: 'gap', lines: count - 1 - shown });
  return [...rows, ...markedLine(file, last, range, budget, true)];
}

function markedLine(
  file: SourceFile,
  line: number,
  range: Range,
  budget: number,
  spanned: boolean,
): readonly FrameRow[] {
  const bounds = lineBounds(file, line);
  const layout = layOutLine(file.text, bounds, markOn(file.text, bounds, range), budget);
  return [
    { kind: 'code', line, text: layout.text.trimEnd(), spanned },
    { kind: 'mark', indent: layout.indent, width: layout.width, spanned },
  ];
}

function plainLine(file: SourceFile, line: number, budget: number, spanned: boolean): FrameRow {
  const bounds = lineBounds(file, line);
  const { text } = layOutLine(file.text, bounds, { start: bounds.start, end: bounds.start }, budget);
  return { kind: 'code', line, text: text.trimEnd(), spanned };
}

/** The line before, unless it is blank or the columns would not agree with those of the line below it. */
function contextLine(file: SourceFile, first: number, range: Range, budget: number): readonly FrameRow[] {
  if (first === 1) return [];
  const bounds = lineBounds(file, first);
  if (layOutLine(file.text, bounds, markOn(file.text, bounds, range), budget).cutLeft) return [];
  const row = plainLine(file, first - 1, budget, false);
  return row.kind === 'code' && row.text !== '' ? [row] : [];
}

/** The part of `range` on a line; on a later line of the range without the indentation. */
function markOn(text: string, line: Range, range: Range): Range {
  const start = range.start >= line.start ? range.start : firstNonBlank(text, line);
  const end = Math.min(range.end, line.end);
  return { start: Math.min(start, line.end), end: Math.max(end, Math.min(start, line.end)) };
}

function firstNonBlank(text: string, line: Range): number {
  let offset = line.start;
  while (offset < line.end && (text[offset] === ' ' || text[offset] === '\t')) offset++;
  return offset;
}

/** A line without its line end. */
function lineBounds(file: SourceFile, line: number): Range {
  const start = file.lineStarts[line - 1] ?? file.text.length;
  let end = file.lineStarts[line] ?? file.text.length;
  while (end > start && (file.text[end - 1] === '\n' || file.text[end - 1] === '\r')) end--;
  return { start, end };
}
