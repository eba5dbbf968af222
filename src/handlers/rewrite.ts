/** Makes expressions of expressions: parts replaced, reads of what is written out resolved. */
import type { Range } from '../text/source-file.ts';
import { ALL_KINDS } from './ir.ts';
import type { Check, Expr, ExprOf, Program, Step, Summary } from './ir.ts';
import { kindsOf } from './kinds.ts';

/** The expression with `replace` applied to every part, innermost first; the same object where nothing changes. */
export function rewrite(expr: Expr, replace: (part: Expr) => Expr): Expr {
  return replace(withParts(expr, (part) => rewrite(part, replace)));
}

function withParts(expr: Expr, change: (part: Expr) => Expr): Expr {
  switch (expr.kind) {
    case 'literal':
    case 'undefined':
    case 'event':
    case 'reply':
    case 'deployed':
    case 'item':
    case 'code':
    case 'failed':
    case 'opaque':
      return expr;
    case 'get':
      return { ...expr, of: change(expr.of), otherwise: change(expr.otherwise) };
    case 'lookup':
      return {
        ...expr,
        key: change(expr.key),
        table: expr.table.map((row) => ({ ...row, value: change(row.value) })),
        otherwise: expr.otherwise === undefined ? undefined : change(expr.otherwise),
      };
    case 'object':
      return { ...expr, items: expr.items.map((item) => ({ ...item, value: change(item.value) })) };
    case 'array':
      return { ...expr, items: expr.items.map(change) };
    case 'concat':
      return {
        ...expr,
        parts: expr.parts.map((part) => (part.kind === 'text' ? part : { ...part, value: change(part.value) })),
      };
    case 'conditional':
      return { ...expr, test: change(expr.test), then: change(expr.then), otherwise: change(expr.otherwise) };
    case 'either':
    case 'both':
    case 'any':
    case 'compare':
      return { ...expr, left: change(expr.left), right: change(expr.right) };
    case 'replace':
      return { ...expr, of: change(expr.of), by: change(expr.by) };
    case 'filter':
    case 'map':
      return { ...expr, of: change(expr.of), body: change(expr.body) };
    default:
      return { ...expr, of: change(expr.of) };
  }
}

/** A read of an object or list that is written out is what stands there. */
export function resolveRead(expr: Expr): Expr {
  switch (expr.kind) {
    case 'index':
      return expr.of.kind === 'array' ? itemOf(expr, expr.of) : expr;
    case 'member':
    case 'property':
    case 'get':
    case 'has':
      return expr.of.kind === 'object' ? memberOf(expr, expr.of) : expr;
    default:
      return expr;
  }
}

function memberOf(expr: ExprOf<'member' | 'property' | 'get' | 'has'>, of: ExprOf<'object'>): Expr {
  const at = { start: expr.start, end: expr.end };
  const item = of.items.findLast((one) => one.kind === 'spread' || one.key === expr.key);
  if (item?.kind === 'spread') return expr;
  if (expr.kind === 'has') return { kind: 'literal', value: item !== undefined, ...at };
  if (item !== undefined) return expr.kind === 'member' ? presentOf(item.value, at) : item.value;
  if (expr.kind === 'get') return expr.otherwise;
  return expr.kind === 'property' ? { kind: 'undefined', ...at } : expr;
}

/** An item that JavaScript has as `undefined` is null in the JSON: such a list is left as it is. */
function itemOf(expr: ExprOf<'index'>, of: ExprOf<'array'>): Expr {
  const item = of.items.at(expr.index);
  return item === undefined || kindsOf(item).includes('missing') ? expr : item;
}

/** A member that JavaScript has as `undefined` is not there for whoever reads the JSON, so that the read fails. */
function presentOf(of: Expr, at: Range): Expr {
  const isSure = !kindsOf(of).includes('missing');
  return isSure ? of : { kind: 'ensure', of, kinds: ALL_KINDS, otherwise: 'fails', ...at };
}

/** The summary with another expression in place of the event. */
export function rebase(summary: Summary, event: Expr): Summary {
  const changed = changedSummary(summary, inPlaceOfEvent(event));
  return { ...changed, before: [payloadCheck(event), ...changed.before] };
}

/** The summary with every expression changed. */
export function changedSummary(summary: Summary, change: (expr: Expr) => Expr): Summary {
  return {
    ...summary,
    before: changedChecks(summary.before, change),
    after: changedChecks(summary.after, change),
    call: { ...summary.call, parameters: changedParameters(summary.call.parameters, change) },
    result: change(summary.result),
    failures:
      summary.failures === undefined
        ? undefined
        : {
            ...summary.failures,
            rescues: summary.failures.rescues.map((rescue) => ({
              ...rescue,
              checks: changedChecks(rescue.checks, change),
              result: change(rescue.result),
            })),
          },
  };
}

/** The program with another expression in place of the event. */
export function rebaseProgram(program: Program, event: Expr): Program {
  const first = changedStep(program.first, inPlaceOfEvent(event));
  return { ...program, first: { ...first, before: [payloadCheck(event), ...first.before] } };
}

export function inPlaceOfEvent(event: Expr): (expr: Expr) => Expr {
  return (expr) => rewrite(expr, (part) => (part.kind === 'event' ? event : resolveRead(part)));
}

/** Everything that the function is sent is evaluated before it is called, whether it is used or not. */
function payloadCheck(event: Expr): Check {
  return { kind: 'evaluate', value: event, when: undefined, start: 0, end: 0 };
}

function changedChecks(checks: readonly Check[], change: (expr: Expr) => Expr): readonly Check[] {
  return checks.map((one) =>
    one.kind === 'refuse'
      ? { ...one, when: change(one.when) }
      : { ...one, value: change(one.value), when: one.when === undefined ? undefined : change(one.when) },
  );
}

function changedParameters(
  parameters: ReadonlyMap<string, Expr>,
  change: (expr: Expr) => Expr,
): ReadonlyMap<string, Expr> {
  return new Map([...parameters].map(([name, value]) => [name, change(value)]));
}

function changedStep(step: Step, change: (expr: Expr) => Expr): Step {
  const before = changedChecks(step.before, change);
  switch (step.kind) {
    case 'call': {
      const call = { ...step.call, parameters: changedParameters(step.call.parameters, change) };
      return { ...step, before, call, then: changedStep(step.then, change) };
    }
    case 'choice':
      return {
        ...step,
        before,
        test: change(step.test),
        then: changedStep(step.then, change),
        otherwise: changedStep(step.otherwise, change),
      };
    case 'end':
      return { ...step, before, result: change(step.result) };
    case 'fail':
      return { ...step, before };
  }
}
