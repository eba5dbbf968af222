/**
 * Quotas and other numbers that AWS sets and may change, and estimates of our own, each with its unit, the day it was
 * read and where. A user's configuration can put another number in the place of any of them, so nothing but the
 * defaults of a run may read the values here: rules and analyses get theirs from the `Facts` of the run.
 */

export interface NumberFact {
  readonly value: number;
  /** What it counts: `seconds`. */
  readonly unit: string;
  readonly description: string;
  /** When it was read. */
  readonly date: string;
  readonly source: string;
}

const QUOTAS = { date: '2026-08', source: 'AWS Step Functions developer guide: Service quotas' } as const;
const INLINE_MAP = {
  date: '2026-08',
  source: 'AWS Step Functions developer guide: Using Map state in Inline mode',
} as const;
const DISTRIBUTED_MAP = {
  date: '2026-08',
  source: 'AWS Step Functions developer guide: Using Map state in Distributed mode',
} as const;
const VARIABLES = {
  date: '2026-08',
  source: 'AWS Step Functions developer guide: Passing data between states with variables',
} as const;
const INTRINSICS = {
  date: '2026-08',
  source: 'AWS Step Functions developer guide: Intrinsic functions for JSONPath states',
} as const;
const STEP_FUNCTIONS_HARNESS = {
  date: '2026-08',
  source: 'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions',
} as const;
const HARNESS = {
  date: '2026-08',
  source: 'Amazon Bedrock AgentCore developer guide: Harness operations',
} as const;
const SESSIONS = { date: '2026-08', source: 'Amazon Bedrock AgentCore API reference: InvokeHarness' } as const;

export const LIMITS = {
  definitionBytes: {
    value: 1_048_576,
    unit: 'bytes',
    description: 'The largest definition of a state machine.',
    ...QUOTAS,
  },
  stateDataBytes: {
    value: 262_144,
    unit: 'bytes',
    description: 'The largest input or output of a task, a state or an execution.',
    ...QUOTAS,
  },
  standardExecutionSeconds: {
    value: 365 * 24 * 3600,
    unit: 'seconds',
    description: 'The longest time that a STANDARD execution runs.',
    ...QUOTAS,
  },
  expressExecutionSeconds: {
    value: 300,
    unit: 'seconds',
    description: 'The longest time that an EXPRESS execution runs.',
    ...QUOTAS,
  },
  inlineMapConcurrency: {
    value: 40,
    unit: 'iterations',
    description: 'The most iterations of an Inline Map at once.',
    ...INLINE_MAP,
  },
  distributedMapConcurrency: {
    value: 10_000,
    unit: 'child executions',
    description: 'The most child executions of a Distributed Map at once.',
    ...DISTRIBUTED_MAP,
  },
  stateNameCharacters: {
    value: 80,
    unit: 'characters',
    description: 'The longest name of a state.',
    ...QUOTAS,
  },
  machineNameCharacters: {
    value: 80,
    unit: 'characters',
    description: 'The longest name of a state machine.',
    date: '2026-08',
    source: 'AWS Step Functions API reference: CreateStateMachine',
  },
  mapLabelCharacters: {
    value: 40,
    unit: 'characters',
    description: 'The longest label of a Distributed Map.',
    ...DISTRIBUTED_MAP,
  },
  variableNameCharacters: {
    value: 80,
    unit: 'characters',
    description: 'The longest name of a workflow variable.',
    ...VARIABLES,
  },
  // «Up to 10 nested intrinsic functions in a field»; the page's own example counts every call, not the depth.
  nestedIntrinsics: {
    value: 10,
    unit: 'calls',
    description: 'The most intrinsic functions within one another in a field.',
    ...INTRINSICS,
  },
  arrayRangeItems: {
    value: 1000,
    unit: 'items',
    description: 'The longest list that `States.ArrayRange` makes.',
    ...INTRINSICS,
  },
  intrinsicTextCharacters: {
    value: 10_000,
    unit: 'characters',
    description: 'The longest text that `States.Hash`, `States.Base64Encode` and `States.Base64Decode` take.',
    ...INTRINSICS,
  },
  harnessTaskSeconds: {
    value: 900,
    unit: 'seconds',
    description: 'The longest time that a Task waits for an agent harness, whatever its own `TimeoutSeconds` says.',
    ...STEP_FUNCTIONS_HARNESS,
  },
  harnessDefaultSeconds: {
    value: 3600,
    unit: 'seconds',
    description: 'How long a harness runs when neither the call nor the harness sets a time.',
    ...HARNESS,
  },
  harnessDefaultRounds: {
    value: 75,
    unit: 'rounds',
    description: 'How many rounds a harness runs when neither the call nor the harness says.',
    ...HARNESS,
  },
  sessionIdMostCharacters: {
    value: 100,
    unit: 'characters',
    description: 'The longest session id of a harness call.',
    ...SESSIONS,
  },
  // The service model and observed calls say 33; the reference of the preview said 1.
  sessionIdLeastCharacters: {
    value: 33,
    unit: 'characters',
    description: 'The shortest session id of a harness call.',
    ...SESSIONS,
  },
} as const satisfies Readonly<Record<string, NumberFact>>;

export const ESTIMATES = {
  bytesPerToken: {
    value: 4,
    unit: 'bytes',
    description: 'The size of a token of text, where the size of an answer is estimated.',
    date: '2026-08',
    source: 'An estimate of our own, for English text',
  },
} as const satisfies Readonly<Record<string, NumberFact>>;

export type Limits = Readonly<Record<keyof typeof LIMITS, number>>;
export type Estimates = Readonly<Record<keyof typeof ESTIMATES, number>>;
