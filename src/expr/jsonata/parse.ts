/**
 * Parses JSONata, never evaluates it. The `jsonata` library has the last word on what is JSONata and on what is wrong
 * with a text that is none; the tree, with the range of every part, is our own (see grammar.ts). An expression of
 * plain parts only is not shown to the library: what our reader takes of those it takes too, as a property test shows.
 * Importing this module loads the library, so the engine does it only for machines that have JSONata states.
 */
import jsonata from 'jsonata';
import type { Range } from '../../text/source-file.ts';
import { childrenOf } from './expression.ts';
import type { Expression, ExpressionParse, ExpressionProblem } from './expression.ts';
import { readExpression } from './grammar.ts';
import { isPlain } from './plain.ts';
import { ExpressionFault } from './tokens.ts';

const MAX_COPIES = 12;

/** `text` is what stands between the delimiters; ranges are offsets in it. */
export function parseJsonata(text: string): ExpressionParse {
  const read = readSafely(text);
  // What is too deep for our own reader may be too deep for the library's, which has no bound but the stack.
  if (read instanceof ExpressionFault && read.kind === 'limit') return { problem: limit(read.range) };
  if (!(read instanceof ExpressionFault) && isPlain(read)) return { expression: read };
  const refusal = isCostly(text) ? undefined : refusalOf(text);
  if (refusal !== undefined && refusal.code !== '') return { problem: describe(refusal, read, text) };
  // A regular expression or a depth that the library stumbles over is no reason to refuse what we have read ourselves.
  if (!(read instanceof ExpressionFault)) return { expression: read };
  return { problem: { ...limit(read.range), message: 'the expression cannot be read' } };
}

interface Refusal {
  /** Empty for what is not a finding of the library's own: an error of the regular expression engine or of the stack. */
  readonly code: string;
  readonly message: string;
  /** As a rule, the end of a token. */
  readonly position: number | undefined;
}

function readSafely(text: string): Expression | ExpressionFault {
  try {
    return readExpression(text);
  } catch (error) {
    if (error instanceof ExpressionFault) return error;
    throw error;
  }
}

/** The library copies the left side of these two operators, and doubles its work with each one inside another. */
function isCostly(text: string): boolean {
  return (text.match(/\?[?:]/g)?.length ?? 0) > MAX_COPIES;
}

function refusalOf(text: string): Refusal | undefined {
  try {
    jsonata(text);
    return undefined;
  } catch (error) {
    const { code, message, position } = error as { code?: unknown; message?: unknown; position?: unknown };
    return {
      code: typeof code === 'string' ? code : '',
      message: typeof message === 'string' ? message : String(error),
      position: typeof position === 'number' ? position : undefined,
    };
  }
}

function describe(refusal: Refusal, read: Expression | ExpressionFault, text: string): ExpressionProblem {
  const { code, message, position } = refusal;
  const range = read instanceof ExpressionFault ? read.range : tokenAt(read, text, position);
  return { kind: 'syntax', code, message, start: range.start, end: range.end };
}

/**
 * For the few refusals that come after parsing: the number, name or literal that ends at the position, or the sign that
 * does, or all of the text where the library names no position.
 */
function tokenAt(expression: Expression, text: string, position: number | undefined): Range {
  if (position === undefined) return { start: 0, end: text.length };
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const children = childrenOf(next);
    if (children.length === 0 && next.end === position) return next;
    for (const child of children) waiting.push(child);
  }
  const end = Math.min(position, text.length);
  return { start: Math.max(0, end - 1), end };
}

function limit({ start, end }: Range): ExpressionProblem {
  return { kind: 'limit', code: '', message: 'the expression is too deep to be read', start, end };
}
