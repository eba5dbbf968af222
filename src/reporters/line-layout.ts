/**
 * Lays out one source line for a terminal: expands tabs, makes every character printable, cuts a long line down to
 * a window around the marked part, and says which columns to underline.
 *
 * Limits: looks only at the neighbourhood of the mark, so that a line of a megabyte costs no more than a short one;
 * tab stops of a cut line are counted from where the neighbourhood begins.
 */
import type { Range } from '../text/source-file.ts';
import { columnsAdded } from './display-width.ts';
import { printable } from './printable.ts';

const TAB_STOP = 4;
const ELLIPSIS = '…';
const BYTE_ORDER_MARK = '\uFEFF';
/** Columns kept before the mark of a cut line, however long the mark is. */
const LEAST_LEAD = 8;

export interface LineLayout {
  readonly text: string;
  /** Columns before the underline. */
  readonly indent: number;
  /** Columns of the underline, at least one. */
  readonly width: number;
  /** Whether the start of the line is not shown. */
  readonly cutLeft: boolean;
}

/** A character with what combines with it, as it will be printed. */
interface Cell {
  readonly start: number;
  end: number;
  text: string;
  readonly column: number;
  width: number;
}

interface Window {
  readonly cells: readonly Cell[];
  readonly cutLeft: boolean;
  readonly cutRight: boolean;
}

/** `line` and `mark` are ranges of `source`; `line` without its line end. `budget` is the most columns to use. */
export function layOutLine(source: string, line: Range, mark: Range, budget: number): LineLayout {
  const near = neighbourhood(source, line, mark.start, budget);
  const cells = toCells(source, near);
  const marked = markedColumns(cells, mark);
  const window = chooseWindow(cells, marked, budget, { left: near.start > line.start, right: near.end < line.end });
  return draw(window, marked);
}

function neighbourhood(source: string, line: Range, around: number, budget: number): Range {
  const reach = 2 * budget;
  const start = Math.max(line.start, around - reach);
  const end = Math.min(line.end, Math.max(line.start, around) + reach);
  return {
    start: splitsPair(source, start) && start > line.start ? start - 1 : start,
    end: splitsPair(source, end) && end < line.end ? end + 1 : end,
  };
}

function splitsPair(source: string, offset: number): boolean {
  const before = source.charCodeAt(offset - 1);
  const after = source.charCodeAt(offset);
  return before >= 0xd800 && before <= 0xdbff && after >= 0xdc00 && after <= 0xdfff;
}

function toCells(source: string, range: Range): readonly Cell[] {
  const cells: Cell[] = [];
  let column = 0;
  let offset = range.start;
  let before = '';
  for (const character of source.slice(range.start, range.end)) {
    const isMark = offset === 0 && character === BYTE_ORDER_MARK;
    const text = isMark ? '' : shown(character, source, offset, column);
    const added = text === character ? columnsAdded(character, before) : text.length;
    addCell(cells, { start: offset, end: offset + character.length, text, column, width: added }, before);
    column += added;
    offset += character.length;
    before = text === character ? character : '';
  }
  return cells;
}

/** What combines with the character before it shares its cell, so that an underline covers both. */
function addCell(cells: Cell[], cell: Cell, before: string): void {
  const last = cells.at(-1);
  const combines = before !== '' && (cell.width === 0 || cell.text === '\uFE0F');
  if (!combines || last === undefined) {
    cells.push(cell);
    return;
  }
  last.end = cell.end;
  last.text += cell.text;
  last.width += cell.width;
}

function shown(character: string, source: string, offset: number, column: number): string {
  if (character === '\t') return ' '.repeat(TAB_STOP - (column % TAB_STOP));
  if (character === '#') return printable(source.slice(offset, offset + 6)).startsWith('#') ? '#' : '\\u0023';
  return printable(character);
}

/** The columns `mark` takes up, counted from the first cell; `to` equals `from` for an empty mark. */
function markedColumns(cells: readonly Cell[], mark: Range): { readonly from: number; readonly to: number } {
  const first = cells.find((cell) => cell.end > mark.start);
  const from = first === undefined ? endColumn(cells) : first.column;
  if (mark.end <= mark.start) return { from, to: from };
  const last = cells.findLast((cell) => cell.start < mark.end);
  return { from, to: last === undefined ? from : Math.max(from, last.column + last.width) };
}

function endColumn(cells: readonly Cell[]): number {
  const last = cells.at(-1);
  return last === undefined ? 0 : last.column + last.width;
}

function chooseWindow(
  cells: readonly Cell[],
  marked: { readonly from: number; readonly to: number },
  budget: number,
  open: { readonly left: boolean; readonly right: boolean },
): Window {
  if (!open.left && !open.right && endColumn(cells) <= budget) return { cells, cutLeft: false, cutRight: false };
  const fromStart = !open.left && marked.to < budget;
  const latest = open.right ? Infinity : endColumn(cells) - (budget - 2);
  const edge = fromStart ? 0 : Math.max(0, Math.min(leftEdge(marked, budget), latest));
  const first = cells.findIndex((cell) => cell.column >= edge);
  const rest = first < 0 ? [] : cells.slice(first);
  const cutLeft = open.left || first !== 0;
  const room = budget - (cutLeft ? 1 : 0) - 1 + (rest[0]?.column ?? 0);
  const kept = rest.filter((cell) => cell.column + cell.width <= room);
  return { cells: kept, cutLeft, cutRight: open.right || kept.length < rest.length };
}

/** Puts the mark in the middle of the window, or near its left edge when it is too long for that. */
function leftEdge(marked: { readonly from: number; readonly to: number }, budget: number): number {
  const lead = Math.floor((budget - 2 - (marked.to - marked.from)) / 2);
  return marked.from - Math.max(LEAST_LEAD, lead);
}

function draw(window: Window, marked: { readonly from: number; readonly to: number }): LineLayout {
  const { cells, cutLeft, cutRight } = window;
  const first = cells[0]?.column ?? marked.from;
  const text = cells.map((cell) => cell.text).join('');
  const shift = (cutLeft ? 1 : 0) - first;
  const shownTo = Math.min(marked.to, endColumn(cells) + (cutRight ? 1 : 0));
  return {
    text: (cutLeft ? ELLIPSIS : '') + text + (cutRight ? ELLIPSIS : ''),
    indent: marked.from + shift,
    width: Math.max(1, shownTo - marked.from),
    cutLeft,
  };
}
