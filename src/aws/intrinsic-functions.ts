/**
 * The intrinsic functions of JSONPath states and their limits, as of 2026-08.
 * Source: Step Functions developer guide, page on intrinsic functions. AWS says that no more will come.
 */

export type IntrinsicResult = 'array' | 'boolean' | 'number' | 'object' | 'string' | 'any';

export interface IntrinsicFunction {
  readonly minArguments: number;
  /** Absent where there is no maximum. */
  readonly maxArguments?: number;
  readonly returns: IntrinsicResult;
}

export const INTRINSIC_FUNCTIONS: ReadonlyMap<string, IntrinsicFunction> = new Map<string, IntrinsicFunction>([
  ['States.Array', { minArguments: 0, returns: 'array' }],
  ['States.ArrayContains', { minArguments: 2, maxArguments: 2, returns: 'boolean' }],
  ['States.ArrayGetItem', { minArguments: 2, maxArguments: 2, returns: 'any' }],
  ['States.ArrayLength', { minArguments: 1, maxArguments: 1, returns: 'number' }],
  ['States.ArrayPartition', { minArguments: 2, maxArguments: 2, returns: 'array' }],
  ['States.ArrayRange', { minArguments: 3, maxArguments: 3, returns: 'array' }],
  ['States.ArrayUnique', { minArguments: 1, maxArguments: 1, returns: 'array' }],
  ['States.Base64Decode', { minArguments: 1, maxArguments: 1, returns: 'string' }],
  ['States.Base64Encode', { minArguments: 1, maxArguments: 1, returns: 'string' }],
  ['States.Format', { minArguments: 1, returns: 'string' }],
  ['States.Hash', { minArguments: 2, maxArguments: 2, returns: 'string' }],
  ['States.JsonMerge', { minArguments: 3, maxArguments: 3, returns: 'object' }],
  ['States.JsonToString', { minArguments: 1, maxArguments: 1, returns: 'string' }],
  ['States.MathAdd', { minArguments: 2, maxArguments: 2, returns: 'number' }],
  ['States.MathRandom', { minArguments: 2, maxArguments: 3, returns: 'number' }],
  ['States.StringSplit', { minArguments: 2, maxArguments: 2, returns: 'array' }],
  ['States.StringToJson', { minArguments: 1, maxArguments: 1, returns: 'any' }],
  ['States.UUID', { minArguments: 0, maxArguments: 0, returns: 'string' }],
]);

/** What a backslash may stand before in a literal. */
export const INTRINSIC_ESCAPES = "'{}\\";

/** How many hexadecimal digits each algorithm gives, in `States.Hash` and in `$hash`. */
export const HASH_LENGTHS: ReadonlyMap<string, number> = new Map([
  ['MD5', 32],
  ['SHA-1', 40],
  ['SHA-256', 64],
  ['SHA-384', 96],
  ['SHA-512', 128],
]);

export const HASH_ALGORITHMS: readonly string[] = [...HASH_LENGTHS.keys()];

/** What `States.MathAdd` takes and returns. */
export const MIN_MATH_ADD = -2_147_483_648;
export const MAX_MATH_ADD = 2_147_483_647;

/** What a JSONata expression has in place of each, where it has one function or operator for it. */
export const JSONATA_REPLACEMENTS: ReadonlyMap<string, string> = new Map([
  ['States.Array', '[a, b]'],
  ['States.ArrayContains', 'value in array'],
  ['States.ArrayGetItem', 'array[index]'],
  ['States.ArrayLength', '$count(array)'],
  ['States.ArrayPartition', '$partition(array, size)'],
  ['States.ArrayRange', '$range(first, last, step)'],
  ['States.ArrayUnique', '$distinct(array)'],
  ['States.Base64Decode', '$base64decode(text)'],
  ['States.Base64Encode', '$base64encode(text)'],
  ['States.Format', "'text ' & value"],
  ['States.Hash', '$hash(text, algorithm)'],
  ['States.JsonMerge', '$merge([a, b])'],
  ['States.JsonToString', '$string(value)'],
  ['States.MathAdd', 'a + b'],
  ['States.MathRandom', '$random()'],
  ['States.StringSplit', '$split(text, separator)'],
  ['States.StringToJson', '$parse(text)'],
  ['States.UUID', '$uuid()'],
]);
