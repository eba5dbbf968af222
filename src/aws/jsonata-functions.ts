/**
 * The functions that a JSONata expression may call in Step Functions, as of 2026-08.
 * Sources: the function signatures of jsonata 2.0.6, the version that the service documents; Step Functions developer
 * guide, page on transforming data, for its own six functions. jsonata 2.1 and 2.2 add no function.
 */

export interface JsonataFunction {
  readonly minArguments: number;
  /** Absent where there is no maximum. */
  readonly maxArguments?: number;
  /** A first argument that is left out is the context item. */
  readonly defaultsToContext?: boolean;
  /** Added, or changed, by Step Functions. */
  readonly ownToStepFunctions?: boolean;
}

/** Names without the dollar sign. */
export const JSONATA_FUNCTIONS: ReadonlyMap<string, JsonataFunction> = new Map<string, JsonataFunction>([
  ['abs', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['append', { minArguments: 2, maxArguments: 2 }],
  ['assert', { minArguments: 1, maxArguments: 2 }],
  ['average', { minArguments: 1, maxArguments: 1 }],
  ['base64decode', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['base64encode', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['boolean', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['ceil', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['clone', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['contains', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['count', { minArguments: 1, maxArguments: 1 }],
  ['decodeUrl', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['decodeUrlComponent', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['distinct', { minArguments: 1, maxArguments: 1 }],
  ['each', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['encodeUrl', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['encodeUrlComponent', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['error', { minArguments: 0, maxArguments: 1 }],
  ['exists', { minArguments: 1, maxArguments: 1 }],
  ['filter', { minArguments: 2, maxArguments: 2 }],
  ['floor', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['formatBase', { minArguments: 0, maxArguments: 2, defaultsToContext: true }],
  ['formatInteger', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['formatNumber', { minArguments: 1, maxArguments: 3, defaultsToContext: true }],
  ['fromMillis', { minArguments: 0, maxArguments: 3, defaultsToContext: true }],
  ['join', { minArguments: 1, maxArguments: 2 }],
  ['keys', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['length', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['lookup', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['lowercase', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['map', { minArguments: 2, maxArguments: 2 }],
  ['match', { minArguments: 1, maxArguments: 3, defaultsToContext: true }],
  ['max', { minArguments: 1, maxArguments: 1 }],
  ['merge', { minArguments: 1, maxArguments: 1 }],
  ['millis', { minArguments: 0, maxArguments: 0 }],
  ['min', { minArguments: 1, maxArguments: 1 }],
  ['not', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['now', { minArguments: 0, maxArguments: 2 }],
  ['number', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['pad', { minArguments: 1, maxArguments: 3, defaultsToContext: true }],
  ['parseInteger', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['power', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['reduce', { minArguments: 2, maxArguments: 3 }],
  ['replace', { minArguments: 2, maxArguments: 4, defaultsToContext: true }],
  ['reverse', { minArguments: 1, maxArguments: 1 }],
  ['round', { minArguments: 0, maxArguments: 2, defaultsToContext: true }],
  ['shuffle', { minArguments: 1, maxArguments: 1 }],
  ['sift', { minArguments: 0, maxArguments: 2, defaultsToContext: true }],
  ['single', { minArguments: 1, maxArguments: 2 }],
  ['sort', { minArguments: 1, maxArguments: 2 }],
  ['split', { minArguments: 1, maxArguments: 3, defaultsToContext: true }],
  ['spread', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['sqrt', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['string', { minArguments: 0, maxArguments: 2, defaultsToContext: true }],
  ['substring', { minArguments: 1, maxArguments: 3, defaultsToContext: true }],
  ['substringAfter', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['substringBefore', { minArguments: 1, maxArguments: 2, defaultsToContext: true }],
  ['sum', { minArguments: 1, maxArguments: 1 }],
  ['toMillis', { minArguments: 0, maxArguments: 2, defaultsToContext: true }],
  ['trim', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['type', { minArguments: 1, maxArguments: 1 }],
  ['uppercase', { minArguments: 0, maxArguments: 1, defaultsToContext: true }],
  ['zip', { minArguments: 1 }],

  ['hash', { minArguments: 2, maxArguments: 2, ownToStepFunctions: true }],
  ['parse', { minArguments: 1, maxArguments: 1, ownToStepFunctions: true }],
  ['partition', { minArguments: 2, maxArguments: 2, ownToStepFunctions: true }],
  ['random', { minArguments: 0, maxArguments: 1, ownToStepFunctions: true }],
  ['range', { minArguments: 3, maxArguments: 3, ownToStepFunctions: true }],
  ['uuid', { minArguments: 0, maxArguments: 0, ownToStepFunctions: true }],
]);

/** Functions of JSONata that Step Functions leaves out: accepted in a definition, an error at run time; and what to use. */
export const UNSUPPORTED_JSONATA_FUNCTIONS: ReadonlyMap<string, string> = new Map([['eval', 'parse']]);

/** Operators younger than jsonata 2.0.6, with the version that brought them: the service cannot parse them. */
export const NEWER_JSONATA_OPERATORS: ReadonlyMap<string, string> = new Map([
  ['?:', '2.1.0'],
  ['??', '2.1.0'],
]);

/** Members of `$states`. */
export const STATES_MEMBERS: readonly string[] = ['input', 'result', 'errorOutput', 'context'];

/** Of which kind the result is, where that is certain. `texts`: a list of texts, `list`: a list. */
export const FUNCTION_RESULTS: ReadonlyMap<string, 'text' | 'number' | 'boolean' | 'texts' | 'list'> = new Map(
  Object.entries({
    text: [
      ...['join', 'uppercase', 'lowercase', 'trim', 'substring', 'substringBefore', 'substringAfter', 'replace', 'pad'],
      ...['base64encode', 'base64decode', 'encodeUrl', 'encodeUrlComponent', 'decodeUrl', 'decodeUrlComponent'],
      ...['formatNumber', 'formatBase', 'formatInteger', 'fromMillis', 'hash', 'type'],
    ],
    number: [
      ...[
        'number',
        'abs',
        'floor',
        'ceil',
        'round',
        'power',
        'sqrt',
        'count',
        'sum',
        'max',
        'min',
        'average',
        'length',
      ],
      ...['toMillis', 'parseInteger'],
    ],
    boolean: ['boolean', 'not', 'contains'],
    texts: ['split'],
    list: ['partition', 'zip'],
  } as const).flatMap(([kind, names]) => names.map((name) => [name, kind as 'text'] as const)),
);

/** Functions that give nothing when their first argument is nothing (jsonata 2.0.6). */
export const PROPAGATING_FUNCTIONS: ReadonlySet<string> = new Set([
  ...['string', 'uppercase', 'lowercase', 'trim', 'substring', 'substringBefore', 'substringAfter', 'replace', 'pad'],
  ...['base64encode', 'base64decode', 'encodeUrl', 'encodeUrlComponent', 'decodeUrl', 'decodeUrlComponent'],
  ...['formatNumber', 'formatBase', 'formatInteger', 'fromMillis', 'toMillis', 'parseInteger', 'join', 'split'],
  ...['number', 'abs', 'floor', 'ceil', 'round', 'power', 'sqrt', 'sum', 'max', 'min', 'average', 'length'],
  ...['parse', 'map', 'sort', 'reverse', 'shuffle', 'distinct', 'match'],
]);
