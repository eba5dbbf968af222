/** Prices that a report quotes. A user's configuration can put others in their place. */

/** Of one state transition of a Standard workflow; the first 4,000 of a month are free. */
export interface TransitionPrice {
  readonly dollarsPerThousand: number;
  readonly region: string;
  /** When it was read. */
  readonly date: string;
}

export const STANDARD_TRANSITION: TransitionPrice & { readonly source: string } = {
  dollarsPerThousand: 0.025,
  region: 'us-east-1',
  date: '2026-08',
  source: 'AWS Step Functions pricing',
};

/** In dollars for a million tokens. None are shipped: they differ by Region, tier of service and contract. */
export interface ModelPrices {
  readonly inputPerMillionTokens?: number;
  readonly outputPerMillionTokens?: number;
}
