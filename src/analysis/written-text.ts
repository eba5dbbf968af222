/**
 * How much of a text is written in the definition: characters of literals, in a plain string, in an intrinsic call or
 * in a JSONata expression. What a placeholder, a reference or run time brings in counts as blank.
 */
import { parseIntrinsic } from '../expr/intrinsic/parse.ts';
import type { IntrinsicArgument, IntrinsicCall } from '../expr/intrinsic/parse.ts';
import { valueParts } from '../expr/jsonata/expression.ts';
import type { Expression } from '../expr/jsonata/expression.ts';
import { findPlaceholders } from '../text/placeholders.ts';
import type { Range } from '../text/source-file.ts';
import type { StringNode, UnknownNode } from '../tree/node.ts';

export interface WrittenText {
  /** UTF-16 units after decoding, of all literals together. */
  readonly length: number;
  /** Whether a literal has a line break between text that is not blank. */
  readonly hasSeveralLines: boolean;
}

type TextNode = StringNode | UnknownNode;

/** Stands for a part that is not written here. */
const GAP = '\uFFFC';

const NOTHING: WrittenText = { length: 0, hasSeveralLines: false };

export function measureString(node: TextNode): WrittenText {
  const text = textOf(node);
  return measureLiteral(withGaps(node, { start: 0, end: text.length }));
}

/** Undefined for a text that is no intrinsic call. */
export function measureIntrinsic(node: TextNode): WrittenText | undefined {
  const parsed = parseIntrinsic(textOf(node));
  return parsed.problem === undefined ? measureArgument(parsed.call, node) : undefined;
}

/** `expression` is what stands between the delimiters of `node`. */
export function measureExpression(expression: Expression, node: TextNode): WrittenText {
  switch (expression.kind) {
    case 'string':
      return measureLiteral(literalText(expression, node));
    case 'concatenation':
      return measureConcatenation(expression, node);
    default:
      return total(valueParts(expression).map((part) => measureExpression(part, node)));
  }
}

/** Every string literal of an expression, in writing order. */
export function stringLiterals(expression: Expression): readonly Extract<Expression, { kind: 'string' }>[] {
  return expression.kind === 'string' ? [expression] : valueParts(expression).flatMap(stringLiterals);
}

/** One text, with a gap for each operand that is no literal; what those hold is measured for itself. */
function measureConcatenation(expression: Expression, node: TextNode): WrittenText {
  const measured: WrittenText[] = [];
  let text = '';
  for (const operand of operandsOf(expression)) {
    text += operand.kind === 'string' ? literalText(operand, node) : GAP;
    if (operand.kind !== 'string') measured.push(measureExpression(operand, node));
  }
  return total([measureLiteral(text), ...measured]);
}

/** The operands of a chain of `&`, in order; a chain nests to the left as deep as it is long. */
function operandsOf(expression: Expression): readonly Expression[] {
  const operands: Expression[] = [];
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'concatenation') waiting.push(next.left, next.right);
    else operands.push(next);
  }
  return operands.reverse();
}

function measureArgument(argument: IntrinsicArgument, node: TextNode): WrittenText {
  switch (argument.kind) {
    case 'call':
      return total(argument.arguments.map((part, i) => measureCallArgument(argument, part, i, node)));
    case 'string':
      return measureLiteral(withGaps(node, { start: argument.start + 1, end: argument.end - 1 }, argument.value));
    default:
      return NOTHING;
  }
}

/** In the template of `States.Format`, `{}` is where a value comes in. */
function measureCallArgument(call: IntrinsicCall, argument: IntrinsicArgument, i: number, node: TextNode): WrittenText {
  if (call.name !== 'States.Format' || i > 0 || argument.kind !== 'string') return measureArgument(argument, node);
  const raw = withGaps(node, { start: argument.start + 1, end: argument.end - 1 });
  return measureLiteral(raw.replace(/\\(.)|\{\}/gs, (_, escaped: string | undefined) => escaped ?? GAP));
}

function literalText(literal: Extract<Expression, { kind: 'string' }>, node: TextNode): string {
  // The range has the quotes, and begins after the opening delimiter.
  return withGaps(node, { start: literal.start + 3, end: literal.end + 1 }, literal.value);
}

function textOf(node: TextNode): string {
  return node.kind === 'string' ? node.value : (node.template ?? '');
}

/** A range of a string's text with a mark for each gap; `decoded` when there is none. */
function withGaps(node: TextNode, range: Range, decoded?: string): string {
  const text = textOf(node);
  const gaps = gapsOf(node, text).filter((gap) => gap.start < range.end && gap.end > range.start);
  if (gaps.length === 0) return decoded ?? text.slice(range.start, range.end);
  let written = '';
  let from = range.start;
  for (const gap of gaps) {
    if (gap.end <= from) continue;
    written += text.slice(from, Math.max(from, gap.start)) + GAP;
    from = gap.end;
  }
  return written + text.slice(from, Math.max(from, range.end));
}

function gapsOf(node: TextNode, text: string): readonly Range[] {
  // What an alias repeats is written at its anchor.
  const written = node.anchor?.kind === 'string' || node.anchor?.kind === 'unknown' ? node.anchor : node;
  const content = written.content();
  if (content?.gaps.length === 0) return findPlaceholders(text);
  return [...(content?.gaps ?? []), ...findPlaceholders(text)].sort((a, b) => a.start - b.start);
}

function measureLiteral(text: string): WrittenText {
  const lines = text.replaceAll(GAP, ' ').split(/\r\n|[\n\r]/);
  const hasSeveralLines = lines.filter((line) => line.trim() !== '').length > 1;
  return { length: text.replaceAll(GAP, '').length, hasSeveralLines };
}

function total(parts: readonly WrittenText[]): WrittenText {
  return {
    length: parts.reduce((sum, part) => sum + part.length, 0),
    hasSeveralLines: parts.some((part) => part.hasSeveralLines),
  };
}
