/**
 * Text and tables of Markdown that GitHub shows. Whatever comes from a definition is escaped, so that it is read as it
 * is written: no markup, no HTML, no table of its own, no link, no mention.
 */
import { printable } from '../reporters/printable.ts';
import { clip } from './clip.ts';

const MOST_COLUMNS = 1000;

/** One line. */
export function escapeMarkdown(text: string): string {
  return clip(printable(text), MOST_COLUMNS)
    .replace(/&/g, '&amp;')
    .replace(/</g, '&lt;')
    .replace(/>/g, '&gt;')
    .replace(/[\\`*_[\]{}|~#$^]/g, '\\$&')
    .replace(/@/g, '&#64;')
    .replace(/:\/\//g, '&#58;//')
    .replace(/www\./gi, (www) => `${www.slice(0, 3)}&#46;`)
    .replace(
      /^(\s*)([-+=]|\d+[.)])/,
      (_, space: string, mark: string) => `${space}${mark.slice(0, -1)}\\${mark.slice(-1)}`,
    );
}

/** A table of plain texts; undefined cells are empty. */
export function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const line = (cells: readonly string[]): string => `| ${cells.join(' | ')} |`;
  const rule = `|${columns.map(() => ' --- |').join('')}`;
  return [line(columns.map(escapeMarkdown)), rule, ...rows.map((row) => line(row.map(escapeMarkdown)))].join('\n');
}

/** A code block that no line of the text can end. */
export function codeBlock(language: string, text: string): string {
  const longest = Math.max(2, ...(text.match(/`+/g) ?? []).map((run) => run.length));
  const fence = '`'.repeat(longest + 1);
  return `${fence}${language}\n${text}\n${fence}`;
}
