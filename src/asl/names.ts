/** What is wrong with a name that has to keep to certain lengths and characters. */

export interface NameLimits {
  readonly maxLength: number;
  /** One character that the name may not hold. */
  readonly forbidden: RegExp;
}

export type NameFault =
  | { readonly kind: 'empty' }
  | { readonly kind: 'long'; readonly length: number }
  /** `character` as a message names it. */
  | { readonly kind: 'character'; readonly character: string };

export function nameFault(name: string, { maxLength, forbidden }: NameLimits): NameFault | undefined {
  if (name === '') return { kind: 'empty' };
  // Code points: fewer than UTF-16 units, so that no reading of «characters» makes the answer wrong.
  const length = Array.from(name).length;
  if (length > maxLength) return { kind: 'long', length };
  const character = forbidden.exec(name)?.[0];
  return character === undefined ? undefined : { kind: 'character', character: describeCharacter(character) };
}

function describeCharacter(character: string): string {
  if (character === ' ') return 'a blank';
  return /\p{Cc}/u.test(character) ? 'a control character' : `the character ${character}`;
}
