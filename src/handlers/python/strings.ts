/**
 * The value of a Python string literal: prefixes, quotes, escapes. Undefined for what is not followed: bytes with
 * escapes, names of characters (`\N{…}`), and escapes that Python warns of, which a later version may refuse.
 */
const OPENING = /^([a-zA-Z]*)('''|"""|'|")/;

export interface LiteralForm {
  readonly isRaw: boolean;
  readonly isBytes: boolean;
  /** Where the content begins, and how long the closing quote is. */
  readonly start: number;
  readonly close: number;
}

export function literalForm(text: string): LiteralForm | undefined {
  const [whole, prefix = '', quote = ''] = OPENING.exec(text) ?? [];
  if (whole === undefined) return undefined;
  const letters = prefix.toLowerCase();
  return { isRaw: letters.includes('r'), isBytes: letters.includes('b'), start: whole.length, close: quote.length };
}

const SIMPLE: Readonly<Record<string, string>> = {
  '\\': '\\',
  "'": "'",
  '"': '"',
  a: '\x07',
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
  '\n': '',
};

const ESCAPE = /\\(?:(\r\n|[^])|$)/;
const NUMBERED: readonly (readonly [pattern: RegExp, base: number])[] = [
  [/^\\x([0-9a-fA-F]{2})/, 16],
  [/^\\u([0-9a-fA-F]{4})/, 16],
  [/^\\U([0-9a-fA-F]{8})/, 16],
  [/^\\([0-7]{1,3})/, 8],
];

/** What the characters between the quotes stand for. */
export function decodeContent(content: string, isRaw: boolean): string | undefined {
  // The interpreter reads every line end as one line feed.
  let rest = content.replace(/\r\n?/g, '\n');
  if (isRaw) return rest;
  let value = '';
  for (let at = rest.search(ESCAPE); at >= 0; at = rest.search(ESCAPE)) {
    value += rest.slice(0, at);
    rest = rest.slice(at);
    const unit = escapeAt(rest);
    if (unit === undefined) return undefined;
    value += unit.value;
    rest = rest.slice(unit.length);
  }
  return value + rest;
}

function escapeAt(text: string): { readonly value: string; readonly length: number } | undefined {
  for (const [pattern, base] of NUMBERED) {
    const [whole, digits] = pattern.exec(text) ?? [];
    if (whole === undefined || digits === undefined) continue;
    const code = parseInt(digits, base);
    // Half of a surrogate pair is a character of its own in Python, and no text in JSON.
    if (code > 0x10ffff || (code >= 0xd800 && code <= 0xdfff)) return undefined;
    return { value: String.fromCodePoint(code), length: whole.length };
  }
  const simple = SIMPLE[text[1] ?? ''];
  return simple === undefined ? undefined : { value: simple, length: 2 };
}
