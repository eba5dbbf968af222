/**
 * A whole YAML block scalar written anew for a text: same style, indentation, header comment and kind of line
 * break; the indicators follow from the text. In a folded scalar, paragraphs that stay keep their line breaks
 * and new ones are wrapped as wide as the author's.
 */
import { refuse } from '../layer.ts';
import type { Refusal } from '../layer.ts';
import { isPrintable } from './characters.ts';
import { decodeBlock } from './yaml-block-decode.ts';
import { joinLines } from './yaml-block-layout.ts';
import type { BlockLayout, LayoutLine } from './yaml-block-layout.ts';
import type { BlockScalarPlace } from './yaml-block-scalar.ts';
import { drawsInBlankLines, hasBlockFault, readBlockSource } from './yaml-block-source.ts';
import type { BlockSource, Chomping } from './yaml-block-source.ts';

const NEW_INDENT = 2;

export function rewriteBlock(text: string, literal: string, place: BlockScalarPlace): string | Refusal {
  const source = readBlockSource(literal, place.parentIndent);
  if (source === undefined || hasBlockFault(literal, source)) return refuse('the block scalar is not well-formed');
  if (!isPrintable(text)) return refuse('a block scalar cannot hold a character that needs an escape sequence');
  const content = withoutFinalFeeds(text);
  const chomping = chompingFor(content, text.length - content.length, source.header.chomping);
  const styles = source.header.style === '>' ? (['>', '|'] as const) : (['|'] as const);
  for (const style of styles) {
    const written = write({ text, content, chomping, style }, literal, source);
    const fits = written !== undefined && holds(written, text, source, place);
    if (fits) return written;
  }
  return refuse('a block scalar cannot hold this text here');
}

interface NewText {
  readonly text: string;
  /** The text without its final line feeds. */
  readonly content: string;
  readonly chomping: Chomping;
  readonly style: '|' | '>';
}

function withoutFinalFeeds(text: string): string {
  let end = text.length;
  while (text[end - 1] === '\n') end--;
  return text.slice(0, end);
}

function chompingFor(content: string, finalFeeds: number, before: Chomping): Chomping {
  if (content === '') return finalFeeds > 0 ? '+' : before === '+' ? '' : before;
  if (finalFeeds === 0) return '-';
  return finalFeeds > 1 || before === '+' ? '+' : '';
}

function write(next: NewText, literal: string, source: BlockSource): string | undefined {
  const { header } = source;
  const indicated = needsIndicator(next.content, source);
  const indent = indentFor(source, indicated || /^(?:---|\.\.\.)/m.test(next.content));
  const indicator = indent - source.parentIndent;
  if (indicated && (indicator < 1 || indicator > 9)) return undefined;
  const layout: BlockLayout = { style: next.style, newline: header.newline, indentation: ' '.repeat(indent) };
  const head = `${next.style}${indicated ? indicator : ''}${next.chomping}${header.rest}${header.newline}`;
  const lines = layOut(next, literal, source, layout);
  return head + joinLines(lines, layout, layout.indentation) + finalBreaks(next, literal, header.newline);
}

/**
 * Leading spaces would be taken for indentation (YAML 1.2, 8.1.1.1). A scalar that loses its last line of text
 * needs an indicator too: a comment that follows could set the indentation otherwise, and become text.
 */
function needsIndicator(content: string, { header, contentEnd }: BlockSource): boolean {
  if (header.indicator > 0 || /^\n* /.test(content)) return true;
  return content === '' && contentEnd > 0;
}

function indentFor(source: BlockSource, atLeastOne: boolean): number {
  const hasOwn = source.contentEnd > 0 || source.header.indicator > 0;
  if (hasOwn && (source.indent > 0 || !atLeastOne)) return source.indent;
  return source.parentIndent + NEW_INDENT;
}

function finalBreaks({ text, content }: NewText, literal: string, newline: string): string {
  const feeds = text.length - content.length;
  if (content === '') return newline.repeat(feeds);
  const endsWithFile = !literal.endsWith('\n');
  return endsWithFile && feeds < 2 ? '' : newline.repeat(Math.max(1, feeds));
}

function holds(literal: string, text: string, before: BlockSource, place: BlockScalarPlace): boolean {
  const source = readBlockSource(literal, place.parentIndent);
  if (source === undefined || hasBlockFault(literal, source)) return false;
  if (place.blankLineFollows !== false && drawsInBlankLines(before, source)) return false;
  let decoded = '';
  for (const piece of decodeBlock(literal, place.parentIndent)) decoded += piece.text;
  return decoded === text;
}

function layOut(next: NewText, literal: string, source: BlockSource, layout: BlockLayout): readonly LayoutLine[] {
  const lines = next.content.split('\n');
  if (next.style === '|') return lines.map((whole) => ({ whole, written: whole }));
  const lineBreak = layout.newline + layout.indentation;
  const folded = paragraphs(literal, source.parentIndent, lineBreak);
  const width = source.lines.reduce((widest, line) => Math.max(widest, line.end - line.start - source.indent), 0);
  return lines.map((whole) => ({ whole, written: folded.get(whole) ?? wrap(whole, width, lineBreak) }));
}

/** The author's spelling of each line of the decoded text. */
function paragraphs(literal: string, parentIndent: number, lineBreak: string): ReadonlyMap<string, string> {
  const spellings = new Map<string, string>();
  let whole = '';
  let written = '';
  for (const { kind, text } of decodeBlock(literal, parentIndent)) {
    if (text === '\n') {
      spellings.set(whole, written);
      whole = '';
      written = '';
    } else {
      whole += text;
      written += kind === 'verbatim' ? text : lineBreak;
    }
  }
  return spellings.set(whole, written);
}

/** Breaks a long line at single spaces, where folding puts the space back. */
function wrap(line: string, width: number, lineBreak: string): string {
  if (line.length <= width || /^[ \t]/.test(line)) return line;
  let wrapped = '';
  let column = 0;
  for (const word of line.split(/(?<=\S) (?=\S)/)) {
    const fits = column + 1 + word.length <= width;
    if (wrapped !== '') wrapped += fits ? ' ' : lineBreak;
    column = (wrapped === '' || !fits ? 0 : column + 1) + word.length;
    wrapped += word;
  }
  return wrapped;
}
