/**
 * Reads a timestamp as RFC 3339 has it, three-valued: what no reader takes is wrong, what some readers of ISO 8601 take
 * as well is doubtful. Compares nothing. The service's own refusals are recorded for text that is not RFC 3339; how it
 * takes lower case, a leap second or hour 24 is not.
 */

export type TimestampReading =
  | { readonly kind: 'valid' }
  /** Not the form of RFC 3339, or a date that not every calendar has; `why` follows "because". */
  | { readonly kind: 'doubtful'; readonly why: string }
  /** As `doubtful`, for a blank where a `T` is wanted. */
  | { readonly kind: 'blank'; readonly why: string }
  | { readonly kind: 'invalid'; readonly why: string };

const STRICT = /^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d(?:\.\d+)?(?:Z|[+-]\d\d:\d\d)$/;
const BLANK_FOR_T = /^\d{4}-\d\d-\d\d \d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;
const OTHER_CASE = /^\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(?:\.\d+)?(?:[Zz]|[+-]\d\d:\d\d)$/;

/** A date, a time and an offset as ISO 8601 may write them: no seconds, no dashes, short offsets, week dates. */
const ISO_DATE = '(?:[+-]?\\d{4,6}-?\\d\\d-?\\d\\d|\\d{4}-?W\\d\\d-?\\d|\\d{4}-?\\d{3})';
const ISO_TIME = '\\d\\d(?::?\\d\\d(?::?\\d\\d)?)?(?:[.,]\\d+)?';
const ISO = new RegExp(`^${ISO_DATE}[Tt]${ISO_TIME}(?:[Zz]|[+-]\\d\\d(?::?\\d\\d)?)$`);

/** In the forms above, from the left: year, month, day, hour, minute, second, and those of the offset. */
const NUMBERS = /^(\d{4})-(\d\d)-(\d\d).(\d\d):(\d\d):(\d\d)(?:\.\d+)?(?:[Zz]|[+-](\d\d):(\d\d))$/;

export function readTimestamp(text: string): TimestampReading {
  const trimmed = text.trim();
  const wrong = rangeProblem(trimmed);
  if (wrong !== undefined) return wrong;
  if (trimmed === '') return { kind: 'invalid', why: 'it is empty' };
  if (STRICT.test(text)) return { kind: 'valid' };
  if (trimmed !== text && ISO.test(trimmed)) return { kind: 'doubtful', why: 'there are blanks around it' };
  if (BLANK_FOR_T.test(trimmed)) return { kind: 'blank', why: 'a blank stands where a T is wanted' };
  if (OTHER_CASE.test(text)) return { kind: 'doubtful', why: 'its T and Z must be capitals' };
  if (ISO.test(text)) return { kind: 'doubtful', why: 'it is another form of ISO 8601' };
  return { kind: 'invalid', why: whatIsMissing(trimmed) };
}

function whatIsMissing(text: string): string {
  if (/^\d{4}-\d\d-\d\d$/.test(text)) return 'it is a date without a time';
  if (/^\d{4}-\d\d-\d\d[Tt ]\d\d:\d\d(?::\d\d(?:\.\d+)?)?$/.test(text)) return 'it has no Z or offset at its end';
  return 'it is no date and time';
}

interface Limit {
  readonly min: number;
  readonly max: number;
  readonly why: (value: number) => string;
}

const NO_OFFSET = (): string => 'there is no such offset';

/** What no month, day or clock goes beyond, in the order of `NUMBERS` from the month on. */
const LIMITS: readonly Limit[] = [
  { min: 1, max: 12, why: (month) => `there is no month ${month}` },
  { min: 1, max: 31, why: (day) => `no month has a day ${day}` },
  { min: 0, max: 24, why: () => 'no day has that hour' },
  { min: 0, max: 59, why: (minute) => `no hour has a minute ${minute}` },
  { min: 0, max: 60, why: (second) => `no minute has a second ${second}` },
  { min: 0, max: 23, why: NO_OFFSET },
  { min: 0, max: 59, why: NO_OFFSET },
];

/** Numbers that no reader takes are wrong, those that some take are doubtful. */
function rangeProblem(text: string): TimestampReading | undefined {
  const found = NUMBERS.exec(text);
  if (found === null) return undefined;
  const [year = 0, ...parts] = found.slice(1).map(Number);
  for (const [i, { min, max, why }] of LIMITS.entries()) {
    const value = parts[i] ?? 0;
    if (value < min || value > max) return { kind: 'invalid', why: why(value) };
  }
  const [month = 0, day = 0, hour = 0, minute = 0, second = 0] = parts;
  if (day > daysOf(year, month)) return { kind: 'doubtful', why: `that month has no day ${day}` };
  if (hour < 24) return undefined;
  if (minute + second > 0) return { kind: 'invalid', why: 'no day has that hour' };
  return { kind: 'doubtful', why: 'it has an hour 24' };
}

function daysOf(year: number, month: number): number {
  if (month === 2) return isLeapYear(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function isLeapYear(year: number): boolean {
  return (year % 4 === 0 && year % 100 !== 0) || year % 400 === 0;
}
