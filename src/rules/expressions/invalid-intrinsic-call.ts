/** An intrinsic function call that does not exist, or cannot work as it is called. */
import { pathStringsOf } from '../../analysis/expressions.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { nearName, onlyNearName } from '../../text/near-name.ts';
import type { StringNode } from '../../tree/node.ts';
import type { Limits } from '../../aws/limits.ts';
import { INTRINSIC_FUNCTIONS } from '../../aws/intrinsic-functions.ts';
import { checkIntrinsic } from '../../expr/intrinsic/check.ts';
import type { IntrinsicFinding } from '../../expr/intrinsic/check.ts';
import { looksLikeIntrinsic, parseIntrinsic } from '../../expr/intrinsic/parse.ts';
import type { IntrinsicCall } from '../../expr/intrinsic/parse.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-intrinsic-call',
    category: 'expressions',
    summary: 'An intrinsic function does not exist, or is called in a way that cannot work.',
    why:
      'Step Functions refuses a definition with an intrinsic function that does not exist or with an escape sequence ' +
      'it does not know. A call with the wrong number of arguments or a constant outside its limits fails when it runs.',
    remedy: 'Correct the name or the arguments.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'A function becomes the only one that its name is near to, where that one takes the arguments that are given; the ' +
      'backslash in front of a double quote, which the service refuses, is taken out.',
    messages: {
      unknown: {
        text: '{Part} calls {name} in {field}, which does not exist: Step Functions refuses the definition.',
        help: 'Use one of the intrinsic functions{near}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      escape: {
        text: '{Part} has \\{character} in a literal in {field}, which intrinsic functions do not know: Step Functions refuses the definition.',
        help: 'Write {character} without the backslash.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      arity: {
        text: '{Part} calls {name} in {field} with {given} arguments, but it takes {wanted}.',
        help: 'Give it {wanted}.',
        severity: 'warning',
      },
      placeholders: {
        text: '{Part} calls States.Format in {field} with {placeholders} placeholders and {given} values for them.',
        help: 'Give one value for each placeholder.',
        severity: 'warning',
      },
      path: {
        text: '{Part} calls an intrinsic function in {field} with a path that cannot be read: {problem}. Step Functions refuses the definition.',
        help: 'Correct the path.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      depth: {
        text: '{Part} nests intrinsic functions in {field} deeper than the {limit} that are allowed.',
        help: 'Compute inner parts in an earlier state or in Assign.',
        severity: 'warning',
      },
      returns: {
        text: '{Part} takes the result of {name} in {field}, which is {returns} and not the text that is wanted there.',
        help: 'Make a text of it, by States.Format or States.JsonToString.',
        severity: 'warning',
      },
      constant: {
        text: '{Part} calls an intrinsic function in {field} with a constant that it does not take: {what}.',
        help: 'Write a value within the limits of the function.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Intrinsic functions for JSONPath states'],
  },
  {
    part(part, context) {
      for (const { node, field, takesIntrinsics } of pathStringsOf(part)) {
        if (!takesIntrinsics || !looksLikeIntrinsic(node.value)) continue;
        const parsed = parseIntrinsic(node.value);
        if (parsed.problem !== undefined) continue;
        const returned = part.kind === 'Fail' ? returnsNoText(parsed.call) : undefined;
        if (returned !== undefined) {
          const data = { Part: describePartFirst(part), field, name: parsed.call.name, returns: returned };
          context.report({ at: node, message: 'returns', data });
        }
        for (const finding of checkIntrinsic(parsed.call, context.facts.limits)) {
          const report = describe(finding);
          if (report === undefined) continue;
          const { start, end } = finding;
          const at = start === end ? node : { slice: node, range: { start, end } };
          const data = { Part: describePartFirst(part), field, ...report.data };
          context.report({
            at,
            message: report.message,
            data,
            fix: correction(node, parsed.call, finding, context.facts.limits),
          });
        }
      }
    },
  },
);

function correction(
  node: StringNode,
  whole: IntrinsicCall,
  finding: IntrinsicFinding,
  limits: Limits,
): Fix | undefined {
  const { start, end } = finding;
  const written = node.value.slice(start, end);
  if (finding.code === 'illegal-escape' && finding.character === '"' && written.startsWith('\\')) {
    return { title: 'Remove the backslash', safety: 'safe', edits: [edit.splice(node, { start, end: start + 1 }, '')] };
  }
  if (finding.code !== 'unknown-function' || written !== finding.name) return undefined;
  const name = onlyNearName(finding.name, INTRINSIC_FUNCTIONS.keys());
  const text = name === undefined ? '' : node.value.slice(0, start) + name + node.value.slice(end);
  const { call } = parseIntrinsic(text);
  // What the misspelt name has hidden, such as a wrong number of arguments, speaks against it.
  if (name === undefined || call === undefined) return undefined;
  if (checkIntrinsic(call, limits).length >= checkIntrinsic(whole, limits).length) return undefined;
  return { title: `Write ${name}`, safety: 'safe', edits: [edit.splice(node, { start, end }, name)] };
}

interface Description {
  readonly message: string;
  readonly data: Readonly<Record<string, string | number>>;
}

/** Undefined for what the facts leave open. */
function describe(finding: IntrinsicFinding): Description | undefined {
  switch (finding.code) {
    case 'unknown-function': {
      const near = nearName(finding.name, INTRINSIC_FUNCTIONS.keys());
      return { message: 'unknown', data: { name: finding.name, near: near === undefined ? '' : `, perhaps ${near}` } };
    }
    case 'illegal-escape':
      // Of all unknown escapes, only this one was recorded as refused.
      return finding.character === '"' ? { message: 'escape', data: { character: finding.character } } : undefined;
    case 'wrong-arity': {
      const { name, given, min, max } = finding;
      const wanted = max === min ? `${min}` : max === undefined ? `at least ${min}` : `${min} to ${max}`;
      return { message: 'arity', data: { name, given, wanted } };
    }
    case 'placeholder-count':
      return { message: 'placeholders', data: { placeholders: finding.placeholders, given: finding.given } };
    case 'bad-path': {
      const { kind, message } = finding.problem;
      return kind === 'syntax' ? { message: 'path', data: { problem: message } } : undefined;
    }
    case 'nesting-depth':
      return { message: 'depth', data: { limit: finding.limit } };
    default: {
      const what = describeConstant(finding);
      return what === undefined ? undefined : { message: 'constant', data: { what } };
    }
  }
}

function describeConstant(finding: IntrinsicFinding): string | undefined {
  switch (finding.code) {
    case 'range-step-zero':
      return 'a step of 0';
    case 'range-too-long':
      return `a range of ${finding.count} numbers, where ${finding.limit} are the most`;
    case 'partition-size':
      return `parts of ${finding.size} items`;
    case 'unknown-algorithm':
      return `the algorithm ${finding.algorithm}`;
    case 'deep-merge':
      return 'a deep merge, where only false is allowed';
    case 'text-too-long':
      return `a text of ${finding.length} characters, where ${finding.limit} are the most`;
    case 'number-out-of-range':
      return `${finding.value}, which no 32-bit integer holds`;
    default:
      return undefined;
  }
}

/** What a call certainly gives, when that is no text: `Error` and `Cause` are texts. */
function returnsNoText({ name }: IntrinsicCall): string | undefined {
  switch (INTRINSIC_FUNCTIONS.get(name)?.returns) {
    case 'array':
      return 'a list';
    case 'boolean':
      return 'true or false';
    case 'number':
      return 'a number';
    case 'object':
      return 'an object';
    case 'string':
    case 'any':
    case undefined:
      return undefined;
  }
}
