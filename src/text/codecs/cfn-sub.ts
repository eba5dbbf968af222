/**
 * The text of an `Fn::Sub`: `${Name}` is a value not known here, `${!Name}` is the literal text `${Name}`.
 *
 * Limits: what may stand between the braces is said in `placeholders.ts`. Anything else that looks like a
 * placeholder (`$` alone, `${` without `}`, `${}`) is text. Tools disagree on `${!a ${Name}`: here only the inner
 * one is read, and an edit never makes such text. The second argument of `Fn::Sub` is not this module's business.
 */
import { refuse } from '../layer.ts';
import type { Codec, DecodedPiece, Refusal } from '../layer.ts';
import { hasPlaceholder } from '../placeholders.ts';
import type { Range } from '../source-file.ts';
import { PieceBuilder } from './pieces.ts';

/** A placeholder of an `Fn::Sub` text; the range covers `${` to `}`. */
export interface SubHole extends Range {
  /** The name without surrounding spaces: `ModelId`, `Table.Arn`, `AWS::Region`. */
  readonly name: string;
}

export const cfnSubCodec: Codec = {
  name: 'Fn::Sub text',
  decode,
  encode(text: string, literal: string, at: Range): string | Refusal {
    const before = literal.slice(0, at.start);
    const after = literal.slice(at.end);
    const encoded = markLiteral(before, text, after);
    const changed = before + encoded + after;
    if (countOdd(changed) > countOdd(literal)) return refuse(ODD_BRACES);
    const keepsHoles = sameRanges(subHoles(changed), holesAround(literal, at, encoded.length));
    return keepsHoles ? encoded : refuse(OTHER_HOLES);
  },
  rewrite(text: string): string | Refusal {
    const encoded = markLiteral('', text, '');
    if (countOdd(encoded) > 0) return refuse(ODD_BRACES);
    return subHoles(encoded).length === 0 ? encoded : refuse(OTHER_HOLES);
  },
};

const ODD_BRACES = 'Fn::Sub has no safe spelling for these dollar signs and braces';
const OTHER_HOLES = 'the text would change which Fn::Sub placeholders there are';

/** The placeholders of an `Fn::Sub` text in order. */
export function subHoles(text: string): readonly SubHole[] {
  const holes: SubHole[] = [];
  for (const { kind, start, end } of readBraces(text)) {
    if (kind === 'hole') holes.push({ name: nameIn(text.slice(start, end)), start, end });
  }
  return holes;
}

/** `${` to the next `}`: a placeholder, the spelling `${!…}`, neither, or with another `${` in between. */
interface Braces extends Range {
  readonly kind: 'hole' | 'literal' | 'text' | 'nested';
}

function* readBraces(text: string): Generator<Braces> {
  let close = -1;
  let open = text.indexOf('${');
  while (open !== -1) {
    if (close < open) close = text.indexOf('}', open);
    if (close === -1) return;
    const next = text.indexOf('${', open + 2);
    const nested = next !== -1 && next < close;
    const end = close + 1;
    yield { kind: nested ? 'nested' : kindOf(text.slice(open, end)), start: open, end };
    open = next;
  }
}

function kindOf(braces: string): 'hole' | 'literal' | 'text' {
  if (braces.startsWith('${!')) return 'literal';
  return nameIn(braces) !== '' && hasPlaceholder(braces) ? 'hole' : 'text';
}

function nameIn(braces: string): string {
  return braces.slice(2, -1).trim();
}

function decode(literal: string): readonly DecodedPiece[] {
  const pieces = new PieceBuilder(literal);
  let at = 0;
  for (const { kind, start, end } of readBraces(literal)) {
    if (kind === 'literal') {
      pieces.verbatim(at, start + 2);
      at = start + 3;
    } else if (kind === 'hole') {
      pieces.verbatim(at, start);
      pieces.hole(start, end, `\${${nameIn(literal.slice(start, end))}}`);
      at = end;
    }
  }
  pieces.verbatim(at, literal.length);
  return pieces.finish();
}

/** Puts a `!` into every `${…}` whose inside begins in `text`. */
function markLiteral(before: string, text: string, after: string): string {
  let marked = '';
  let copied = 0;
  for (const { kind, start } of readBraces(before + text + after)) {
    const inside = start + 2 - before.length;
    if (inside < 0 || kind === 'nested') continue;
    if (inside > text.length) break;
    marked += `${text.slice(copied, inside)}!`;
    copied = inside;
  }
  return marked + text.slice(copied);
}

/** `${…}` that a deployment would stumble over. */
function countOdd(text: string): number {
  let count = 0;
  for (const { kind } of readBraces(text)) if (kind === 'nested' || kind === 'text') count++;
  return count;
}

/** Where the placeholders outside `at` are once `at` is replaced by `length` characters. */
function holesAround(literal: string, at: Range, length: number): readonly Range[] {
  const shift = length - (at.end - at.start);
  return subHoles(literal).flatMap(({ start, end }) => {
    if (end <= at.start) return [{ start, end }];
    return start >= at.end ? [{ start: start + shift, end: end + shift }] : [];
  });
}

function sameRanges(left: readonly Range[], right: readonly Range[]): boolean {
  return left.length === right.length && left.every((range, i) => isSame(range, right[i]));
}

function isSame(left: Range, right: Range | undefined): boolean {
  return left.start === right?.start && left.end === right.end;
}
