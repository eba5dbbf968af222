/**
 * Writes a value as indented JSON that is safe to print: besides what JSON itself escapes, characters that a terminal
 * or an editor acts on (C1 controls, bidi controls, line separators, invisible ones) are written as `\u` escapes.
 * The value read back is the same.
 */

/** Such a character can stand only inside a string, where an escape means the same. */
const UNSAFE = /[\u007F-\u009F\u2028\u2029\u061C\uFFF9-\uFFFB]|(?![\uFE0E\uFE0F])\p{Default_Ignorable_Code_Point}/gu;

export function toJsonText(value: unknown): string {
  return `${JSON.stringify(value, null, 2).replace(UNSAFE, escapeUnits)}\n`;
}

function escapeUnits(character: string): string {
  let escaped = '';
  for (let i = 0; i < character.length; i++) {
    escaped += `\\u${character.charCodeAt(i).toString(16).padStart(4, '0')}`;
  }
  return escaped;
}
