/** A JSONata expression that does not parse. */
import { jsonataStringsOf } from '../../analysis/expressions.ts';
import { rangeInString } from '../../analysis/jsonata-scopes.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-jsonata-expression',
    category: 'expressions',
    summary: 'A JSONata expression does not parse.',
    why: 'Step Functions parses every expression before it stores a definition, and refuses one that does not parse.',
    remedy: 'Correct the expression at the marked place.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      syntax: {
        text: '{Part} has an expression in {field} that does not parse: {problem}. Step Functions refuses the definition.',
        help: 'Correct the expression.',
        serviceCode: 'INVALID_JSONATA_EXPRESSION',
      },
      empty: {
        text: '{Part} has an empty expression in {field}: Step Functions refuses the definition.',
        help: 'Write an expression between the delimiters, or a plain value.',
        serviceCode: 'INVALID_JSONATA_EXPRESSION',
      },
      newerOperator: {
        text: '{Part} uses the operator {operator} in {field}, which came with JSONata {since}: Step Functions has 2.0.6, which cannot read it.',
        help: 'Write a condition: $exists(a) ? a : b.',
        severity: 'warning',
        serviceCode: 'INVALID_JSONATA_EXPRESSION',
      },
    },
    references: [
      'AWS Step Functions developer guide: Transforming data with JSONata in Step Functions',
      'JSONata 2.0.6',
    ],
  },
  {
    part(part, context) {
      for (const { node, inner, isEmpty, field } of jsonataStringsOf(part)) {
        const data = { Part: describePartFirst(part), field };
        if (isEmpty) {
          context.report({ at: node, message: 'empty', data });
          continue;
        }
        const problem = context.analyses.parseJsonata?.(node.value.slice(inner.start, inner.end)).problem;
        if (problem?.kind !== 'syntax') continue;
        const range = { start: inner.start + problem.start, end: inner.start + Math.max(problem.start, problem.end) };
        const at = range.start === range.end ? node : { slice: node, range };
        context.report({ at, message: 'syntax', data: { ...data, problem: clip(problem.message) } });
      }
      for (const read of context.analyses.expressionsOf(part)) {
        for (const finding of read.scope.findings) {
          if (finding.code !== 'newer-operator') continue;
          const { operator, since } = finding;
          const at = { slice: read.node, range: rangeInString(read, finding) };
          const data = { Part: describePartFirst(part), field: read.field, operator, since };
          context.report({ at, message: 'newerOperator', data });
        }
      }
    },
  },
);

const LONGEST = 120;

/** The library repeats tokens of any length in its messages. */
function clip(message: string): string {
  const text = message.replace(/\.$/, '');
  return text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`;
}
