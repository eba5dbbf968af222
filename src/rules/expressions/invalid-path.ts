/** A JSONPath, or an intrinsic call in place of one, that Step Functions cannot read where it stands. */
import { pathStringsOf } from '../../analysis/expressions.ts';
import type { PathString } from '../../analysis/expressions.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { looksLikeIntrinsic, parseIntrinsic } from '../../expr/intrinsic/parse.ts';
import { parsePath } from '../../expr/jsonpath/parse.ts';
import { isReferencePath } from '../../expr/jsonpath/path.ts';
import type { Range } from '../../text/source-file.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-path',
    category: 'expressions',
    summary: 'A field or a `.$` member of a JSONPath state holds no path that Step Functions can read there.',
    why:
      'Step Functions reads every path before it stores a definition. It refuses one that does not parse, a path with ' +
      'wildcards, slices or filters where a single place is wanted (a reference path), and a context object path in ' +
      'the numbers of a Map.',
    remedy: 'Correct the path; take what a reference path cannot name in an earlier state.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      syntax: {
        text: '{Part} has a path in {field} that cannot be read: {problem}. Step Functions refuses the definition.',
        help: 'Correct the path.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      intrinsic: {
        text: '{Part} has an intrinsic function in {field} that cannot be read: {problem}. Step Functions refuses the definition.',
        help: 'Correct the call.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      reference: {
        text: '{Part} has {path} in {field}, which takes a path to one single place: Step Functions refuses the definition.',
        help: 'Write a path of names and indices only.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      context: {
        text: '{Part} reads the context object in {field}, which takes a path into the input: Step Functions refuses the definition.',
        help: 'Hand the value over in the input.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      neither: {
        text: '{Part} has a value in {field} that is neither a path nor an intrinsic function: Step Functions refuses the definition.',
        help: 'Begin a path with $., or remove .$ from the key for plain text.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: ['AWS Step Functions developer guide: Paths, Intrinsic functions, Context object'],
  },
  {
    part(part, context) {
      for (const path of pathStringsOf(part)) {
        const fault = judge(path);
        if (fault === undefined) continue;
        const { node, field } = path;
        const data = { Part: describePartFirst(part), field, path: node.value, problem: fault.problem ?? '' };
        const { range } = fault;
        const at = range === undefined || range.start === range.end ? node : { slice: node, range };
        context.report({ at, message: fault.message, data });
      }
    },
  },
);

interface Fault {
  readonly message: 'syntax' | 'intrinsic' | 'reference' | 'context' | 'neither';
  readonly problem?: string;
  readonly range?: Range;
}

function judge({ node, kind, takesIntrinsics, takesContext }: PathString): Fault | undefined {
  const text = node.value;
  if (takesIntrinsics && looksLikeIntrinsic(text)) {
    const { problem } = parseIntrinsic(text);
    return problem?.kind === 'syntax' ? { message: 'intrinsic', problem: problem.message, range: problem } : undefined;
  }
  if (takesIntrinsics && !text.trimStart().startsWith('$')) return { message: 'neither' };
  const parsed = parsePath(text);
  if (parsed.problem !== undefined) {
    if (parsed.problem.kind !== 'syntax') return undefined;
    return { message: 'syntax', problem: parsed.problem.message, range: parsed.problem };
  }
  if (kind === 'path') return undefined;
  if (!isReferencePath(parsed.path)) return { message: 'reference' };
  return !takesContext && parsed.path.root.kind === 'context' ? { message: 'context' } : undefined;
}
