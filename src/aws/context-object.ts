/**
 * The fields of the context object, as of 2026-08. Source: Step Functions developer guide, page on the context object,
 * and recordings of 2024-07 to 2025-11. The service may add fields: one that is not here is unknown, not wrong.
 */

/** `open`: what is inside is the user's, or not listed. */
export type ContextField = 'value' | 'open' | ReadonlyMap<string, ContextField>;

export const CONTEXT_OBJECT: ReadonlyMap<string, ContextField> = new Map<string, ContextField>([
  [
    'Execution',
    new Map<string, ContextField>([
      ['Id', 'value'],
      ['Input', 'open'],
      ['Name', 'value'],
      ['RedriveCount', 'value'],
      ['RedriveTime', 'value'],
      ['RoleArn', 'value'],
      ['StartTime', 'value'],
    ]),
  ],
  [
    'Map',
    new Map<string, ContextField>([
      [
        'Item',
        new Map<string, ContextField>([
          ['Index', 'value'],
          ['Key', 'value'],
          ['Source', 'value'],
          ['Value', 'open'],
        ]),
      ],
    ]),
  ],
  [
    'State',
    new Map<string, ContextField>([
      ['EnteredTime', 'value'],
      ['Name', 'value'],
      ['RetryCount', 'value'],
    ]),
  ],
  [
    'StateMachine',
    new Map<string, ContextField>([
      ['Id', 'value'],
      ['Name', 'value'],
    ]),
  ],
  ['Task', new Map<string, ContextField>([['Token', 'value']])],
]);

/** Where a task finds the token that `SendTaskSuccess` wants. */
export const TASK_TOKEN_PATH: readonly string[] = ['Task', 'Token'];
