/**
 * A JSONata expression in a state that is read as JSONPath. Looks at texts that would be expressions in a JSONata state
 * and were meant for Step Functions: they read `$states` or a variable, or call a function of JSONata.
 */
import { jsonPathTextsOf } from '../../analysis/expressions.ts';
import { wouldBeTaken } from '../../analysis/jsonata-scopes.ts';
import type { Analyses } from '../../analysis/index.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { partsOfState } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import type { Fix } from '../../fixers/fix.ts';
import { toJsonata } from '../../fixers/other-language.ts';
import { readDelimiters } from '../../expr/jsonata/delimiters.ts';
import { mentionsJsonata } from '../../expr/jsonata/mentions.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'expression-in-jsonpath-state',
    category: 'expressions',
    summary: 'A JSONPath state holds a JSONata expression, which is plain text there.',
    why:
      'The query language of a state is its own `QueryLanguage` or else that of the whole machine, never that of a Map ' +
      'or Parallel around it; where none is written, it is JSONPath. A JSONPath state evaluates no `{% … %}`: it hands ' +
      'on the words of the expression in place of its value (recorded 2026-08), and nothing fails at first.',
    remedy: 'Write `"QueryLanguage": "JSONata"` in the state or the machine, or a path under a key that ends in `.$`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'The expressions of the state are evaluated, and their values arrive in place of their words. Offered for a state ' +
      'that holds nothing of JSONPath, where the service would take each expression; else the fix is a plan.',
    messages: {
      expression: {
        text: '{Part} has a JSONata expression in {field}, but is read as JSONPath: the expression is plain text there.',
        help: 'Set QueryLanguage to JSONata, or write a path under a key that ends in .$.',
      },
    },
    references: ['AWS Step Functions developer guide: Transforming data with JSONata in Step Functions'],
  },
  {
    part(part, context) {
      for (const { node, field, isOfDefinition } of jsonPathTextsOf(part)) {
        const { kind } = readDelimiters(node.value);
        if (isOfDefinition || (kind !== 'expression' && kind !== 'paddedExpression')) continue;
        if (!mentionsJsonata(node.value, context.analyses.variables.byName)) continue;
        const fix = inJsonata(part, context.analyses);
        context.report({ at: node, message: 'expression', data: { Part: describePartFirst(part), field }, fix });
      }
    },
  },
);

const CONVERT: Fix = { title: 'Convert the state to JSONata', safety: 'plan', edits: [] };

function inJsonata({ state }: Part, analyses: Analyses): Fix | undefined {
  const correction = state && toJsonata(state);
  if (state === undefined || correction === undefined) return state && CONVERT;
  const areTaken = partsOfState(state).every((part) =>
    jsonPathTextsOf(part).every(({ node, field }) => {
      const { kind } = readDelimiters(node.value);
      return (
        kind === 'plain' || (kind === 'expression' && wouldBeTaken(node.value.slice(2, -2), part, field, analyses))
      );
    }),
  );
  return areTaken ? { ...correction, safety: 'unsafe' } : CONVERT;
}
