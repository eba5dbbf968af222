/** Evaluations that may fail, noted where the source makes them, whether or not it uses their values. */
import type { Range } from '../../text/source-file.ts';
import { mayFail } from '../fallible.ts';
import { somePart } from '../ir.ts';
import type { Expr } from '../ir.ts';
import type { Value } from '../values.ts';
import type { Run } from './run.ts';

export function discard(run: Run, value: Value, range: Range): void {
  if (value.kind !== 'data' && value.kind !== 'box') return;
  discardExpr(run, run.data(value, range));
}

function discardExpr(run: Run, expr: Expr): void {
  if (expr.kind === 'concat') {
    for (const part of expr.parts)
      if (part.kind === 'value') discardExpr(run, part.otherwise === 'fails' ? ensureText(part.value) : part.value);
    return;
  }
  if (expr.kind === 'jsonText') discardExpr(run, expr.of);
  else if (!hasOpaque(expr)) run.check(expr);
}

export function checkExpr(run: Run, expr: Expr): void {
  if (!mayFail(expr) || somePart(expr, ({ kind }) => kind === 'item')) return;
  run.findings.addCheck({ kind: 'evaluate', value: expr, when: run.around.when(), start: expr.start, end: expr.end });
}

/** Where all of it is understood. */
export function checkNow(run: Run, expr: Expr): void {
  if (!hasOpaque(expr)) discardExpr(run, expr);
}

/** What is put into a value is evaluated there, whether the value is used or not. */
export function kept(run: Run, value: Value): Value {
  if (value.kind === 'data') checkNow(run, value.expr);
  return value;
}

/** The handler raises this error here, under the conditions around. */
export function addRefusal(run: Run, error: string, { start, end }: Range): void {
  const when = run.around.when() ?? { kind: 'literal', value: true, start, end };
  run.findings.addCheck({ kind: 'refuse', when, error, start, end });
}

function hasOpaque(expr: Expr): boolean {
  return somePart(expr, ({ kind }) => kind === 'opaque');
}

function ensureText(of: Expr): Expr {
  return { kind: 'ensure', of, kinds: ['string'], otherwise: 'fails', start: of.start, end: of.end };
}
