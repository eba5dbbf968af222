/** Makes expressions of others, each in its shortest form, so that what is the same looks the same. */
import type { Range } from '../text/source-file.ts';
import type { Expr, ExprOf, Gate } from './ir.ts';

export function opaqueExpr(gate: Gate, message: string, unblock: string, { start, end }: Range): Expr {
  return { kind: 'opaque', blocker: { gate, message, unblock, range: { start, end } }, start, end };
}

export function negate(test: Expr): Expr {
  if (test.kind === 'not') return test.of;
  if (test.kind === 'literal') return { ...test, value: test.value !== true };
  return { kind: 'not', of: test, start: test.start, end: test.end };
}

/** A conditional; the same value on both sides needs no test. */
export function choose(test: Expr, then: Expr, otherwise: Expr): Expr {
  return then === otherwise ? then : { kind: 'conditional', test, then, otherwise, start: test.start, end: test.end };
}

/** Neighbouring texts joined, texts inside taken in; a text alone is a literal. */
export function concat(parts: ExprOf<'concat'>['parts'], { start, end }: Range): Expr {
  const joined: ExprOf<'concat'>['parts'][number][] = [];
  const add = (part: ExprOf<'concat'>['parts'][number]): void => {
    const last = joined.at(-1);
    if (part.kind === 'value' && part.value.kind === 'literal' && typeof part.value.value === 'string') {
      add({ kind: 'text', text: part.value.value });
    } else if (part.kind === 'value' && part.value.kind === 'concat') part.value.parts.forEach(add);
    else if (part.kind === 'text' && last?.kind === 'text')
      joined[joined.length - 1] = { kind: 'text', text: last.text + part.text };
    else if (part.kind === 'value' || part.text !== '') joined.push(part);
  };
  parts.forEach(add);
  const [only] = joined;
  if (only === undefined) return { kind: 'literal', value: '', start, end };
  return joined.length === 1 && only.kind === 'text'
    ? { kind: 'literal', value: only.text, start, end }
    : { kind: 'concat', parts: joined, start, end };
}
