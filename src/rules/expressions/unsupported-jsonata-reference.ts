/** A JSONata expression that reads what Step Functions does not give it where it stands. */
import { rangeInString } from '../../analysis/jsonata-scopes.ts';
import type { ReadExpression } from '../../analysis/jsonata-scopes.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { Part } from '../../asl/parts.ts';
import { CONTEXT_OBJECT } from '../../aws/context-object.ts';
import { JSONATA_FUNCTIONS, STATES_MEMBERS } from '../../aws/jsonata-functions.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix, FixSafety } from '../../fixers/fix.ts';
import { JSONATA_REPLACEMENTS } from '../../aws/intrinsic-functions.ts';
import type { ScopeFinding } from '../../expr/jsonata/scope.ts';
import { nearName } from '../../text/near-name.ts';
import { defineRule } from '../rule.ts';

const CONTEXT = '$states.context';

export default defineRule(
  {
    id: 'unsupported-jsonata-reference',
    category: 'expressions',
    summary: 'A JSONata expression reads a bare name, `$`, `$$`, or a member of `$states` that is not there.',
    why:
      'In Step Functions an expression has no context item: input, result and context are members of `$states`. A bare ' +
      'name or `$` at the top, `$$` anywhere, `$states.errorOutput` outside a catcher and `$states.result` where there ' +
      'is no result make Step Functions refuse the definition, so the deployment fails. A member that `$states` does ' +
      'not have gives nothing when the state runs.\n\n' +
      'Intrinsic functions such as `States.Format` belong to JSONPath: in JSONata `States` is a bare name like any other.',
    remedy:
      'Read from `$states.input`, `$states.result` or `$states.context`, or from a variable; call a JSONata function in ' +
      'place of an intrinsic one.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Safe where the service refuses the reference and one other is meant: `states.input` without its dollar sign, the ' +
      'call of a function that exists without one, a field of the context object read from `$$`. Unsafe for the case ' +
      'of a field of the context object, which was deployed and gave nothing.',
    messages: {
      bareName: {
        text: '{Part} reads the bare name {name} in {field}, where there is no context item: Step Functions refuses the definition.',
        help: 'Write {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      contextItem: {
        text: '{Part} reads $ in {field}, where there is no context item: Step Functions refuses the definition.',
        help: 'Write {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      root: {
        text: '{Part} reads $$ in {field}, which does not exist in Step Functions: it refuses the definition.',
        help: 'Write {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      errorOutput: {
        text: '{Part} reads $states.errorOutput in {field}, which exists only in the Output and Assign of a catcher: Step Functions refuses the definition.',
        help: 'Read it in the catcher, and hand on what is needed by Output or Assign.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      result: {
        text: '{Part} reads $states.result in {field}, but a result exists only in the Output and Assign of a Task, Parallel or Map state that succeeds: Step Functions refuses the definition.',
        help: 'Read {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      intrinsic: {
        text: '{Part} calls {name} in {field}, but intrinsic functions do not exist in JSONata: Step Functions refuses the definition.',
        help: 'Write {instead}.',
        serviceCode: 'UNSUPPORTED_JSONATA_EXPRESSION',
      },
      innerIntrinsic: {
        text: '{Part} calls {name} in {field}, but intrinsic functions do not exist in JSONata: the name is looked up in the data.',
        help: 'Write {instead}.',
        severity: 'warning',
      },
      member: {
        text: '{Part} reads $states.{name} in {field}, which is no member of $states: nothing is there when the state runs.',
        help: 'Read $states.input, $states.result, $states.errorOutput or $states.context{near}.',
        severity: 'warning',
      },
      contextField: {
        text: '{Part} reads {name} of the context object in {field}, where the field is {instead}: nothing is there when the state runs.',
        help: 'Write {instead}; upper and lower case differ.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Transforming data with JSONata in Step Functions',
      'AWS Step Functions developer guide: Passing data between states with variables',
    ],
  },
  {
    part(part, context) {
      for (const read of context.analyses.expressionsOf(part)) {
        for (const finding of read.scope.findings) {
          const description = describe(finding, part);
          if (description === undefined) continue;
          const { message, ...data } = description;
          const at = { slice: read.node, range: rangeInString(read, finding) };
          const fix = correction(finding, read);
          context.report({ at, message, data: { Part: describePartFirst(part), field: read.field, ...data }, fix });
        }
      }
    },
  },
);

function correction(finding: ScopeFinding, read: ReadExpression): Fix | undefined {
  const range = rangeInString(read, finding);
  const text = read.node.value;
  const written = text.slice(range.start, range.end);
  const write = (shown: string, safety: FixSafety): Fix => ({
    title: `Write ${shown}`,
    safety,
    edits: [edit.splice(read.node, range, shown)],
  });
  switch (finding.code) {
    case 'bare-name': {
      if (written !== finding.name) return undefined;
      const isStates = written === 'states' && MEMBER_OF_STATES.test(text.slice(range.end));
      const isFunction = finding.isCalled && JSONATA_FUNCTIONS.has(written);
      return isStates || isFunction ? write(`$${written}`, 'safe') : undefined;
    }
    case 'root-reference': {
      const [first = ''] = finding.members;
      const isContext = written === '$$' && CONTEXT_OBJECT.has(first) && /^\s*\./.test(text.slice(range.end));
      return isContext ? write(CONTEXT, 'safe') : undefined;
    }
    case 'unknown-context-field': {
      const known = finding.known.filter((each) => each.toLowerCase() === finding.name.toLowerCase());
      const [only] = known;
      return only !== undefined && known.length === 1 && written === finding.name ? write(only, 'unsafe') : undefined;
    }
    default:
      return undefined;
  }
}

const MEMBER_OF_STATES = /^\s*\.\s*(?:input|result|context|errorOutput)\b/;

interface Description {
  readonly message: string;
  readonly name?: string;
  readonly instead?: string;
  readonly near?: string;
}

/** Undefined for what other rules report, and for fields of the context object that the service may have added. */
function describe(finding: ScopeFinding, part: Part): Description | undefined {
  switch (finding.code) {
    case 'bare-name':
      return { message: 'bareName', name: finding.name, instead: insteadOfName(finding) };
    case 'context-item':
      return { message: 'contextItem', instead: ['$states.input', ...finding.members].join('.') };
    case 'root-reference':
      return { message: 'root', instead: insteadOfRoot(finding.members) };
    case 'absent-error-output':
      return { message: 'errorOutput' };
    case 'absent-result':
      return { message: 'result', instead: insteadOfResult(part) };
    case 'intrinsic-call': {
      const { name, isAtTop } = finding;
      return { message: isAtTop ? 'intrinsic' : 'innerIntrinsic', name, instead: insteadOfIntrinsic(name) };
    }
    case 'unknown-states-member': {
      const near = nearName(finding.name, STATES_MEMBERS);
      return { message: 'member', name: finding.name, near: near === undefined ? '' : `, perhaps $states.${near}` };
    }
    case 'unknown-context-field': {
      const { name, known } = finding;
      const instead = known.find((each) => each.toLowerCase() === name.toLowerCase());
      return instead === undefined ? undefined : { message: 'contextField', name, instead };
    }
    default:
      return undefined;
  }
}

const MEMBERS_OF_STATES = ['input', 'result', 'context', 'errorOutput'] as const;

function insteadOfName({ name, variable, isCalled }: Extract<ScopeFinding, { code: 'bare-name' }>): string {
  if (variable === 'states') return '$states';
  if (isCalled) return `$${name}: names of functions begin with a dollar sign`;
  if (variable !== undefined) return `$${name} for the variable, or $states.input.${name}`;
  if (MEMBERS_OF_STATES.some((member) => member === name)) return `$states.${name}`;
  if (!/^[A-Za-z_]\w*$/.test(name)) return `$states.input.\`${name}\``;
  return `$states.input.${name}, or $${name} for a variable`;
}

function insteadOfRoot(members: readonly string[]): string {
  if (members.length > 0) return [CONTEXT, ...members].join('.');
  return `${CONTEXT} for the context object, $states.input for the input`;
}

function insteadOfResult({ kind }: Part): string {
  if (kind === 'catcher') return '$states.errorOutput, which is what a catcher has';
  if (kind === 'Task' || kind === 'Parallel' || kind === 'Map')
    return 'it in Output or Assign, which come after the call';
  return '$states.input, which holds what the state before has left';
}

function insteadOfIntrinsic(name: string): string {
  return JSONATA_REPLACEMENTS.get(name) ?? 'a function of JSONata';
}
