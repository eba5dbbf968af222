/** Hard limits of a definition, as of 2026-08 (Step Functions service quotas; API model of CreateStateMachine). */
export const MAX_DEFINITION_BYTES = 1_048_576;

/** Characters that a state name may have. */
export const MAX_STATE_NAME_LENGTH = 80;
