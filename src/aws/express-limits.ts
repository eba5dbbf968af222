/** Limits of EXPRESS executions, in seconds, as of 2026-08 (Step Functions service quotas). */

/** The longest time that an execution runs, and with it anything in it. */
export const EXPRESS_DURATION_LIMIT = 300;
