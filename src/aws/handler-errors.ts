/**
 * Classes of errors that handlers name in their clauses, as of 2026-11, beside those that a service models.
 * Sources: boto3 developer guide, «Error handling»; Python library reference, «Built-in Exceptions».
 */

/** Failures before an answer came: all of them are of this class. */
export const WHOLE_CLIENT_ERRORS: readonly string[] = ['BotoCoreError'];

/** Failures of a handler's own operations; each stands for a part of them only. */
export const OWN_ERRORS: readonly string[] = [
  'KeyError',
  'IndexError',
  'LookupError',
  'TypeError',
  'ValueError',
  'AttributeError',
  'JSONDecodeError',
  'UnicodeDecodeError',
];

/** Where the SDK of a language puts the name of a service error. */
export const ERROR_CODE_PATHS: Readonly<Record<'python' | 'javascript', readonly string[]>> = {
  python: ['response.Error.Code'],
  javascript: ['name'],
};

/** Functions that wait, and the seconds that one of their units is. */
export const WAIT_UNITS: Readonly<Record<string, number>> = {
  'time.sleep': 1,
  setTimeout: 0.001,
  'timers/promises.setTimeout': 0.001,
  'node:timers/promises.setTimeout': 0.001,
};
