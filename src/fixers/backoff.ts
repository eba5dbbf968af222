/** How throttled calls are retried where a fix says so: numbers of our own choice, enough for a peak of some seconds. */

export const BACKOFF = {
  IntervalSeconds: 2,
  MaxAttempts: 5,
  BackoffRate: 2,
  MaxDelaySeconds: 60,
  JitterStrategy: 'FULL',
} as const;
