/**
 * Reads members of a payload template (`Parameters`, `Arguments`): a literal, something computed at run time, absent,
 * or unknown. In JSONPath a key ending in `.$` is computed; in JSONata a string in `{% %}` is.
 */
import type { Node, StringNode } from '../tree/node.ts';
import type { QueryLanguage } from './model.ts';

export type Member =
  | { readonly kind: 'literal'; readonly node: Node }
  | { readonly kind: 'computed'; readonly key: StringNode; readonly node: Node }
  | { readonly kind: 'absent' }
  | { readonly kind: 'unknown' };

const UNKNOWN: Member = { kind: 'unknown' };

export function memberOf(template: Node | undefined, name: string, language: QueryLanguage): Member {
  if (template === undefined) return { kind: 'absent' };
  if (template.kind !== 'object') return UNKNOWN;
  const computed = language === 'JSONPath' ? template.entry(`${name}.$`) : undefined;
  if (computed !== undefined) return { kind: 'computed', key: computed.key, node: computed.value };
  const literal = template.entry(name);
  if (literal === undefined) return template.isOpen ? UNKNOWN : { kind: 'absent' };
  if (literal.value.kind === 'unknown') return UNKNOWN;
  if (language === 'JSONata' && literal.value.kind === 'string' && isJsonata(literal.value.value)) {
    return { kind: 'computed', key: literal.key, node: literal.value };
  }
  return { kind: 'literal', node: literal.value };
}

/** Whether the service reads a string as an expression; anything outside the delimiters makes it plain text. */
export function isJsonata(text: string): boolean {
  return text.startsWith('{%') && text.endsWith('%}') && text.length >= 4;
}

/** Whether a member is written in a template, as a value or computed. */
export function hasMember(node: Node, name: string): boolean {
  return node.kind === 'object' && (node.get(name) !== undefined || node.get(`${name}.$`) !== undefined);
}
