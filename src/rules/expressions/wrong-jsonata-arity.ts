/**
 * A JSONata function that is called with more or fewer arguments than it takes. An argument that may be left out for
 * the context item counts as optional everywhere, and what `~>` passes in is counted.
 */
import { rangeInString } from '../../analysis/jsonata-scopes.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { JSONATA_FUNCTIONS } from '../../aws/jsonata-functions.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'wrong-jsonata-arity',
    category: 'expressions',
    summary: 'A JSONata function is called with a number of arguments that it does not take.',
    why:
      'Step Functions does not look at the arguments of a call before it runs. Every function of JSONata has a ' +
      'signature, and a call that does not fit it fails with `States.QueryEvaluationError`, which ends the execution ' +
      'unless a catcher takes it.\n\n' +
      'In `value ~> $f(a)` the value is the first argument. Behind a dot and in predicates, many functions take the ' +
      'context item for an argument that is left out, so that `names.$uppercase()` has one.',
    remedy: 'Give the function the arguments it takes.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      arity: {
        text: '{Part} calls ${name} in {field} with {given}, but it takes {wanted}: the call fails when it is evaluated.',
        help: 'Give it {wanted}.',
      },
      own: {
        text: '{Part} calls ${name} in {field} with {given}, but this function of Step Functions takes {wanted}.',
        help: 'Give it {wanted}.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Transforming data with JSONata in Step Functions',
      'JSONata 2.0.6: function signatures',
    ],
  },
  {
    part(part, context) {
      const { expressionsOf, variables } = context.analyses;
      for (const read of expressionsOf(part)) {
        for (const finding of read.scope.findings) {
          if (finding.code !== 'wrong-arity') continue;
          // A variable may bear the name of a function.
          if (part.state === undefined || !variables.areKnownIn(part.state.machine)) continue;
          const { name, given, min, max } = finding;
          context.report({
            at: { slice: read.node, range: rangeInString(read, finding) },
            message: JSONATA_FUNCTIONS.get(name)?.ownToStepFunctions === true ? 'own' : 'arity',
            data: {
              Part: describePartFirst(part),
              field: read.field,
              name,
              given: counted(given, given),
              wanted: wanted(min, max),
            },
          });
        }
      }
    },
  },
);

function wanted(min: number, max: number | undefined): string {
  if (max === undefined) return `at least ${counted(min, min)}`;
  if (min === max) return counted(max, max);
  return min === 0 ? `at most ${counted(max, max)}` : counted(`${min} to ${max}`, max);
}

function counted(text: string | number, count: number): string {
  if (text === 0) return 'no argument';
  return `${text} argument${count === 1 ? '' : 's'}`;
}
