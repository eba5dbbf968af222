/** What rendering a state needs of its surroundings. */
import type { Entry, Node, Place } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import type { QueryLanguageName } from './state.ts';
import type { Value } from './values.ts';

export interface Rendering {
  readonly ev: Evaluator;
  /** Of the whole machine; nested graphs do not hear of it. */
  readonly language: QueryLanguageName | 'unknown' | undefined;
  /** A transition to a state. */
  next(target: Value, place: Place): Node;
  /** A graph inside a state: a branch, or the steps for each item. */
  nested(start: Value, place: Place, before: readonly Entry[]): Node;
}
