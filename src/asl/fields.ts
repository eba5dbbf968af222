/**
 * THE field table: which fields each part of a definition takes, in which query language, and what may stand in them.
 * The only list of fields; rules, the expression visitor and the documents read it. Facts as of 2026-08: ASL pages of
 * the Step Functions developer guide, and what the service was recorded to answer where they differ.
 */
export type PartKind =
  | 'machine'
  | 'branch'
  | 'itemProcessor'
  | 'processorConfig'
  | 'Task'
  | 'Pass'
  | 'Choice'
  | 'Wait'
  | 'Succeed'
  | 'Fail'
  | 'Parallel'
  | 'Map'
  | 'retrier'
  | 'catcher'
  | 'choiceRule'
  | 'nestedChoiceRule'
  | 'itemReader'
  | 'readerConfig'
  | 'itemBatcher'
  | 'resultWriter'
  | 'writerConfig'
  | 'credentials';

/** The query languages that take a field. */
export type FieldLanguages = 'both' | 'JSONPath' | 'JSONata';

/**
 * What stands in a field.
 * - `name`: the name of a state; `text`: plain text, never an expression.
 * - `path`: a JSONPath; `referencePath`: one that names a single place; with `nullable` also `null`.
 * - `template`: a payload template (JSONPath) or any value with expressions in it (JSONata).
 * - `part`, `parts`: another part of the definition, or a list of them; `states`: the states of a machine.
 * - `condition`: a boolean or an expression.
 * - `action`: the ARN of an integration, one of those listed: `s3:getObject`.
 */
export type FieldForm =
  | { readonly kind: 'name' | 'text' | 'boolean' | 'true' | 'any' | 'condition' | 'states' | 'texts' | 'items' }
  | { readonly kind: 'template'; readonly isObject?: true }
  | { readonly kind: 'choice' | 'action'; readonly values: readonly string[] }
  | { readonly kind: 'string' | 'timestamp' }
  | {
      readonly kind: 'path' | 'referencePath';
      readonly nullable?: boolean;
      readonly intrinsics?: boolean;
      readonly context?: boolean;
    }
  | {
      readonly kind: 'number';
      readonly min: number;
      readonly max: number;
      readonly integer: boolean;
      /** What is known to be refused beyond, where that is less than all that the pages exclude. */
      readonly refusedBeyond?: { readonly min: number; readonly max: number };
    }
  | { readonly kind: 'part'; readonly part: PartKind }
  | { readonly kind: 'parts'; readonly part: PartKind; readonly minItems: number };

export interface FieldMeta {
  readonly name: string;
  readonly form: FieldForm;
  readonly languages: FieldLanguages;
  readonly required: boolean;
  /** The field that does the same in the other query language. */
  readonly counterpart?: string;
}

const MAX_SECONDS = 99_999_999;

const TEXT: FieldForm = { kind: 'text' };
const TEMPLATE: FieldForm = { kind: 'template' };
const NULLABLE_PATH: FieldForm = { kind: 'path', nullable: true, context: true };
const REFERENCE_PATH: FieldForm = { kind: 'referencePath' };

function integer(min: number, max: number): FieldForm {
  return { kind: 'number', min, max, integer: true };
}

/** Whole numbers by the pages; of the service no more is known than that it refuses what lies beyond `refused`. */
function documentedInteger(min: number, max: number, refused: { min?: number; max?: number } = {}): FieldForm {
  return { kind: 'number', min, max, integer: true, refusedBeyond: { min, max, ...refused } };
}

function both(name: string, form: FieldForm): FieldMeta {
  return { name, form, languages: 'both', required: false };
}

function needed(name: string, form: FieldForm): FieldMeta {
  return { name, form, languages: 'both', required: true };
}

function jsonPath(name: string, form: FieldForm, counterpart?: string): FieldMeta {
  return { name, form, languages: 'JSONPath', required: false, ...(counterpart === undefined ? {} : { counterpart }) };
}

function jsonata(name: string, form: FieldForm, counterpart?: string): FieldMeta {
  return { name, form, languages: 'JSONata', required: false, ...(counterpart === undefined ? {} : { counterpart }) };
}

const COMMENT = both('Comment', TEXT);
const QUERY_LANGUAGE = both('QueryLanguage', { kind: 'choice', values: ['JSONPath', 'JSONata'] });
const ASSIGN = both('Assign', { kind: 'template', isObject: true });

const COMMON: readonly FieldMeta[] = [
  needed('Type', { kind: 'choice', values: ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] }),
  COMMENT,
  QUERY_LANGUAGE,
];

const FLOW: readonly FieldMeta[] = [both('Next', { kind: 'name' }), both('End', { kind: 'true' })];

/** What a state reads and leaves. */
const INPUT_OUTPUT: readonly FieldMeta[] = [
  jsonPath('InputPath', NULLABLE_PATH),
  jsonPath('OutputPath', NULLABLE_PATH, 'Output'),
  jsonata('Output', TEMPLATE, 'OutputPath'),
];

const RESULT_PATH = jsonPath('ResultPath', { kind: 'referencePath', nullable: true }, 'Output');
const RESULT_SELECTOR = jsonPath('ResultSelector', TEMPLATE, 'Output');
const PARAMETERS = jsonPath('Parameters', TEMPLATE, 'Arguments');
const ARGUMENTS = jsonata('Arguments', TEMPLATE, 'Parameters');

const HANDLERS: readonly FieldMeta[] = [
  both('Retry', { kind: 'parts', part: 'retrier', minItems: 0 }),
  both('Catch', { kind: 'parts', part: 'catcher', minItems: 0 }),
];

const STATE_MACHINE: readonly FieldMeta[] = [
  needed('StartAt', { kind: 'name' }),
  needed('States', { kind: 'states' }),
  COMMENT,
];

const COMPARISONS: Readonly<Record<string, FieldForm>> = {
  BooleanEquals: { kind: 'boolean' },
  NumericEquals: { kind: 'number', min: -Infinity, max: Infinity, integer: false },
  NumericGreaterThan: { kind: 'number', min: -Infinity, max: Infinity, integer: false },
  NumericGreaterThanEquals: { kind: 'number', min: -Infinity, max: Infinity, integer: false },
  NumericLessThan: { kind: 'number', min: -Infinity, max: Infinity, integer: false },
  NumericLessThanEquals: { kind: 'number', min: -Infinity, max: Infinity, integer: false },
  StringEquals: TEXT,
  StringGreaterThan: TEXT,
  StringGreaterThanEquals: TEXT,
  StringLessThan: TEXT,
  StringLessThanEquals: TEXT,
  TimestampEquals: { kind: 'timestamp' },
  TimestampGreaterThan: { kind: 'timestamp' },
  TimestampGreaterThanEquals: { kind: 'timestamp' },
  TimestampLessThan: { kind: 'timestamp' },
  TimestampLessThanEquals: { kind: 'timestamp' },
};

const TYPE_TESTS = ['IsBoolean', 'IsNull', 'IsNumeric', 'IsPresent', 'IsString', 'IsTimestamp'] as const;

const OPERATORS: readonly FieldMeta[] = [
  ...Object.entries(COMPARISONS).flatMap(([name, form]) => [
    jsonPath(name, form, 'Condition'),
    jsonPath(`${name}Path`, { kind: 'path', context: true }, 'Condition'),
  ]),
  jsonPath('StringMatches', TEXT, 'Condition'),
  ...TYPE_TESTS.map((name) => jsonPath(name, { kind: 'boolean' }, 'Condition')),
];

const COMBINATORS: readonly FieldMeta[] = [
  jsonPath('And', { kind: 'parts', part: 'nestedChoiceRule', minItems: 1 }, 'Condition'),
  jsonPath('Or', { kind: 'parts', part: 'nestedChoiceRule', minItems: 1 }, 'Condition'),
  jsonPath('Not', { kind: 'part', part: 'nestedChoiceRule' }, 'Condition'),
];

const RULE: readonly FieldMeta[] = [
  jsonPath('Variable', { kind: 'path', context: true }, 'Condition'),
  ...OPERATORS,
  ...COMBINATORS,
  COMMENT,
];

export const FIELDS: Readonly<Record<PartKind, readonly FieldMeta[]>> = {
  machine: [
    ...STATE_MACHINE,
    QUERY_LANGUAGE,
    both('TimeoutSeconds', documentedInteger(1, MAX_SECONDS)),
    both('Version', { kind: 'choice', values: ['1.0'] }),
  ],
  // The service refuses QueryLanguage on both.
  branch: STATE_MACHINE,
  itemProcessor: [...STATE_MACHINE, both('ProcessorConfig', { kind: 'part', part: 'processorConfig' })],
  processorConfig: [
    both('Mode', { kind: 'choice', values: ['INLINE', 'DISTRIBUTED'] }),
    both('ExecutionType', { kind: 'choice', values: ['STANDARD', 'EXPRESS'] }),
  ],
  Task: [
    ...COMMON,
    ...FLOW,
    ...INPUT_OUTPUT,
    PARAMETERS,
    ARGUMENTS,
    RESULT_SELECTOR,
    RESULT_PATH,
    ASSIGN,
    ...HANDLERS,
    needed('Resource', TEXT),
    both('Credentials', { kind: 'part', part: 'credentials' }),
    both('TimeoutSeconds', integer(1, MAX_SECONDS)),
    jsonPath('TimeoutSecondsPath', REFERENCE_PATH, 'TimeoutSeconds'),
    both('HeartbeatSeconds', integer(1, MAX_SECONDS)),
    jsonPath('HeartbeatSecondsPath', REFERENCE_PATH, 'HeartbeatSeconds'),
  ],
  Pass: [
    ...COMMON,
    ...FLOW,
    ...INPUT_OUTPUT,
    jsonPath('Parameters', TEMPLATE, 'Output'),
    // The pages name Output instead; whether the service refuses Result in a JSONata state was not recorded.
    both('Result', { kind: 'any' }),
    RESULT_PATH,
    ASSIGN,
  ],
  Choice: [
    ...COMMON,
    ...INPUT_OUTPUT,
    ASSIGN,
    needed('Choices', { kind: 'parts', part: 'choiceRule', minItems: 1 }),
    both('Default', { kind: 'name' }),
  ],
  Wait: [
    ...COMMON,
    ...FLOW,
    ...INPUT_OUTPUT,
    ASSIGN,
    both('Seconds', documentedInteger(0, MAX_SECONDS)),
    both('Timestamp', { kind: 'timestamp' }),
    jsonPath('SecondsPath', REFERENCE_PATH, 'Seconds'),
    jsonPath('TimestampPath', REFERENCE_PATH, 'Timestamp'),
  ],
  Succeed: [...COMMON, ...INPUT_OUTPUT],
  Fail: [
    ...COMMON,
    both('Error', { kind: 'string' }),
    both('Cause', { kind: 'string' }),
    jsonPath('ErrorPath', { kind: 'referencePath', intrinsics: true, context: true }, 'Error'),
    jsonPath('CausePath', { kind: 'referencePath', intrinsics: true, context: true }, 'Cause'),
  ],
  Parallel: [
    ...COMMON,
    ...FLOW,
    ...INPUT_OUTPUT,
    PARAMETERS,
    ARGUMENTS,
    RESULT_SELECTOR,
    RESULT_PATH,
    ASSIGN,
    ...HANDLERS,
    needed('Branches', { kind: 'parts', part: 'branch', minItems: 1 }),
  ],
  Map: [
    ...COMMON,
    ...FLOW,
    ...INPUT_OUTPUT,
    RESULT_SELECTOR,
    RESULT_PATH,
    ASSIGN,
    ...HANDLERS,
    both('ItemProcessor', { kind: 'part', part: 'itemProcessor' }),
    both('Iterator', { kind: 'part', part: 'itemProcessor' }),
    jsonPath('Parameters', TEMPLATE, 'ItemSelector'),
    both('ItemSelector', TEMPLATE),
    jsonPath('ItemsPath', { kind: 'referencePath', context: true }, 'Items'),
    jsonata('Items', { kind: 'items' }, 'ItemsPath'),
    both('MaxConcurrency', integer(0, Infinity)),
    jsonPath('MaxConcurrencyPath', REFERENCE_PATH, 'MaxConcurrency'),
    both('ToleratedFailureCount', documentedInteger(0, Infinity)),
    jsonPath('ToleratedFailureCountPath', REFERENCE_PATH, 'ToleratedFailureCount'),
    both('ToleratedFailurePercentage', { kind: 'number', min: 0, max: 100, integer: false }),
    jsonPath('ToleratedFailurePercentagePath', REFERENCE_PATH, 'ToleratedFailurePercentage'),
    both('Label', TEXT),
    both('ItemReader', { kind: 'part', part: 'itemReader' }),
    both('ItemBatcher', { kind: 'part', part: 'itemBatcher' }),
    both('ResultWriter', { kind: 'part', part: 'resultWriter' }),
  ],
  retrier: [
    needed('ErrorEquals', { kind: 'texts' }),
    both('IntervalSeconds', documentedInteger(1, MAX_SECONDS)),
    both('MaxAttempts', documentedInteger(0, MAX_SECONDS)),
    both('BackoffRate', { kind: 'number', min: 1, max: Infinity, integer: false }),
    both('MaxDelaySeconds', documentedInteger(1, 31_622_400)),
    both('JitterStrategy', { kind: 'choice', values: ['NONE', 'FULL'] }),
    COMMENT,
  ],
  catcher: [
    needed('ErrorEquals', { kind: 'texts' }),
    needed('Next', { kind: 'name' }),
    ASSIGN,
    jsonPath('ResultPath', { kind: 'referencePath', nullable: true }, 'Output'),
    jsonata('Output', TEMPLATE, 'ResultPath'),
    COMMENT,
  ],
  choiceRule: [
    ...RULE,
    { name: 'Condition', form: { kind: 'condition' }, languages: 'JSONata', required: true, counterpart: 'Variable' },
    needed('Next', { kind: 'name' }),
    ASSIGN,
    jsonata('Output', TEMPLATE),
  ],
  nestedChoiceRule: RULE,
  itemReader: [
    needed('Resource', { kind: 'action', values: ['s3:getObject', 's3:listObjectsV2'] }),
    PARAMETERS,
    ARGUMENTS,
    both('ReaderConfig', { kind: 'part', part: 'readerConfig' }),
  ],
  readerConfig: [
    both('InputType', { kind: 'choice', values: ['CSV', 'JSON', 'JSONL', 'PARQUET', 'MANIFEST'] }),
    both('Transformation', { kind: 'choice', values: ['NONE', 'LOAD_AND_FLATTEN'] }),
    both('ManifestType', { kind: 'choice', values: ['ATHENA_DATA', 'S3_INVENTORY'] }),
    both('CSVDelimiter', { kind: 'choice', values: ['COMMA', 'PIPE', 'SEMICOLON', 'SPACE', 'TAB'] }),
    both('CSVHeaderLocation', { kind: 'choice', values: ['FIRST_ROW', 'GIVEN'] }),
    both('CSVHeaders', { kind: 'texts' }),
    both('ItemsPointer', TEXT),
    both('MaxItems', documentedInteger(0, 100_000_000)),
    jsonPath('MaxItemsPath', REFERENCE_PATH, 'MaxItems'),
  ],
  itemBatcher: [
    both('MaxItemsPerBatch', documentedInteger(1, Infinity, { min: 0 })),
    jsonPath('MaxItemsPerBatchPath', REFERENCE_PATH, 'MaxItemsPerBatch'),
    both('MaxInputBytesPerBatch', documentedInteger(1, 262_144, { min: 0, max: Infinity })),
    jsonPath('MaxInputBytesPerBatchPath', REFERENCE_PATH, 'MaxInputBytesPerBatch'),
    both('BatchInput', TEMPLATE),
  ],
  resultWriter: [
    both('Resource', { kind: 'action', values: ['s3:putObject'] }),
    PARAMETERS,
    ARGUMENTS,
    both('WriterConfig', { kind: 'part', part: 'writerConfig' }),
  ],
  writerConfig: [
    both('Transformation', { kind: 'choice', values: ['NONE', 'COMPACT', 'FLATTEN'] }),
    both('OutputType', { kind: 'choice', values: ['JSON', 'JSONL'] }),
  ],
  credentials: [
    both('RoleArn', { kind: 'string' }),
    jsonPath('RoleArn.$', { kind: 'path', intrinsics: true, context: true }),
  ],
};

const NEXT_OR_END: readonly string[] = ['Next', 'End'];

/** Groups of fields of which a part takes at most one. */
export const EXCLUSIVE_FIELDS: Readonly<Partial<Record<PartKind, readonly (readonly string[])[]>>> = {
  Pass: [NEXT_OR_END],
  Parallel: [NEXT_OR_END],
  Task: [NEXT_OR_END, ['TimeoutSeconds', 'TimeoutSecondsPath'], ['HeartbeatSeconds', 'HeartbeatSecondsPath']],
  Fail: [
    ['Error', 'ErrorPath'],
    ['Cause', 'CausePath'],
  ],
  Wait: [NEXT_OR_END, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
  Map: [
    NEXT_OR_END,
    ['ItemProcessor', 'Iterator'],
    ['ItemSelector', 'Parameters'],
    ['MaxConcurrency', 'MaxConcurrencyPath'],
    ['ToleratedFailureCount', 'ToleratedFailureCountPath'],
    ['ToleratedFailurePercentage', 'ToleratedFailurePercentagePath'],
  ],
  readerConfig: [['MaxItems', 'MaxItemsPath']],
  itemBatcher: [
    ['MaxItemsPerBatch', 'MaxItemsPerBatchPath'],
    ['MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath'],
  ],
};

/** Fields of which a part needs at least one. */
export const ONE_OF_FIELDS: Readonly<Partial<Record<PartKind, readonly (readonly string[])[]>>> = {
  Task: [NEXT_OR_END],
  Pass: [NEXT_OR_END],
  Parallel: [NEXT_OR_END],
  Wait: [NEXT_OR_END, ['Seconds', 'SecondsPath', 'Timestamp', 'TimestampPath']],
  Map: [NEXT_OR_END, ['ItemProcessor', 'Iterator']],
  credentials: [['RoleArn', 'RoleArn.$']],
  itemBatcher: [['MaxItemsPerBatch', 'MaxItemsPerBatchPath', 'MaxInputBytesPerBatch', 'MaxInputBytesPerBatchPath']],
  resultWriter: [['Resource', 'WriterConfig']],
};

/** What one field asks of others, given as the pages have it: no verdict of the service on any of these is known. */
export interface FieldDemand {
  readonly field: string;
  /** The values with which it asks; any when left out. */
  readonly values?: readonly string[];
  /** Fields of which one must be there too. */
  readonly needs?: readonly string[];
  /** A field that must not be there too. */
  readonly excludes?: string;
}

export const FIELD_DEMANDS: Readonly<Partial<Record<PartKind, readonly FieldDemand[]>>> = {
  processorConfig: [{ field: 'Mode', values: ['DISTRIBUTED'], needs: ['ExecutionType'] }],
  itemReader: [{ field: 'Resource', needs: ['Parameters', 'Arguments'] }],
  readerConfig: [
    { field: 'CSVHeaderLocation', values: ['GIVEN'], needs: ['CSVHeaders'] },
    { field: 'CSVHeaderLocation', values: ['FIRST_ROW'], excludes: 'CSVHeaders' },
    { field: 'Transformation', values: ['LOAD_AND_FLATTEN'], needs: ['InputType'] },
    { field: 'ManifestType', values: ['S3_INVENTORY'], excludes: 'InputType' },
    { field: 'InputType', values: ['CSV', 'JSONL', 'PARQUET', 'MANIFEST'], excludes: 'ItemsPointer' },
  ],
  resultWriter: [
    { field: 'Resource', needs: ['Parameters', 'Arguments'] },
    { field: 'Parameters', needs: ['Resource'] },
    { field: 'Arguments', needs: ['Resource'] },
  ],
};

/** Parts of whose fields no verdict of the service's own validator is known, but for numbers and what excludes what. */
export const UNCONFIRMED_PARTS: readonly PartKind[] = [
  'itemReader',
  'readerConfig',
  'itemBatcher',
  'resultWriter',
  'writerConfig',
];

/** Parts of which it is not known either that a field which they do not take is refused. */
export const PARTS_OF_UNCONFIRMED_NAMES: readonly PartKind[] = [...UNCONFIRMED_PARTS, 'processorConfig', 'credentials'];

/** Single fields of which no verdict on a value of the wrong type is known. */
export const UNCONFIRMED_FIELDS: readonly string[] = [
  'Version',
  'End',
  'Error',
  'Cause',
  'Label',
  'RoleArn',
  'Items',
  'ItemReader',
  'ItemBatcher',
  'ResultWriter',
  'ProcessorConfig',
  'ExecutionType',
];
