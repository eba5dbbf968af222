/** How statements end: they go on, return, raise, or each of these on one side of a branch. */
import type { Expr } from '../ir.ts';
import type { Value } from '../values.ts';
import type { Snapshot } from './memory.ts';

export type Completion =
  | { readonly kind: 'next'; readonly state: Snapshot }
  /** With the state it was given in, since other branches may be followed before it is looked at. */
  | { readonly kind: 'return'; readonly value: Value; readonly state: Snapshot }
  | { readonly kind: 'raise' }
  | {
      readonly kind: 'split';
      readonly test: Expr;
      /** As that of a condition. */
      readonly origin: number | undefined;
      readonly then: Completion;
      readonly otherwise: Completion;
    };

export function onlyRaises(end: Completion): boolean {
  if (end.kind === 'split') return onlyRaises(end.then) && onlyRaises(end.otherwise);
  return end.kind === 'raise';
}

/** The one return of all branches that do not raise. */
export function onlyReturn(end: Completion): Extract<Completion, { kind: 'return' }> | undefined {
  if (end.kind !== 'split') return end.kind === 'return' ? end : undefined;
  if (onlyRaises(end.then)) return onlyReturn(end.otherwise);
  return onlyRaises(end.otherwise) ? onlyReturn(end.then) : undefined;
}

/** The states of all branches that go on; undefined where one of them returns. */
export function statesGoingOn(end: Completion): readonly Snapshot[] | undefined {
  switch (end.kind) {
    case 'next':
      return [end.state];
    case 'raise':
      return [];
    case 'return':
      return undefined;
    case 'split': {
      const [then, otherwise] = [statesGoingOn(end.then), statesGoingOn(end.otherwise)];
      return then === undefined || otherwise === undefined ? undefined : [...then, ...otherwise];
    }
  }
}
