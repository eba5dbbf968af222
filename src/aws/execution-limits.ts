/** Limits of STANDARD executions, in seconds, as of 2026-08 (Step Functions service quotas). */

/** The longest time that an execution runs. */
export const STANDARD_DURATION_LIMIT = 365 * 24 * 3600;
