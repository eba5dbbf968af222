/**
 * The text of an `Fn::Sub`: `${Name}` is a value not known here, `${!Name}` is the literal text `${Name}`.
 *
 * Limits: what may stand between the braces is said in `placeholders.ts`. Anything else that looks like a
 * placeholder (`$` alone, `${` without `}`, `${}`) is text, and of `${!a ${Name}` only the inner one is read.
 * The second argument of `Fn::Sub` is not this module's business.
 */
import { refuse } from '../layer.ts';
import type { Codec, DecodedPiece, Refusal } from '../layer.ts';
import type { Range } from '../source-file.ts';
import { hasPlaceholder } from '../placeholders.ts';
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
    const holes = subHoles(before + encoded + after);
    return sameRanges(holes, holesAround(literal, at, encoded.length)) ? encoded : refuse(BECOMES_A_PLACEHOLDER);
  },
  rewrite(text: string): string | Refusal {
    const encoded = markLiteral('', text, '');
    return subHoles(encoded).length === 0 ? encoded : refuse(BECOMES_A_PLACEHOLDER);
  },
};

const BECOMES_A_PLACEHOLDER = 'the text would change which Fn::Sub placeholders there are';

/** The placeholders of an `Fn::Sub` text in order. */
export function subHoles(text: string): readonly SubHole[] {
  const holes: SubHole[] = [];
  for (const braces of readBraces(text)) {
    if (braces.name !== undefined) holes.push({ name: braces.name, start: braces.start, end: braces.end });
  }
  return holes;
}

/** `${…}` in the text; without a name it is the literal spelling `${!…}`. */
interface Braces extends Range {
  readonly name: string | undefined;
}

function* readBraces(text: string): Generator<Braces> {
  let close = -1;
  let open = text.indexOf('${');
  while (open !== -1) {
    if (close < open) close = text.indexOf('}', open);
    if (close === -1) return;
    const next = text.indexOf('${', open + 2);
    if (next === -1 || close < next) {
      const braces = classify(text, { start: open, end: close + 1 });
      if (braces !== undefined) yield braces;
    }
    open = next;
  }
}

function classify(text: string, { start, end }: Range): Braces | undefined {
  const whole = text.slice(start, end);
  if (whole.startsWith('${!')) return { start, end, name: undefined };
  const name = whole.slice(2, -1).trim();
  return name === '' || !hasPlaceholder(whole) ? undefined : { start, end, name };
}

function decode(literal: string): readonly DecodedPiece[] {
  const pieces = new PieceBuilder(literal);
  let at = 0;
  for (const braces of readBraces(literal)) {
    if (braces.name === undefined) {
      pieces.verbatim(at, braces.start + 2);
      at = braces.start + 3;
    } else {
      pieces.verbatim(at, braces.start);
      pieces.hole(braces.start, braces.end, `\${${braces.name}}`);
      at = braces.end;
    }
  }
  pieces.verbatim(at, literal.length);
  return pieces.finish();
}

/** Puts a `!` into every `${…}` whose inside begins in `text`. */
function markLiteral(before: string, text: string, after: string): string {
  let marked = '';
  let copied = 0;
  for (const braces of readBraces(before + text + after)) {
    const inside = braces.start + 2 - before.length;
    if (inside < 0) continue;
    if (inside > text.length) break;
    marked += `${text.slice(copied, inside)}!`;
    copied = inside;
  }
  return marked + text.slice(copied);
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
