/** Arguments and items that come from a list which is not known: none of what follows them is certain. */
import type { Value } from './values.ts';

export const SPREAD = 'items that are spread';

export function isSpread(value: Value): boolean {
  return value.kind === 'unknown' && value.why === SPREAD;
}
