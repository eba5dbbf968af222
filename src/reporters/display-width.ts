/**
 * How many terminal columns a text takes. Knows wide East Asian characters, emoji and combining marks, which is
 * what it needs to put an underline below the right characters.
 *
 * Limits: expects printable text (see `printable.ts`); ambiguous-width characters count one column, as they do in
 * all but a few legacy East Asian set-ups; joined emoji never come here, since the joiner is not printable.
 */

const VARIATION_SELECTOR_16 = 0xfe0f;

/** Below this every printable character takes one column. */
const FIRST_UNUSUAL = 0x300;

/** What a character is one of. Made when first needed: V8 reads the tables of Unicode for them. */
const makeClasses = () => ({
  zeroWidth: /^[\p{Mn}\p{Me}\uD7B0-\uD7FF\uFE0E]$/u,
  emoji: /^\p{Emoji}$/u,
  emojiShownWide: /^\p{Emoji_Presentation}$/u,
  skinTone: /^\p{Emoji_Modifier}$/u,
  takesSkinTone: /^\p{Emoji_Modifier_Base}$/u,
  /** A flag is two of these, so each takes one column. */
  flagHalf: /^\p{Regional_Indicator}$/u,
});

let made: ReturnType<typeof makeClasses> | undefined;

function is(kind: keyof ReturnType<typeof makeClasses>, character: string): boolean {
  made ??= makeClasses();
  return made[kind].test(character);
}

/** Blocks whose East Asian Width is Wide or Fullwidth, apart from emoji. Sorted, inclusive. */
const WIDE: readonly (readonly [number, number])[] = [
  [0x1100, 0x115f],
  [0x2329, 0x232a],
  [0x2e80, 0x303e],
  [0x3041, 0xa4cf],
  [0xa960, 0xa97c],
  [0xac00, 0xd7a3],
  [0xf900, 0xfaff],
  [0xfe10, 0xfe19],
  [0xfe30, 0xfe6b],
  [0xff01, 0xff60],
  [0xffe0, 0xffe6],
  [0x16fe0, 0x18cff],
  [0x1aff0, 0x1b2ff],
  [0x1f200, 0x1f265],
  [0x20000, 0x3fffd],
];

export function displayWidth(text: string): number {
  let width = 0;
  let before = '';
  for (const character of text) {
    width += columnsAdded(character, before);
    before = character;
  }
  return width;
}

/** Columns that `character` adds when it is printed after `before`; `before` is empty at the start of a line. */
export function columnsAdded(character: string, before: string): number {
  const codePoint = character.codePointAt(0) ?? 0;
  if (codePoint < FIRST_UNUSUAL) return 1;
  if (codePoint === VARIATION_SELECTOR_16) return widensToEmoji(before) ? 1 : 0;
  if (is('zeroWidth', character)) return 0;
  if (is('skinTone', character) && is('takesSkinTone', before)) return 0;
  return isWide(character, codePoint) ? 2 : 1;
}

function widensToEmoji(character: string): boolean {
  return is('emoji', character) && !isWide(character, character.codePointAt(0) ?? 0);
}

function isWide(character: string, codePoint: number): boolean {
  if (is('emojiShownWide', character)) return !is('flagHalf', character);
  return WIDE.some(([first, last]) => codePoint >= first && codePoint <= last);
}
