/**
 * Marks of values: whether they come from outside the machine, and whether they may differ from one iteration or branch
 * to the next. Kept as bits of a number, since they are joined at every turn.
 */
import type { Machine } from '../../asl/model.ts';
import { ORIGIN_MARKS } from './shape.ts';

/** From the input of the execution. */
export const FROM_INPUT = 1;
/** From an item of a Map, unless its items are written in the definition. */
export const FROM_ITEM = 2;

/** Parsed from a text, and so no part of a result as it was. */
export const FROM_TEXT = 4;

/** The scopes of deeper machines share the last bit. */
const MAX_SCOPE = 26;
const FIRST_SCOPE_BIT = 4;

/** May differ between runs of the nested machine that is `depth` levels within the whole one. */
export function variesIn(depth: number): number {
  return depth === 0 ? 0 : 1 << (FIRST_SCOPE_BIT + Math.min(depth, MAX_SCOPE) - 1);
}

/** May differ between any two evaluations at this depth. */
export function variesWithin(depth: number): number {
  let marks = 0;
  for (let i = 1; i <= depth; i++) marks |= variesIn(i);
  return marks;
}

export function variance(marks: number): number {
  return marks & ~ORIGIN_MARKS;
}

/** How many machines are around this one. */
export function depthOfMachine(machine: Machine): number {
  let depth = 0;
  for (let owner = machine.owner; owner !== undefined; owner = owner.machine.owner) depth++;
  return depth;
}
