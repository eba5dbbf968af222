/**
 * Text written into a YAML block scalar in place: the other lines, the header and the indentation stay.
 * What would change the meaning of any of them is refused; `yaml-block-rewrite.ts` then writes the whole.
 */
import { refuse } from '../layer.ts';
import type { Refusal } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { cutsCharacter, isPrintable } from './characters.ts';
import { joinLines } from './yaml-block-layout.ts';
import type { BlockScalarPlace } from './yaml-block-scalar.ts';
import { drawsInBlankLines, hasBlockFault, readBlockSource } from './yaml-block-source.ts';
import type { BlockSource } from './yaml-block-source.ts';

export function encodeInBlock(text: string, literal: string, at: Range, place: BlockScalarPlace): string | Refusal {
  const source = readBlockSource(literal, place.parentIndent);
  if (source === undefined || source.contentEnd === 0) return refuse('the block scalar holds no text yet');
  if (!isPrintable(text)) return refuse('a block scalar cannot hold a character that needs an escape sequence');
  const encoded = spell(text, literal, at, source);
  if (cutsCharacter(literal, at, encoded)) return refuse('the edit would cut a character in two');
  const changed = literal.slice(0, at.start) + encoded + literal.slice(at.end);
  const now = readBlockSource(changed, place.parentIndent);
  const fits = now !== undefined && !hasBlockFault(changed, now) && keepsLayout(source, now);
  // Without its last line break the scalar would run into what follows it in the file.
  const keepsEnd = changed.endsWith('\n') === literal.endsWith('\n');
  const drawsIn = place.blankLineFollows !== false && now !== undefined && drawsInBlankLines(source, now);
  return fits && keepsEnd && !drawsIn ? encoded : refuse('the edit would change the layout of the block scalar');
}

/** Less content or indentation could draw in a comment that follows. */
function keepsLayout(before: BlockSource, after: BlockSource): boolean {
  return after.contentEnd > 0 && after.indent === before.indent;
}

function spell(text: string, literal: string, at: Range, { header, indent }: BlockSource): string {
  const lineStart = literal.lastIndexOf('\n', at.start - 1) + 1;
  const before = literal.slice(lineStart + indent, Math.max(lineStart + indent, at.start));
  const after = restOfLine(literal, at.end);
  const lines = text.split('\n').map((written, i, all) => {
    const whole = (i === 0 ? before : '') + written + (i === all.length - 1 ? after : '');
    return { whole, written };
  });
  const { style, newline } = header;
  // A blank line may have fewer spaces than text on it needs.
  const missing = ' '.repeat(Math.max(0, lineStart + indent - at.start));
  return joinLines(lines, { style, newline, indentation: ' '.repeat(indent) }, missing);
}

function restOfLine(literal: string, at: number): string {
  const feed = literal.indexOf('\n', at);
  const rest = literal.slice(at, feed === -1 ? literal.length : feed);
  return rest.endsWith('\r') ? rest.slice(0, -1) : rest;
}
