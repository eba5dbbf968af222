/**
 * YAML block scalars: literal `|` and folded `>` (YAML 1.2, 8.1). The literal begins at the `|` or `>`, whose
 * style it is read by; `yaml-block-source.ts` says what else it covers.
 *
 * Limits: text is written without escapes, so carriage returns and characters that are not printable are
 * refused; so is text of nothing but spaces.
 */
import type { Codec } from '../layer.ts';
import { decodeBlock } from './yaml-block-decode.ts';
import { encodeInBlock } from './yaml-block-encode.ts';
import { rewriteBlock } from './yaml-block-rewrite.ts';
import { endOfMatch } from './pieces.ts';

export interface BlockScalarPlace {
  /** Indentation of the mapping or sequence around the scalar (`srcToken.indent` in the library), 0 at the root. */
  readonly parentIndent: number;
  /**
   * Whether the line after the literal is blank: it would become part of the text under keep chomping.
   * Taken as true when not known.
   */
  readonly blankLineFollows?: boolean | undefined;
}

export function yamlBlockScalar(place: BlockScalarPlace): Codec {
  return {
    name: 'a YAML block scalar',
    decode: (literal) => decodeBlock(literal, place.parentIndent),
    encode: (text, literal, at) => encodeInBlock(text, literal, at, place),
    rewrite: (text, literal) => rewriteBlock(text, literal, place),
  };
}

const BLANK_LINE = /[ \t]*(?:\r?\n|$)/y;

/** Whether a blank line begins at `offset`; white space up to the end of the file counts as one. */
export function isBlankLineAt(text: string, offset: number): boolean {
  return endOfMatch(BLANK_LINE, text, offset) > offset;
}
