/** A JSONata expression that reads from a context that Step Functions does not give it. */
import { jsonataStringsOf } from '../../analysis/expressions.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { Part } from '../../asl/parts.ts';
import { analyzeScope } from '../../expr/jsonata/scope.ts';
import type { ScopeFinding } from '../../expr/jsonata/scope.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unsupported-jsonata-reference',
    category: 'expressions',
    summary: 'A JSONata expression reads a bare name, `$`, `$$`, or an error output where there is none.',
    why:
      'In Step Functions an expression has no context item: input, result and context are members of `$states`. A bare ' +
      'name or `$` at the top, `$$` anywhere, and `$states.errorOutput` outside a catcher make Step Functions refuse the ' +
      'definition, so the deployment fails.',
    remedy: 'Read from `$states.input`, `$states.result` or `$states.context`, or from a variable.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      bareName: {
        text: '{Part} reads the bare name {name} in {field}, where there is no context item: Step Functions refuses the definition.',
        help: 'Write {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      contextItem: {
        text: '{Part} reads $ in {field}, where there is no context item: Step Functions refuses the definition.',
        help: 'Write $states.input.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      root: {
        text: '{Part} reads $$ in {field}, which does not exist in Step Functions: it refuses the definition.',
        help: 'Write $states.context for the context object, $states.input for the input.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      errorOutput: {
        text: '{Part} reads $states.errorOutput in {field}, which exists only in the Output and Assign of a catcher: Step Functions refuses the definition.',
        help: 'Read it in the catcher, and hand on what is needed by Output or Assign.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
    },
    references: ['AWS Step Functions developer guide: Transforming data with JSONata in Step Functions'],
  },
  {
    part(part, context) {
      for (const { node, inner, isEmpty, field } of jsonataStringsOf(part)) {
        const parsed = isEmpty ? undefined : context.analyses.parseJsonata?.(node.value.slice(inner.start, inner.end));
        if (parsed?.expression === undefined) continue;
        const errorOutput = hasErrorOutput(part) ? 'yes' : 'no';
        for (const finding of analyzeScope(parsed.expression, { result: 'unknown', errorOutput }).findings) {
          const message = messageOf(finding);
          if (message === undefined) continue;
          const range = { start: inner.start + finding.start, end: inner.start + finding.end };
          const data = { Part: describePartFirst(part), field, ...namesOf(finding) };
          context.report({ at: { slice: node, range }, message, data });
        }
      }
    },
  },
);

function hasErrorOutput({ kind }: Part): boolean {
  return kind === 'catcher';
}

function messageOf({ code }: ScopeFinding): string | undefined {
  switch (code) {
    case 'bare-name':
      return 'bareName';
    case 'context-item':
      return 'contextItem';
    case 'root-reference':
      return 'root';
    case 'absent-error-output':
      return 'errorOutput';
    default:
      return undefined;
  }
}

const MEMBERS_OF_STATES = ['input', 'result', 'context', 'errorOutput'] as const;

function namesOf(finding: ScopeFinding): { readonly name: string; readonly instead: string } {
  const name = finding.code === 'bare-name' ? finding.name : '';
  return { name, instead: insteadOf(name) };
}

/** For `states.input` and `input.a` it is clear what is meant; any other name may be a member of the input. */
function insteadOf(name: string): string {
  if (name === 'states') return '$states';
  if (MEMBERS_OF_STATES.some((member) => member === name)) return `$states.${name}`;
  if (!/^[A-Za-z_]\w*$/.test(name)) return `$states.input.\`${name}\``;
  return `$states.input.${name}, or $${name} for a variable`;
}
