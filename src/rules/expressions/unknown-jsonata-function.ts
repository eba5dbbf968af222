/**
 * A JSONata expression that calls a function which does not exist in Step Functions. Functions that the expression
 * defines itself are known; variables hold no functions, but a name that is also a variable is left alone.
 */
import { rangeInString } from '../../analysis/jsonata-scopes.ts';
import type { ReadExpression } from '../../analysis/jsonata-scopes.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { JSONATA_FUNCTIONS } from '../../aws/jsonata-functions.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { nearName, onlyNearName } from '../../text/near-name.ts';
import { slipOf } from '../../text/slip.ts';
import type { Range } from '../../text/source-file.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unknown-jsonata-function',
    category: 'expressions',
    summary: 'A JSONata expression calls a function that Step Functions does not have.',
    why:
      'Step Functions stores a definition whose expressions call functions that do not exist. When the call is ' +
      'evaluated it fails with `States.QueryEvaluationError` (T1006, «attempted to invoke a non-function»), which ends ' +
      'the execution unless a catcher takes it.\n\n' +
      'The functions are those of JSONata 2.0.6 without `$eval`, and `$partition`, `$range`, `$hash`, `$random`, ' +
      '`$uuid` and `$parse`.',
    remedy: 'Correct the name, or define the function in the expression: `($f := function($x){ … }; $f(1))`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'The call gives a value, where it failed before. Offered where one function alone has a name that a slip leads to.',
    messages: {
      unknown: {
        text: '{Part} calls ${name} in {field}, which is no function of Step Functions: the call fails when it is evaluated.',
        help: 'Call a function that exists{near}, or define it in the expression.',
      },
      unsupported: {
        text: '{Part} uses ${name} in {field}, which JSONata has and Step Functions does not: it fails when it is evaluated.',
        help: 'Use ${replacement}.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Transforming data with JSONata in Step Functions',
      'JSONata 2.0.6: function library',
    ],
  },
  {
    part(part, context) {
      const { expressionsOf, variables } = context.analyses;
      for (const read of expressionsOf(part)) {
        for (const finding of read.scope.findings) {
          if (finding.code !== 'unknown-function' && finding.code !== 'unsupported-function') continue;
          if (part.state === undefined || !variables.areKnownIn(part.state.machine)) continue;
          const { name } = finding;
          const fix = finding.code === 'unknown-function' ? correction(read, finding) : undefined;
          const replacement = finding.code === 'unsupported-function' ? finding.replacement : '';
          context.report({
            at: { slice: read.node, range: rangeInString(read, finding) },
            message: finding.code === 'unknown-function' ? 'unknown' : 'unsupported',
            data: { Part: describePartFirst(part), field: read.field, name, near: nearFunction(name), replacement },
            fix,
          });
        }
      }
    },
  },
);

function correction(read: ReadExpression, finding: Range & { readonly name: string }): Fix | undefined {
  const name = onlyNearName(finding.name, JSONATA_FUNCTIONS.keys());
  const range = rangeInString(read, finding);
  // A name at whose end letters differ may be that of another library: `$sqr` is no slip of `$sqrt`.
  if (name === undefined || !['spelling', 'letter'].includes(slipOf(finding.name, name))) return undefined;
  if (read.node.value.slice(range.start, range.end) !== `$${finding.name}`) return undefined;
  return { title: `Write $${name}`, safety: 'unsafe', edits: [edit.splice(read.node, range, `$${name}`)] };
}

function nearFunction(name: string): string {
  const near = nearName(name, JSONATA_FUNCTIONS.keys());
  return near === undefined ? '' : `, perhaps $${near}`;
}
