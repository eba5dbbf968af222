/** Whether evaluating an expression may fail in the source; where nothing is known of its values, it may. */
import { somePart } from './ir.ts';
import type { Expr } from './ir.ts';

export function mayFail(expr: Expr): boolean {
  return somePart(expr, ({ kind }) => !NEVER_FAILS.has(kind));
}

const NEVER_FAILS: ReadonlySet<Expr['kind']> = new Set([
  'literal',
  'undefined',
  'event',
  'reply',
  'deployed',
  'code',
  'item',
  'object',
  'array',
  'conditional',
  'either',
  'truth',
  'not',
  'both',
  'any',
  'equals',
  'isKind',
  'jsonText',
]);
