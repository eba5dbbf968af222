/** Cuts a text to a number of columns, for names that may be as long as their writer likes. */
import { columnsAdded } from '../reporters/display-width.ts';

/** At most `most` columns; a text that is cut ends in `…`. Expects printable text. */
export function clip(text: string, most: number): string {
  let width = 0;
  let before = '';
  let kept = '';
  for (const character of text) {
    width += columnsAdded(character, before);
    if (width > most) return `${kept.slice(0, kept.length - before.length)}…`;
    kept += character;
    before = character;
  }
  return text;
}
