/**
 * Texts of a SARIF log. Plain text messages have a link syntax of their own, `[text](1)`, so brackets and backslashes
 * that are not meant as links are escaped; otherwise a state name could plant a link in an alert.
 */
import type { Diagnostic, RelatedLocation } from '../engine/diagnostic.ts';
import { printable } from './printable.ts';

/** Text for a `message.text` that shows exactly as given. */
export function plainText(text: string): string {
  return printable(text).replace(/[\\[\]]/g, '\\$&');
}

/** The finding's message, what to do about it, and a link to each related place by the place's id. */
export function resultText({ message, help }: Diagnostic, related: readonly RelatedLocation[]): string {
  const sentences = [message, ...(help === undefined ? [] : [help])].map((text) => plainText(asSentence(text)));
  const links = related.map(({ note }, index) => `[${plainText(note) || 'related place'}](${index + 1})`);
  if (links.length > 0) sentences.push(`See ${links.join(', ')}.`);
  return sentences.join(' ');
}

function asSentence(text: string): string {
  return /[.!?]["')\]]?$/.test(text) ? text : `${text}.`;
}

/** At most `limit` UTF-16 units, never half a surrogate pair. */
export function truncate(text: string, limit: number): string {
  if (text.length <= limit) return text;
  return `${text.slice(0, limit - 1).replace(/[\uD800-\uDBFF]$/, '')}…`;
}
