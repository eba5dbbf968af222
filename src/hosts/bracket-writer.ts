/** Data as text between brackets, in a given layout: JSON, and the flow style of YAML. */
import type { Data } from '../tree/syntax.ts';
import type { BracketLayout } from './bracket-layout.ts';

/** How a dialect spells names and texts. */
export interface Spelling {
  key(name: string): string;
  text(value: string): string;
}

export const JSON_SPELLING: Spelling = { key: (name) => JSON.stringify(name), text: (value) => JSON.stringify(value) };

/** Longest list of scalars that is kept on one line. */
const LONGEST_LIST = 80;

/** `indent` is that of the line on which the value begins; `isTall` whether objects get a line for each entry. */
export function writeData(value: Data, layout: BracketLayout, spelling: Spelling, indent: string): string {
  if (typeof value === 'string') return spelling.text(value);
  if (value === null || typeof value !== 'object') return String(value);
  const inner = indent + layout.step;
  const isTall = layout.isTall && !isShortList(value, layout, spelling);
  const nested = isTall ? inner : indent;
  const part = isTall ? layout : { ...layout, isTall: false };
  const parts = isList(value)
    ? value.map((item) => writeData(item, part, spelling, nested))
    : Object.entries(value).map(([key, item]) => writeEntry(key, item, part, spelling, nested));
  const [open, close] = isList(value) ? ['[', ']'] : ['{', '}'];
  if (parts.length === 0) return open + close;
  if (isTall)
    return open + parts.map((text) => layout.newline + inner + text).join(',') + layout.newline + indent + close;
  const padding = isList(value) ? '' : layout.padding;
  return open + padding + parts.join(layout.comma) + padding + close;
}

export function writeEntry(
  key: string,
  value: Data,
  layout: BracketLayout,
  spelling: Spelling,
  indent: string,
): string {
  return spelling.key(key) + layout.colon + writeData(value, layout, spelling, indent);
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

function isShortList(value: Data, { tallLists }: BracketLayout, spelling: Spelling): boolean {
  if (!isList(value) || tallLists) return false;
  let length = 0;
  for (const item of value) {
    if (typeof item === 'object' && item !== null) return false;
    length += spelling.text(String(item)).length + 2;
  }
  return length <= LONGEST_LIST;
}
