/**
 * The JSONata expressions of a part together with what each reads and calls, given where it stands: which members of
 * `$states` exist there, and which variables the machine assigns.
 *
 * Developer guide, page on variables: a result exists in `Assign` and `Output` of Task, Parallel and Map states, an error
 * output in those of a catcher; a definition that reads either elsewhere is refused.
 */
import type { Part } from '../asl/parts.ts';
import type { Expression, ParseJsonata } from '../expr/jsonata/expression.ts';
import { analyzeScope } from '../expr/jsonata/scope.ts';
import type { ScopeFindingCode, ScopeOptions, ScopeReport } from '../expr/jsonata/scope.ts';
import type { Range } from '../text/source-file.ts';
import type { StringNode } from '../tree/node.ts';
import { jsonataStringsOf } from './expressions.ts';
import type { Variables } from './variables.ts';

export interface ReadExpression {
  readonly node: StringNode;
  /** What stands between the delimiters, as a range of the string's text. */
  readonly inner: Range;
  /** Where in the part it stands. */
  readonly field: string;
  readonly expression: Expression;
  /** Its ranges are offsets in the text between the delimiters. */
  readonly scope: ScopeReport;
}

export function readExpressionsOf(
  part: Part,
  parse: ParseJsonata,
  variables: Pick<Variables, 'byName'>,
): readonly ReadExpression[] {
  const read: ReadExpression[] = [];
  for (const { node, inner, isEmpty, field } of jsonataStringsOf(part)) {
    const expression = isEmpty ? undefined : parse(node.value.slice(inner.start, inner.end)).expression;
    if (expression === undefined) continue;
    const scope = scopeAt(part, field, expression, variables);
    read.push({ node, inner, field, expression, scope });
  }
  return read;
}

function scopeAt(part: Part, field: string, expression: Expression, variables: Pick<Variables, 'byName'>): ScopeReport {
  return analyzeScope(expression, { ...membersAt(part, field), variables: variables.byName });
}

/** What the service refuses in an expression (recorded 2026-08). */
const REFUSED: readonly ScopeFindingCode[] = [
  'bare-name',
  'context-item',
  'root-reference',
  'absent-result',
  'absent-error-output',
  'intrinsic-call',
  'newer-operator',
];

/** Whether the service would take a text for an expression, if it stood between delimiters in a field of the part. */
export function wouldBeTaken(
  text: string,
  part: Part,
  field: string,
  { parseJsonata, variables }: { readonly parseJsonata: ParseJsonata | undefined; readonly variables: Variables },
): boolean {
  const expression = parseJsonata?.(text).expression;
  if (expression === undefined) return false;
  return !scopeAt(part, field, expression, variables).findings.some(({ code }) => REFUSED.includes(code));
}

/** A range of an expression as a range of the string that it stands in. */
export function rangeInString({ inner }: ReadExpression, { start, end }: Range): Range {
  return { start: inner.start + start, end: inner.start + end };
}

function membersAt(part: Part, field: string): Pick<ScopeOptions, 'result' | 'errorOutput'> {
  return { result: hasResult(part, field), errorOutput: part.kind === 'catcher' ? 'yes' : 'no' };
}

function hasResult({ kind, node }: Part, field: string): ScopeOptions['result'] {
  switch (kind) {
    case 'Task':
    case 'Parallel':
    case 'Map':
      return /^(?:Assign|Output)(?![^.[])/.test(field) ? 'yes' : 'no';
    case 'Pass':
      // Whether a Result is taken in a JSONata state, and what it then is, is not known.
      return node.get('Result') === undefined && !node.isOpen ? 'no' : 'unknown';
    case 'retrier':
      return 'unknown';
    default:
      return 'no';
  }
}
