/** Arguments and items in the order in which they are written. */
import type { Argument } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { SPREAD } from './spread.ts';
import { unknownValue } from './values.ts';
import type { Value } from './values.ts';

/** Arguments in order. A spread of what is not known is one unknown value, after which nothing is certain. */
export function evaluateArguments(nodes: readonly Argument[], frame: Frame, ev: Evaluator): readonly Value[] {
  return nodes.flatMap((node) => {
    if (node.type !== 'SpreadElement') return [withPlaceOf(ev.evaluate(node, frame), placeOf(node, frame))];
    const from = ev.evaluate(node.argument, frame);
    if (from.kind === 'list' && !from.isOpen) return from.items;
    ev.escape(from);
    return [unknownValue(placeOf(node, frame), SPREAD)];
  });
}

/** What is not known here is best shown where it is used. */
export function withPlaceOf(value: Value, place: Place): Value {
  return value.kind === 'unknown' ? { ...value, place } : value;
}
