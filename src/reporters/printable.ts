/**
 * Makes any text safe to print on a terminal or inside a workflow command, by showing as a visible escape
 * whatever would act instead of being seen: control characters, bidi controls, line separators, invisible
 * characters, unpaired surrogates, and the `##[` and `##vso[` that build agents obey anywhere in a line.
 * State names and paths come from files nobody has checked, so every reporter for people goes through here.
 *
 * Limits: not reversible (a backslash of the text itself stays single), and look-alike letters are left alone.
 */

/**
 * Made when first needed: V8 reads the tables of Unicode for it. Variation selectors 15 and 16 are exempt: they stand in
 * ordinary emoji and change nothing but a glyph.
 */
const unsafeCharacters = (): RegExp =>
  /#(?=#(?:[vV][sS][oO])?\[)|(?![\uFE0E\uFE0F])[\p{Cc}\p{Cs}\p{Zl}\p{Zp}\p{Default_Ignorable_Code_Point}\p{Noncharacter_Code_Point}\u061C\uFFF9-\uFFFB]/gu;

let unsafe: RegExp | undefined;

export interface PrintableOptions {
  /** Leave tabs as they are; the caller sees to their width. */
  readonly keepTabs?: boolean;
}

/** All of most texts, so that the expression above is not asked. */
const PLAIN = /^[ -~]*$/;

export function printable(text: string, options: PrintableOptions = {}): string {
  if (PLAIN.test(text) && !text.includes('##')) return text;
  return text.replace((unsafe ??= unsafeCharacters()), (character) =>
    character === '\t' && options.keepTabs === true ? character : escapeCharacter(character),
  );
}

function escapeCharacter(character: string): string {
  switch (character) {
    case '\n':
      return '\\n';
    case '\r':
      return '\\r';
    case '\t':
      return '\\t';
    default:
      return escapeCodePoint(character.codePointAt(0) ?? 0);
  }
}

function escapeCodePoint(codePoint: number): string {
  const hex = codePoint.toString(16);
  return codePoint > 0xffff ? `\\u{${hex}}` : `\\u${hex.padStart(4, '0')}`;
}
