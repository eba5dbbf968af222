/** What each expression gives. What a language makes of it is asked of the dialect. */
import type { Range } from '../../text/source-file.ts';
import { choose, concat, negate, opaqueExpr } from '../expr-makers.ts';
import type { Expr, ExprOf } from '../ir.ts';
import type { Expression } from '../syntax.ts';
import { literalNumber, literalText } from '../values.ts';
import type { BoxItem, Value } from '../values.ts';
import { decided } from './branches.ts';
import { followCall } from './calls.ts';
import { kept } from './checks.ts';
import { followItemList } from './item-loops.ts';
import type { Run } from './run.ts';

type ExpressionOf<K extends Expression['kind']> = Extract<Expression, { kind: K }>;

export function evaluate(run: Run, expression: Expression): Value {
  const { start, end } = expression;
  const range = { start, end };
  switch (expression.kind) {
    case 'literal':
      return { kind: 'data', expr: { kind: 'literal', value: expression.value, ...range } };
    case 'undefined':
      return { kind: 'data', expr: { kind: 'undefined', ...range } };
    case 'name':
      return run.lookUp(expression.name, range);
    case 'template':
      return template(run, expression, range);
    case 'list':
      return list(run, expression, range);
    case 'dict':
      return dict(run, expression, range);
    case 'spread':
      return run.opaque('pure-ops', 'a list is spread', 'Write the items out.', range);
    case 'attribute':
      return run.dialect.attribute(run, run.evaluate(expression.of), expression, range);
    case 'subscript':
      return subscript(run, expression, range);
    case 'slice':
      return slice(run, expression, range);
    case 'call':
      return followCall(run, expression, range);
    case 'binary':
      return binary(run, expression, range);
    case 'logical':
      return logical(run, expression, range);
    case 'not':
      return { kind: 'data', expr: negate(run.test(expression.of)) };
    case 'negative':
      return negative(run, expression, range);
    case 'conditional':
      return conditional(run, expression);
    case 'comprehension':
      return comprehension(run, expression, range);
    case 'function':
      return { kind: 'function', parts: expression.parts, name: 'a function', scope: run.memory.closure() };
    case 'await':
      return run.evaluate(expression.of);
    case 'unsupported':
      for (const part of expression.within) run.evaluate(part);
      return run.opaque('pure-ops', `${expression.what} is not followed`, 'Write it without.', range);
  }
}

export function testOf(run: Run, expression: Expression): Expr {
  const value = run.evaluate(expression);
  const expr = run.dialect.truth(run.dataOrTrue(value, expression));
  if (expr.kind !== 'opaque') return expr;
  run.findings.blockers.push(expr.blocker);
  return { kind: 'isKind', of: expr, kinds: [], start: expression.start, end: expression.end };
}

// ---- values put together ------------------------------------------------------------------------------------------

function template(run: Run, { parts }: ExpressionOf<'template'>, range: Range): Value {
  const found = parts.map((part): ExprOf<'concat'>['parts'][number] => {
    if (part.kind === 'text') return part;
    const expr = run.data(run.evaluate(part.value), part.value);
    const message = 'a text is formatted with a conversion or a format';
    const value = part.isPlain ? expr : opaqueExpr('pure-ops', message, 'Put the plain value in.', part.value);
    return { kind: 'value', value, otherwise: 'differs' };
  });
  return { kind: 'data', expr: concat(found, range) };
}

function list(run: Run, { items }: ExpressionOf<'list'>, range: Range): Value {
  if (items.some(({ kind }) => kind === 'spread'))
    return run.opaque('pure-ops', 'a list is spread into another', 'Write the items out.', range);
  return run.newBox({ kind: 'list', items: items.map((item) => kept(run, run.evaluate(item))) });
}

function dict(run: Run, { items }: ExpressionOf<'dict'>, range: Range): Value {
  const found: BoxItem[] = [];
  for (const item of items) {
    if (item.kind === 'spread') {
      const value = run.evaluate(item.value);
      const box = run.boxOf(value);
      if (box?.kind === 'dict') found.push(...box.items);
      else found.push({ kind: 'spread', value: run.dialect.spread(run.data(value, range)) });
      continue;
    }
    const key = literalText(run.evaluate(item.entry.key));
    if (key === undefined)
      return run.opaque('pure-ops', 'a key of a dictionary is computed', 'Write the keys out.', range);
    found.push({ kind: 'entry', key, value: kept(run, run.evaluate(item.entry.value)) });
  }
  return run.newBox({ kind: 'dict', items: withoutRepeats(found) });
}

/** A later entry of the same key wins, at the place of the first one. */
function withoutRepeats(items: readonly BoxItem[]): readonly BoxItem[] {
  const last = new Map<string, number>();
  items.forEach((item, i) => {
    if (item.kind === 'entry') last.set(item.key, i);
  });
  return items.filter((item, i) => item.kind === 'spread' || last.get(item.key) === i);
}

// ---- parts of values ----------------------------------------------------------------------------------------------

function subscript(run: Run, { of, index, isOptional }: ExpressionOf<'subscript'>, range: Range): Value {
  const holder = run.evaluate(of);
  return run.dialect.subscript(run, holder, { index: run.evaluate(index), isOptional }, range);
}

function slice(run: Run, { of, from, to }: ExpressionOf<'slice'>, range: Range): Value {
  const whole = run.evaluate(of);
  const first = from === undefined ? 0 : literalNumber(run.evaluate(from));
  const last = to === undefined ? undefined : literalNumber(run.evaluate(to));
  return run.dialect.slice(run, whole, { from: first, to: last, isOpen: to === undefined }, range);
}

function comprehension(run: Run, expression: ExpressionOf<'comprehension'>, range: Range): Value {
  const { target, conditions, element } = expression;
  const followed = target === undefined || conditions.length > 0 ? undefined : followItemList(run, expression, target);
  if (followed !== undefined) return followed;
  const of = run.data(run.evaluate(expression.of), expression.of);
  if (target === undefined)
    return run.opaque('pure-ops', 'a comprehension takes its items apart', 'Use one name for the item.', range);
  return run.over(of, target, { conditions, element }, range);
}

// ---- operators ----------------------------------------------------------------------------------------------------

const SAME_OPERATORS: ReadonlySet<string> = new Set(['is', '==', '===']);
const DIFFERENT_OPERATORS: ReadonlySet<string> = new Set(['is not', '!=', '!==']);

function binary(run: Run, { operator, left, right }: ExpressionOf<'binary'>, range: Range): Value {
  const operands = { left: run.evaluate(left), right: run.evaluate(right) };
  // An answer that is there is not nothing.
  if (operands.left.kind === 'response' && isNothing(operands.right)) {
    const isSame = SAME_OPERATORS.has(operator);
    if (isSame || DIFFERENT_OPERATORS.has(operator))
      return { kind: 'data', expr: { kind: 'literal', value: !isSame, ...range } };
  }
  return run.dialect.binary(run, operator, operands, range);
}

function isNothing(value: Value): boolean {
  if (value.kind !== 'data') return false;
  return value.expr.kind === 'undefined' || (value.expr.kind === 'literal' && value.expr.value === null);
}

function logical(run: Run, { operator, left, right }: ExpressionOf<'logical'>, range: Range): Value {
  const one = run.evaluate(left);
  const expr = run.dataOrTrue(one, left);
  const truth = operator === '??' ? run.dialect.present(expr) : run.dialect.truth(expr);
  if (truth.kind === 'literal') {
    const isLeft = (operator === 'and') !== (truth.value === true);
    return isLeft ? one : run.evaluate(right);
  }
  const test = operator === 'and' ? truth : negate(truth);
  const origin = right.start;
  const taken = decided(run, test, origin);
  if (taken !== undefined) return taken ? run.evaluate(right) : one;
  const other = run.around.under({ test, origin }, () => run.evaluate(right));
  const second = run.dataOrTrue(other, right);
  if (operator !== 'and' && one.kind === 'item') return itemOr(run, { item: one.expr, other: second }, operator, range);
  if (other.kind === 'item') return { kind: 'data', expr: run.data(other, right) };
  return { kind: 'data', expr: run.dialect.logical(operator, expr, second, range) };
}

/** Instead of an item that is not there, an empty one may stand. */
function itemOr(
  run: Run,
  { item, other }: { readonly item: Expr; readonly other: Expr },
  operator: 'or' | '??',
  range: Range,
): Value {
  if (other.kind === 'object' && other.items.length === 0)
    return { kind: 'item', expr: run.dialect.logical(operator, item, other, range) };
  return { kind: 'data', expr: run.data({ kind: 'item', expr: item }, range) };
}

function negative(run: Run, { of }: ExpressionOf<'negative'>, range: Range): Value {
  const number = literalNumber(run.evaluate(of));
  if (number !== undefined) return { kind: 'data', expr: { kind: 'literal', value: -number, ...range } };
  return run.opaque('pure-ops', 'a number is computed', 'Compute it before the state.', range);
}

function conditional(run: Run, { test, then, otherwise }: ExpressionOf<'conditional'>): Value {
  const tested = run.test(test);
  if (tested.kind === 'literal') return run.evaluate(tested.value === true ? then : otherwise);
  const origin = test.start;
  const taken = decided(run, tested, origin);
  if (taken !== undefined) return run.evaluate(taken ? then : otherwise);
  const side = (of: Expression, isTaken: Expr): Expr =>
    run.around.under({ test: isTaken, origin }, () => run.data(run.evaluate(of), of));
  const one = side(then, tested);
  return { kind: 'data', expr: choose(tested, one, side(otherwise, negate(tested))) };
}
