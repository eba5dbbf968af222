/**
 * Which characters may stand unescaped in a file that other YAML and JSON readers have to read too.
 *
 * Stricter than the library that reads the files here: NEL, LS and PS are line breaks in YAML 1.1, which
 * CloudFormation still reads, and half a surrogate pair is lost when a file is written as UTF-8.
 */
import type { Range } from '../source-file.ts';

/** Outside `c-printable` (YAML 1.2, 5.1), or read differently by YAML 1.1; tab and line feed are fine. */
const NEEDS_ESCAPE = String.raw`(?![\t\n])[\p{Cc}\p{Cs}\u2028\u2029\uFEFF\uFFFE\uFFFF]`;
/** Made when first needed: V8 reads the tables of Unicode for them. */
let needsEscape: RegExp | undefined;
let eachToEscape: RegExp | undefined;

/** Whether `text` can be written as it is, without escape sequences. */
export function isPrintable(text: string): boolean {
  needsEscape ??= new RegExp(NEEDS_ESCAPE, 'u');
  return !needsEscape.test(text);
}

/** `\uXXXX` for what cannot be written as it is; JSON and double-quoted YAML spell it the same way. */
export function escapeUnprintable(text: string): string {
  eachToEscape ??= new RegExp(NEEDS_ESCAPE, 'gu');
  return text.replace(eachToEscape, (unit) => `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`);
}

/** Whether `encoded` in place of `at` would leave half a surrogate pair at either edge. */
export function cutsCharacter(literal: string, at: Range, encoded: string): boolean {
  const before = literal.charAt(at.start - 1);
  const after = literal.charAt(at.end);
  const first = encoded === '' ? after : encoded.charAt(0);
  const last = encoded === '' ? before : encoded.charAt(encoded.length - 1);
  return isHighHalf(before) !== isLowHalf(first) || isHighHalf(last) !== isLowHalf(after);
}

function isHighHalf(unit: string): boolean {
  return unit >= '\uD800' && unit <= '\uDBFF';
}

function isLowHalf(unit: string): boolean {
  return unit >= '\uDC00' && unit <= '\uDFFF';
}
