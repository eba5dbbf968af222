/** What rendering a state needs of its surroundings. */
import type { Entry, Node, Place } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import type { QueryLanguageName, StateValue } from './state.ts';
import type { Value } from './values.ts';

export interface SeenStates {
  readonly states: StateValue[];
  /** Whether there may be states that are not seen. */
  isOpen: boolean;
}

export interface Rendering {
  readonly ev: Evaluator;
  /** Of the whole machine; nested graphs do not hear of it. */
  readonly language: QueryLanguageName | 'unknown' | undefined;
  /** The call that makes the machine. */
  readonly machine: Place;
  /** Where rendered states are noted. */
  readonly seen: SeenStates;
  /** A transition to a state. */
  next(target: Value, place: Place): Node;
  /** A graph inside a state: a branch, or the steps for each item. */
  nested(start: Value, place: Place, before: readonly Entry[]): Node;
}
