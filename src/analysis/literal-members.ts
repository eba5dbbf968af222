/**
 * The string literals that a JSONata expression puts into objects, each with the name it gets there. Looks at what the
 * value of the expression is made of; what a predicate or a condition compares is none of it.
 */
import { valueParts } from '../expr/jsonata/expression.ts';
import type { Expression } from '../expr/jsonata/expression.ts';

export interface LiteralMember {
  readonly name: string;
  readonly literal: Extract<Expression, { kind: 'string' }>;
}

export function literalMembers(expression: Expression): readonly LiteralMember[] {
  const found: LiteralMember[] = [];
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'object') {
      for (const { key, value } of next.members) {
        if (key.kind === 'string' && value.kind === 'string') found.push({ name: key.value, literal: value });
      }
    }
    for (const part of valueParts(next)) waiting.push(part);
  }
  return found.reverse();
}
