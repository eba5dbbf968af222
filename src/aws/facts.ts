/**
 * What a run takes to be true of quotas, models and prices: the dated tables of this folder, with the user's own entries
 * in front of them. Made once for a run and handed on; there is no other way to it.
 */
import { ESTIMATES, LIMITS } from './limits.ts';
import type { Estimates, Limits } from './limits.ts';
import type { OwnModel } from './models.ts';
import { STANDARD_TRANSITION } from './prices.ts';
import type { TransitionPrice } from './prices.ts';

export interface Facts {
  readonly limits: Limits;
  readonly estimates: Estimates;
  /** The user's entries on models, the most particular pattern first. */
  readonly models: readonly OwnModel[];
  readonly prices: { readonly standardTransition: TransitionPrice };
}

export const SHIPPED_FACTS: Facts = {
  limits: valuesOf(LIMITS),
  estimates: valuesOf(ESTIMATES),
  models: [],
  prices: { standardTransition: STANDARD_TRANSITION },
};

function valuesOf<Name extends string>(
  table: Readonly<Record<Name, { readonly value: number }>>,
): Readonly<Record<Name, number>> {
  const names = Object.keys(table) as Name[];
  return Object.fromEntries(names.map((name) => [name, table[name].value])) as Record<Name, number>;
}
