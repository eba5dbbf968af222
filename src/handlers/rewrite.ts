/** Makes expressions of expressions: parts replaced, reads of what is written out resolved. */
import type { Check, Expr, ExprOf, Summary } from './ir.ts';

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
      return expr.of.kind === 'array' ? (expr.of.items.at(expr.index) ?? expr) : expr;
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
  if (item !== undefined) return item.value;
  if (expr.kind === 'get') return expr.otherwise;
  return expr.kind === 'property' ? { kind: 'undefined', ...at } : expr;
}

/** The summary with another expression in place of the event. */
export function rebase(summary: Summary, event: Expr): Summary {
  const change = (expr: Expr): Expr => rewrite(expr, (part) => (part.kind === 'event' ? event : resolveRead(part)));
  const check = (one: Check): Check =>
    one.kind === 'refuse'
      ? { ...one, when: change(one.when) }
      : { ...one, value: change(one.value), when: one.when === undefined ? undefined : change(one.when) };
  return {
    ...summary,
    // Everything that the function is sent is evaluated before it is called, whether it is used or not.
    before: [{ kind: 'evaluate', value: event, when: undefined, start: 0, end: 0 }, ...summary.before.map(check)],
    after: summary.after.map(check),
    call: {
      ...summary.call,
      parameters: new Map([...summary.call.parameters].map(([name, value]) => [name, change(value)])),
    },
    result: change(summary.result),
  };
}
