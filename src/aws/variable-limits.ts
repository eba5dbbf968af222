/** What a workflow variable may be called. Source: Step Functions developer guide, page on variables, as of 2026-08. */

/** In characters. */
export const MAX_VARIABLE_NAME = 80;

export const RESERVED_VARIABLES: readonly string[] = ['states'];
