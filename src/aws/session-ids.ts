/** What InvokeHarness takes as `RuntimeSessionId`, as of 2026-08 (AgentCore API reference; service model). */

export const SESSION_ID = /^[a-zA-Z0-9][a-zA-Z0-9-_]*$/;

/** What may stand anywhere in one. */
export const SESSION_ID_PART = /^[a-zA-Z0-9-_]*$/;

/** Length of what `$uuid()` and `States.UUID()` give. */
export const UUID_LENGTH = 36;
