/** `Duration`: how long, in the unit that a field wants. */
import { numberNode } from '../../tree/node.ts';
import type { Node } from '../../tree/node.ts';
import { unknownAt } from './nodes.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

const SECONDS: Readonly<Record<string, number>> = { millis: 0.001, seconds: 1, minutes: 60, hours: 3600, days: 86_400 };

/** Undefined when it is not known. */
export function secondsOf(value: Value): number | undefined {
  if (value.kind !== 'made') return undefined;
  const unit = /^cdk\.Duration\.(\w+)$/.exec(value.path)?.[1];
  const [amount] = value.arguments;
  if (unit === 'parse') return parsed(knownText(amount));
  const size = unit === undefined ? undefined : SECONDS[unit];
  return size === undefined || amount?.kind !== 'number' ? undefined : amount.value * size;
}

const ISO = /^P(?:(\d+)D)?(?:T(?:(\d+)H)?(?:(\d+)M)?(?:(\d+)S)?)?$/;

function parsed(text: string | undefined): number | undefined {
  const match = text === undefined ? null : ISO.exec(text);
  if (match === null) return undefined;
  const [, days, hours, minutes, seconds] = match;
  return Number(days ?? 0) * 86_400 + Number(hours ?? 0) * 3600 + Number(minutes ?? 0) * 60 + Number(seconds ?? 0);
}

export function durationNode(value: Value, unit: 'seconds' | 'minutes' = 'seconds'): Node {
  const seconds = secondsOf(value);
  const amount = seconds === undefined ? undefined : seconds / (unit === 'seconds' ? 1 : 60);
  const isWhole = amount !== undefined && Number.isInteger(amount);
  return isWhole ? numberNode(value.place, amount) : unknownAt(value.place, 'a duration', value.kind === 'unknown');
}
