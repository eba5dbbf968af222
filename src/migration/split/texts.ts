/**
 * The two new files, made of the text of the old one by cutting and adding: the code around the handler stays as it is, and
 * so does the handler on its side of the cut. What both languages have in common; `Wording` says how each writes it.
 */
import type { CodeStatement } from '../../handlers/outline.ts';
import type { Range } from '../../text/source-file.ts';
import { earlyReturns } from './cut.ts';
import type { Cut, CutBlock, CutLevel } from './cut.ts';
import type { LiveName } from './names.ts';

/** What one level hands over. */
export interface Frame {
  readonly names: readonly LiveName[];
  /** Statements that the function after the call does again: clients that are made in the handler, imports. */
  readonly again: readonly CodeStatement[];
}

export interface SplitParts {
  readonly cut: Cut;
  /** As the levels of the cut. */
  readonly frames: readonly Frame[];
}

/** How a language writes what is added. */
export interface Wording {
  /** The request of the call; `given` is what stands between the parentheses of the call. */
  request(client: string, given: string): string;
  /** Ends a function before the call, with what it got from inside. */
  keep(made: string, frame: Frame, isHandler: boolean): string;
  early(result: string): string;
  /** Begins the handler after the call. */
  open(hasEarly: boolean): readonly string[];
  /** Takes names out of a frame. */
  take(frame: Frame, index: number): readonly string[];
  readonly reply: string;
  /** What the functions inside the handler are given after the call. */
  readonly given: string;
  readonly event: string;
}

interface Edit extends Range {
  readonly text: string;
}

export function textBefore({ cut, frames }: SplitParts, wording: Wording): string {
  const edits: Edit[] = [];
  for (const [i, level] of cut.levels.entries()) {
    const frame = frames[i];
    if (frame === undefined) continue;
    edits.push(...restRemoved(level, wording.keep(madeInside(cut, level, wording), frame, i === 0)));
    if (i === 0) for (const statement of earlyReturns(level)) edits.push(earlyEdit(cut.text, statement, wording));
  }
  return edited(cut.text, edits);
}

function madeInside({ text, levels }: Cut, level: CutLevel, wording: Wording): string {
  const { hole } = level;
  if (level !== levels.at(-1)) return withAwait(text, level);
  const { callee } = hole;
  const client = callee.kind === 'attribute' ? text.slice(callee.of.start, callee.of.end) : '';
  const given = text
    .slice(callee.end, hole.end)
    .replace(/^\s*\(/, '')
    .replace(/\)$/, '');
  return wording.request(client, given);
}

/** The call of a function inside, awaited if it was. */
function withAwait(text: string, { hole }: CutLevel): string {
  const own = text.slice(hole.start, hole.end);
  return /\bawait\s+$/.test(text.slice(0, hole.start)) ? `await ${own}` : own;
}

function restRemoved({ blocks, statement }: CutLevel, instead: string): readonly Edit[] {
  return [...blocks].reverse().map(({ statements, at }, i) => {
    const own = i === 0 ? statement : statements[at];
    const start = i === 0 ? statement.start : (own?.end ?? 0);
    return { start, end: statements.at(-1)?.end ?? start, text: i === 0 ? instead : '' };
  });
}

function earlyEdit(text: string, statement: CodeStatement, wording: Wording): Edit {
  const value = statement.kind === 'return' ? statement.value : undefined;
  const end = value?.end ?? statement.start + 'return'.length;
  const result = value === undefined ? '' : text.slice(value.start, value.end);
  const isBare = value?.kind === 'other' && value.what === 'a tuple' && !result.startsWith('(');
  return { start: statement.start, end, text: wording.early(isBare ? `(${result})` : result) };
}

export function textAfter({ cut, frames }: SplitParts, wording: Wording): string {
  const edits: Edit[] = [];
  const innermost = cut.levels.at(-1);
  const hasEarly = cut.levels[0] !== undefined && earlyReturns(cut.levels[0]).length > 0;
  for (const [i, level] of cut.levels.entries()) {
    const frame = frames[i];
    if (frame === undefined) continue;
    const own = frame.again.map(({ start, end }) => cut.text.slice(start, end));
    const taken = wording.take(frame, cut.levels.length - 1 - i);
    const lines = [...(i === 0 ? wording.open(hasEarly) : []), ...own, ...taken];
    edits.push(...startRemoved(cut.text, level, lines));
    edits.push(parametersEdit(cut.text, level, i === 0, wording));
    const { hole } = level;
    const call = level === innermost ? wording.reply : `${calleeText(cut.text, level)}(${wording.given})`;
    edits.push({ start: hole.start, end: hole.end, text: call });
  }
  return edited(cut.text, edits);
}

function calleeText(text: string, { hole: { callee } }: CutLevel): string {
  return text.slice(callee.start, callee.end);
}

/** The first statement of a function that is no description of it. */
function firstOf({ statements, at }: CutBlock): CodeStatement | undefined {
  const [first, second] = statements;
  const isDescription = at > 0 && first?.kind === 'expression' && first.value.kind === 'text';
  return isDescription ? second : first;
}

function startRemoved(text: string, { blocks, statement }: CutLevel, lines: readonly string[]): readonly Edit[] {
  return blocks.map((block, i) => {
    const first = firstOf(block);
    const own = block.statements[block.at] ?? statement;
    const start = first?.start ?? own.start;
    const indent = indentAt(text, start);
    return { start, end: own.start, text: i === 0 ? lines.map((line) => `${line}\n${indent}`).join('') : '' };
  });
}

function parametersEdit(text: string, { function: own }: CutLevel, isHandler: boolean, wording: Wording): Edit {
  const [, second] = own.parameters;
  const { start, end } = own.parameterRange;
  const others = second === undefined ? '' : `, ${text.slice(second.start, end)}`;
  const names = isHandler ? `${wording.event}${others}` : wording.given;
  // `event => {`
  const isWrapped = text.slice(0, start).trimEnd().endsWith('(');
  return { start, end, text: isWrapped ? names : `(${names})` };
}

export function indentAt(text: string, at: number): string {
  const line = text.slice(text.lastIndexOf('\n', at - 1) + 1, at);
  return /^[ \t]*/.exec(line)?.[0] ?? '';
}

/** Whether a statement begins its line, and another does not share its last one. */
export function hasOwnLines(text: string, { start, end }: Range): boolean {
  const before = text.slice(text.lastIndexOf('\n', start - 1) + 1, start);
  const newline = text.indexOf('\n', end);
  const after = text.slice(end, newline < 0 ? text.length : newline);
  return before.trim() === '' && /^\s*(?:#.*|\/\/.*|;.*)?$/.test(after);
}

/** Inner edits inside of a removed range are dropped with it. */
function edited(text: string, edits: readonly Edit[]): string {
  const sorted = [...edits].sort((a, b) => a.start - b.start || b.end - a.end);
  let result = '';
  let from = 0;
  for (const { start, end, text: instead } of sorted) {
    if (start < from) continue;
    result += text.slice(from, start) + instead;
    from = end;
  }
  return result + text.slice(from);
}
