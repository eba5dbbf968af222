/**
 * Time limits around InvokeHarness, in seconds, as of 2026-08.
 * Sources: Step Functions developer guide, «Bedrock AgentCore»; AgentCore developer guide, «Harness operations».
 */

/** Longest time a Task waits for a harness, whatever its own TimeoutSeconds says. */
export const HARNESS_TASK_LIMIT = 900;

/** How long a harness runs when neither the call nor the harness sets a time. */
export const HARNESS_DEFAULT_TIMEOUT = 3600;

/** How many rounds a harness runs when neither the call nor the harness says. */
export const HARNESS_DEFAULT_ITERATIONS = 75;
