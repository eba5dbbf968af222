/** Parts of a JSONata expression by the place of what a finding points at. Ranges are offsets between the delimiters. */
import { childrenOf } from '../expr/jsonata/expression.ts';
import type { Expression } from '../expr/jsonata/expression.ts';
import type { Range } from '../text/source-file.ts';

/** The whole path, or what is indexed alone, that a step or an index belongs to. */
export function pathAround(expression: Expression, part: Range): Expression | undefined {
  return enclosing(expression, part).find(({ kind }) => kind === 'path' || kind === 'filter');
}

/** What a step or an index is read of: all that stands before it in its path. */
export function readOf(expression: Expression, part: Range): Range | undefined {
  const around = enclosing(expression, part);
  const path = around.find(({ kind }) => kind === 'path');
  const filter = around.findLast((one) => one.kind === 'filter' && contains(one.predicate, part));
  if (filter?.kind === 'filter') {
    const isStep = path?.kind === 'path' && path.steps.includes(filter);
    return { start: isStep ? path.start : filter.start, end: filter.of.end };
  }
  if (path?.kind !== 'path') return undefined;
  const at = path.steps.findIndex((step) => contains(step, part));
  const before = path.steps[at - 1];
  return before && { start: path.start, end: before.end };
}

/** The expressions around a range, outermost first; of a path within a predicate or a call, that path and not the outer. */
function enclosing(expression: Expression, part: Range): readonly Expression[] {
  let around: Expression[] = [];
  for (let one: Expression | undefined = expression; one !== undefined;) {
    if (startsAnew(one)) around = [];
    around.push(one);
    const children: readonly Expression[] = childrenOf(one);
    one = children.find((child) => contains(child, part));
  }
  return around;
}

/** Whether what is within has nothing to do with a path around it. */
function startsAnew({ kind }: Expression): boolean {
  return kind === 'call' || kind === 'block' || kind === 'object' || kind === 'array' || kind === 'condition';
}

function contains(outer: Range, inner: Range): boolean {
  return outer.start <= inner.start && inner.end <= outer.end;
}
