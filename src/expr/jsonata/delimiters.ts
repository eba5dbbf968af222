/**
 * Tells strings that the service reads as JSONata from plain ones: `{%` and `%}` must be the very first and last
 * characters, and anything outside, even a blank, makes the string plain text (recorded 2026-02).
 */
import type { Range } from '../../text/source-file.ts';
import { isBlank } from '../cursor.ts';

export type Delimited =
  /** `inner` is what stands between the delimiters. */
  | { readonly kind: 'expression'; readonly inner: Range }
  /** `{% %}`: an expression with nothing in it, which does not parse. */
  | { readonly kind: 'empty'; readonly inner: Range }
  /** An expression but for blanks outside: plain text to the service. `outer` is the part without them. */
  | { readonly kind: 'paddedExpression'; readonly inner: Range; readonly outer: Range }
  /** Begins as an expression does, or ends so: what the service makes of half a delimiter is not recorded. */
  | { readonly kind: 'openOnly' | 'closeOnly' }
  | { readonly kind: 'plain' };

const OPEN = '{%';
const CLOSE = '%}';

export function readDelimiters(text: string): Delimited {
  const { start, end } = withoutBlanks(text);
  const opens = text.startsWith(OPEN, start);
  const closes = text.endsWith(CLOSE, end) && end - start >= CLOSE.length;
  if (opens && closes && end - start >= OPEN.length + CLOSE.length) {
    const inner = { start: start + OPEN.length, end: end - CLOSE.length };
    if (end - start < text.length) return { kind: 'paddedExpression', inner, outer: { start, end } };
    return { kind: text.slice(inner.start, inner.end).trim() === '' ? 'empty' : 'expression', inner };
  }
  if (opens) return { kind: 'openOnly' };
  return { kind: closes ? 'closeOnly' : 'plain' };
}

function withoutBlanks(text: string): Range {
  let start = 0;
  let end = text.length;
  while (start < end && isBlank(text[start] ?? '')) start++;
  while (end > start && isBlank(text[end - 1] ?? '')) end--;
  return { start, end };
}
