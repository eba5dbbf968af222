/**
 * Expressions of the payload that are another value each time they are evaluated. The function gets one value of them; a
 * state that names one twice has two.
 */
import type { Expr } from '../handlers/ir.ts';
import { somePart } from '../handlers/ir.ts';
import { Unwritable } from './jsonata-text.ts';

const RANDOM = /\$(?:now|millis|random|uuid)\b/g;

/** Whether there is one, and of what kind, is the same each time. */
const TESTED = /\$(?:exists|type)\(\(*\$(?:now|millis|random|uuid)\(\)\)+/g;

/** What is another value in each state, and is one value for the function. */
const CHANGING = /\$states\.context(?!\.(?:Execution|StateMachine)\b)|\$(?:now|millis|random|uuid)\b/;

/** For several states. */
export function refuseChanging(expr: Expr): void {
  somePart(expr, (part) => {
    if (part.kind !== 'code' || !CHANGING.test(part.text)) return false;
    return refuse(`${part.text} is another value in each of several states`);
  });
}

/**
 * For one state, and what is written of it and of those after it: `event` is the payload. A state that names a value once
 * has one value as well.
 */
export function refuseRepeated(event: Expr, written: unknown, later: readonly unknown[]): void {
  const changing: string[] = [];
  somePart(event, (part) => {
    if (part.kind === 'code' && CHANGING.test(part.text)) changing.push(part.text);
    return false;
  });
  const [first] = changing;
  if (first === undefined) return;
  if (CHANGING.test(JSON.stringify(later))) refuse(`${first} is another value in each of several states`);
  const text = JSON.stringify(written).replaceAll(TESTED, '');
  const named = text.match(RANDOM)?.length ?? 0;
  if (named > 1 || (named > 0 && /function\s*\(/.test(text)))
    refuse(`${first} is another value each time it is evaluated, and the state needs it more than once`);
}

function refuse(message: string): never {
  const help = 'Compute it in a state before, or send $states.context.Execution.Id or StartTime.';
  throw new Unwritable(message, help, { start: 0, end: 0 }, 'nondet');
}
