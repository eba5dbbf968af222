/** Prices that a report quotes, read 2026-08 from the AWS Step Functions pricing page. */

/** Of one state transition of a Standard workflow; the first 4,000 of a month are free. */
export const STANDARD_TRANSITION_PRICE = {
  dollarsPerThousand: 0.025,
  region: 'us-east-1',
  date: '2026-08',
} as const;
