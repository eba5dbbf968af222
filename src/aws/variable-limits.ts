/** What a workflow variable may be called. Source: Step Functions developer guide, page on variables, as of 2026-08. */

export const RESERVED_VARIABLES: readonly string[] = ['states'];
