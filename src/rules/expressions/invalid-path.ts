/** A JSONPath, or an intrinsic call in place of one, that Step Functions cannot read where it stands. */
import { computedValuesOf, pathStringsOf } from '../../analysis/expressions.ts';
import type { PathString } from '../../analysis/expressions.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import { looksLikeIntrinsic, parseIntrinsic } from '../../expr/intrinsic/parse.ts';
import { readDelimiters } from '../../expr/jsonata/delimiters.ts';
import { parsePath } from '../../expr/jsonpath/parse.ts';
import { isReferencePath } from '../../expr/jsonpath/path.ts';
import type { JsonPath, PathProblem } from '../../expr/jsonpath/path.ts';
import { hasForeignPlaceholder } from '../../text/placeholders.ts';
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
      'the numbers of a Map.\n\n' +
      'A `ResultPath` that names a variable or the context object is a warning, since the pages rule it out and no ' +
      'answer of the service to it is known; so is a path to `$states`, which JSONata alone has.',
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
      trailingDot: {
        text: '{Part} has a path in {field} that ends with a dot, where a name is missing.',
        help: 'Add the name, or remove the dot.',
        severity: 'warning',
      },
      intrinsicInPath: {
        text: '{Part} has an intrinsic function in {field}, which takes a path by its documentation.',
        help: 'Call the function in Parameters or in an earlier state, and name the result here.',
        severity: 'warning',
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
      expression: {
        text: '{Part} has a JSONata expression in {field}, where a JSONPath state takes a path or an intrinsic function: Step Functions refuses the definition.',
        help: 'Set QueryLanguage to JSONata and write it without .$ or Path in the name, or write a path.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      onlyPath: {
        text: '{Part} has an intrinsic function in {field}, which takes a path alone: Step Functions refuses the definition.',
        help: 'Compute the value under a key that ends in .$, in Assign or in an earlier state, and name that place.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      result: {
        text: '{Part} has {path} in ResultPath, which takes a place in the input of the state: it writes neither variables nor the context object.',
        help: 'Use Assign for a variable, or a path that begins with $.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Paths, Intrinsic functions, Context object, Workflow variables'],
  },
  {
    part(part, context) {
      const Part = describePartFirst(part);
      for (const { node, field } of computedValuesOf(part)) {
        context.report({ at: node, message: 'neither', data: { Part, field } });
      }
      for (const path of pathStringsOf(part)) {
        const fault = judge(path);
        if (fault === undefined) continue;
        const { node, field } = path;
        const data = { Part, field, path: node.value, problem: fault.problem ?? '' };
        const { range } = fault;
        const at = range === undefined || range.start === range.end ? node : { slice: node, range };
        context.report({ at, message: fault.message, data });
      }
    },
  },
);

interface Fault {
  readonly message:
    | 'syntax'
    | 'trailingDot'
    | 'intrinsic'
    | 'intrinsicInPath'
    | 'onlyPath'
    | 'reference'
    | 'context'
    | 'neither'
    | 'expression'
    | 'result';
  readonly problem?: string;
  readonly range?: Range;
}

function judgeProblem(problem: PathProblem, text: string): Fault | undefined {
  if (problem.kind !== 'syntax') return undefined;
  // Published machines have such paths.
  if (/\w\.\s*$/.test(text)) return { message: 'trailingDot', range: problem };
  return { message: 'syntax', problem: problem.message, range: problem };
}

/** Compilers of state machines write calls there, and their output was deployed. */
const UNDOCUMENTED_CALLS: readonly string[] = ['InputPath', 'OutputPath'];

function judge(path: PathString): Fault | undefined {
  const { node, field, takesIntrinsics } = path;
  const text = node.value;
  if (hasForeignPlaceholder(text)) return undefined;
  if (looksLikeIntrinsic(text)) {
    if (takesIntrinsics) return judgeCall(text);
    return { message: UNDOCUMENTED_CALLS.includes(field) ? 'intrinsicInPath' : 'onlyPath' };
  }
  if (takesIntrinsics && !text.trimStart().startsWith('$')) {
    return { message: readDelimiters(text).kind === 'expression' ? 'expression' : 'neither' };
  }
  const parsed = parsePath(text);
  if (parsed.path !== undefined) return judgePath(path, parsed.path);
  return judgeProblem(parsed.problem, text);
}

function judgeCall(text: string): Fault | undefined {
  const { problem } = parseIntrinsic(text);
  return problem?.kind === 'syntax' ? { message: 'intrinsic', problem: problem.message, range: problem } : undefined;
}

function judgePath({ field, kind, takesContext }: PathString, path: JsonPath): Fault | undefined {
  if (field === 'ResultPath' && path.root.kind !== 'input') return { message: 'result' };
  if (kind === 'path') return undefined;
  if (!isReferencePath(path)) return { message: 'reference' };
  return !takesContext && path.root.kind === 'context' ? { message: 'context' } : undefined;
}
