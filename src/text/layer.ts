/**
 * Text layers: the one abstraction for positions.
 *
 * A definition may sit under several encodings: a file, a YAML block scalar in it, an `Fn::Sub`, a JSON
 * string inside that, a JSONata expression inside the string. Each decoding step makes a layer with its own
 * text and a map of segments back to the layer (or layers) it was decoded from. A range of the innermost
 * text is carried outwards to exact characters of a file, and a replacement text is encoded again at every
 * step on its way down.
 *
 * Limits: a layer never guesses. What has no source of its own (a join separator) is reported at its nearest
 * owner with `exact: false`, and an edit that touches it is refused with a reason.
 */
import type { Range, SourceFile } from './source-file.ts';

/**
 * How a stretch of decoded text relates to its source.
 * - `verbatim`: the same characters, shifted; edits allowed.
 * - `escaped`: n source characters stand for m decoded ones, all or none.
 * - `hole`: the value is not known here; the text is only a label such as `${Name}`.
 * - `synthetic`: no source of its own; `from`/`to` name the nearest owner.
 */
export type SegmentKind = 'verbatim' | 'escaped' | 'hole' | 'synthetic';

/** Maps `[start, end)` of the decoded text to `[from, to)` of `source`. Segments are sorted and contiguous. */
export interface Segment {
  readonly kind: SegmentKind;
  readonly start: number;
  readonly end: number;
  readonly source: Layer;
  readonly from: number;
  readonly to: number;
}

/** Characters of a file. `exact` is false when some step could only name the nearest owner. */
export interface HostSpan extends Range {
  readonly file: SourceFile;
  readonly exact: boolean;
}

/** Replace `[start, end)` of `file` by `text`. */
export interface TextEdit extends Range {
  readonly file: SourceFile;
  readonly text: string;
}

/** Why an edit cannot be written back; `reason` is shown to the user. */
export interface Refusal {
  readonly refused: true;
  readonly reason: string;
}

export function refuse(reason: string): Refusal {
  return { refused: true, reason };
}

export function isRefusal(value: object | string): value is Refusal {
  return typeof value === 'object' && 'refused' in value;
}

export interface Gap extends Range {
  readonly kind: 'hole' | 'synthetic';
}

export interface Layer {
  readonly text: string;
  /** Unknown stretches of `text`, in order; empty for most layers. */
  readonly holes: readonly Range[];
  /** Stretches that are not written here: the holes, and text that came from elsewhere. In order. */
  readonly gaps: readonly Gap[];
  toHost(range: Range): HostSpan;
  /**
   * The edits of the file that replace `range` of this layer's text by `text`, or why there are none. What is unknown is
   * not replaced unless it goes as a whole and the caller knows that it does (`withHoles`).
   */
  lower(range: Range, text: string, withHoles?: boolean): readonly TextEdit[] | Refusal;
}

/** The outermost layer: a file as it is. */
export class FileLayer implements Layer {
  readonly file: SourceFile;
  readonly holes: readonly Range[] = [];
  readonly gaps: readonly Gap[] = [];

  constructor(file: SourceFile) {
    this.file = file;
  }

  get text(): string {
    return this.file.text;
  }

  toHost(range: Range): HostSpan {
    return { file: this.file, start: range.start, end: range.end, exact: true };
  }

  lower(range: Range, text: string): readonly TextEdit[] {
    return [{ file: this.file, start: range.start, end: range.end, text }];
  }
}

/** One stretch of a decoded literal: `[from, to)` of the literal gives `text`. */
export interface DecodedPiece {
  readonly kind: 'verbatim' | 'escaped' | 'hole';
  readonly from: number;
  readonly to: number;
  readonly text: string;
}

/**
 * A way to write text inside other text. Offsets are relative to the literal: a whole JSON string with its
 * quotes, a whole YAML scalar with its block header, the whole argument of an `Fn::Sub`.
 */
export interface Codec {
  readonly name: string;
  /** Pieces in order. Source characters between pieces (quotes, indentation) carry no text. Never throws. */
  decode(literal: string): readonly DecodedPiece[];
  /** The literal's characters that stand for `text` when written at `at` of `literal`, or why there are none. */
  encode(text: string, literal: string, at: Range): string | Refusal;
  /**
   * Where every piece of `literal` means the same whatever stands around it: a literal of those characters of it alone. An
   * edit is then read back among its neighbours, not with the whole of a long literal.
   */
  alone?(source: string, literal: string): string | undefined;
  /** The whole literal rewritten to hold `text`, used when a local edit does not read back as intended. */
  rewrite?(text: string, literal: string): string | Refusal;
}

/** The text of one literal in an outer layer, decoded by a codec. */
export class DecodedLayer implements Layer {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly holes: readonly Range[];
  readonly gaps: readonly Gap[];
  readonly #outer: Layer;
  readonly #region: Range;
  readonly #codec: Codec;
  #whole: boolean | undefined;

  /** `region` is the literal's range in `outer`. */
  constructor(outer: Layer, region: Range, codec: Codec) {
    this.#outer = outer;
    this.#region = region;
    this.#codec = codec;
    const builder = new SegmentBuilder();
    for (const piece of codec.decode(outer.text.slice(region.start, region.end))) {
      builder.add(piece.kind, piece.text, outer, region.start + piece.from, region.start + piece.to);
    }
    this.text = builder.text;
    this.segments = inheritGaps(builder.segments);
    this.gaps = this.segments.filter(isGap);
    this.holes = this.gaps.filter((gap) => gap.kind === 'hole');
  }

  toHost(range: Range): HostSpan {
    return mapToHost(this.segments, range) ?? inexact(this.#outer.toHost(this.#region));
  }

  lower(range: Range, text: string, withHoles = false): readonly TextEdit[] | Refusal {
    const literal = this.#outer.text.slice(this.#region.start, this.#region.end);
    const target = this.#target(range, text, withHoles ? 'own' : 'none');
    const local = isRefusal(target) ? target : this.#encoded(target, range, text);
    if (!isRefusal(local)) return this.#outer.lower(local, local.text, withHoles);
    if (this.#codec.rewrite === undefined || this.holes.length > 0) return local;
    const wanted = this.#with(range, text, { start: 0, end: this.text.length });
    const whole = this.#codec.rewrite(wanted, literal);
    if (isRefusal(whole)) return whole;
    if (decodedText(this.#codec, whole) !== wanted) return refuse(`the text cannot be written as ${this.#codec.name}`);
    return this.#outer.lower(this.#region, whole);
  }

  #target(range: Range, text: string, replaced: ReplacedHoles): Range | Refusal {
    if (bringsBack(this, range, text)) return refuse(UNKNOWN_TEXT);
    return sourceRange(this.segments, range, replaced) ?? this.#emptyTarget();
  }

  #encoded(target: Range, range: Range, text: string): (Range & { text: string }) | Refusal {
    const literal = this.#outer.text.slice(this.#region.start, this.#region.end);
    const at = { start: target.start - this.#region.start, end: target.end - this.#region.start };
    const encoded = this.#codec.encode(text, literal, at);
    if (isRefusal(encoded)) return encoded;
    if (!this.#readsBack({ range, text }, literal, { at, encoded })) {
      return refuse(`the text cannot be written in place as ${this.#codec.name}`);
    }
    return { start: target.start, end: target.end, text: encoded };
  }

  /** Whether the literal holds the wanted text once `encoded` stands at `at`. */
  #readsBack(
    { range, text }: { readonly range: Range; readonly text: string },
    literal: string,
    { at, encoded }: { readonly at: Range; readonly encoded: string },
  ): boolean {
    const near = neighbourhood(this.segments, range) ?? { from: 0, to: 0, start: 0, end: 0 };
    const [from, to] = [near.from - this.#region.start, near.to - this.#region.start];
    const part = literal.slice(from, at.start) + encoded + literal.slice(at.end, to);
    const alone = this.#isWhole ? this.#codec.alone?.(part, literal) : undefined;
    if (alone !== undefined) return decodedText(this.#codec, alone) === this.#with(range, text, near);
    const changed = literal.slice(0, at.start) + encoded + literal.slice(at.end);
    return decodedText(this.#codec, changed) === this.#with(range, text, { start: 0, end: this.text.length });
  }

  /** Whether every character between the quotes is text: a broken escape is none, and may become another. */
  get #isWhole(): boolean {
    this.#whole ??= isGapless(this.segments, this.#region);
    return this.#whole;
  }

  /** A stretch of the text with `range` replaced. */
  #with(range: Range, text: string, stretch: Range): string {
    return this.text.slice(stretch.start, range.start) + text + this.text.slice(range.end, stretch.end);
  }

  /** Where text goes into a literal that holds none: between a pair of quotes, else nowhere. */
  #emptyTarget(): Range | Refusal {
    const literal = this.#outer.text.slice(this.#region.start, this.#region.end);
    const quoted = literal.length >= 2 && (literal.startsWith('"') || literal.startsWith("'"));
    if (!quoted) return refuse(NO_PLACE);
    return { start: this.#region.start + 1, end: this.#region.start + 1 };
  }
}

/** One part of a text put together from several places, such as an `Fn::Join`. */
export type CompositePart =
  | { readonly kind: 'text'; readonly layer: Layer; readonly range: Range }
  | { readonly kind: 'hole' | 'synthetic'; readonly text: string; readonly layer: Layer; readonly range: Range };

/** Text joined from parts of other layers. */
export class CompositeLayer implements Layer {
  readonly text: string;
  readonly segments: readonly Segment[];
  readonly holes: readonly Range[];
  readonly gaps: readonly Gap[];
  readonly #owner: HostSpan;

  /** `owner` is where the whole composition is written, for ranges that have no place of their own. */
  constructor(parts: readonly CompositePart[], owner: HostSpan) {
    const builder = new SegmentBuilder();
    for (const part of parts) {
      const { layer, range } = part;
      if (part.kind === 'text') {
        builder.add('verbatim', layer.text.slice(range.start, range.end), layer, range.start, range.end);
      } else {
        builder.add(part.kind, part.text, layer, range.start, range.end);
      }
    }
    this.text = builder.text;
    this.segments = inheritGaps(builder.segments);
    this.gaps = this.segments.filter(isGap);
    this.holes = this.gaps.filter((gap) => gap.kind === 'hole');
    this.#owner = owner;
  }

  toHost(range: Range): HostSpan {
    return mapToHost(this.segments, range) ?? inexact(this.#owner);
  }

  /** Where the range spans several places, the first of them takes the new text and the others lose theirs. */
  lower(range: Range, text: string, withHoles = false): readonly TextEdit[] | Refusal {
    if (bringsBack(this, range, text)) return refuse(UNKNOWN_TEXT);
    const pieces = piecesBySource(this.segments, range);
    const edits: TextEdit[] = [];
    for (const [i, { layer, within }] of pieces.entries()) {
      const target = sourceRange(this.segments, within, withHoles ? 'inherited' : 'none');
      if (target === undefined || isRefusal(target)) return target ?? refuse(NO_PLACE);
      const lowered = layer.lower(target, i === 0 ? text : '', withHoles);
      if (isRefusal(lowered)) return lowered;
      edits.push(...lowered);
    }
    return edits.length === 0 ? refuse(NO_PLACE) : edits;
  }
}

const NO_PLACE = 'the text has no place of its own';
const UNKNOWN_TEXT = 'the text contains a value that is not known here';

/** Holes that may go: none, those of the source, or those that the codec makes as well. */
type ReplacedHoles = 'none' | 'inherited' | 'own';

/** Whether a new text says what a hole that it replaces is called: as text that would not be the same value. */
function bringsBack({ text: old, holes }: Layer, range: Range, text: string): boolean {
  return holes.some(
    (hole) => hole.start < range.end && hole.end > range.start && text.includes(old.slice(hole.start, hole.end)),
  );
}

/** A range cut where the text changes from one source to another, or skips some of it. */
function piecesBySource(
  segments: readonly Segment[],
  range: Range,
): readonly { readonly layer: Layer; readonly within: Range }[] {
  const pieces: { layer: Layer; within: Range }[] = [];
  let last: Segment | undefined;
  for (const segment of segmentsIn(segments, range)) {
    const start = Math.max(segment.start, range.start);
    const end = Math.max(start, Math.min(segment.end, range.end));
    const piece = pieces.at(-1);
    if (piece !== undefined && last?.source === segment.source && last.to === segment.from) {
      piece.within = { start: piece.within.start, end };
    } else {
      pieces.push({ layer: segment.source, within: range.start === range.end ? range : { start, end } });
    }
    last = segment;
  }
  return pieces;
}

/** A stretch of another layer seen as a layer of its own, for an expression inside a longer string. */
export function subLayer(layer: Layer, range: Range): Layer {
  return new CompositeLayer([{ kind: 'text', layer, range }], layer.toHost(range));
}

class SegmentBuilder {
  readonly segments: Segment[] = [];
  text = '';

  add(kind: SegmentKind, text: string, source: Layer, from: number, to: number): void {
    if (text === '') return;
    const start = this.text.length;
    this.text += text;
    this.segments.push({ kind, start, end: this.text.length, source, from, to });
  }
}

function decodedText(codec: Codec, literal: string): string {
  let text = '';
  for (const piece of codec.decode(literal)) text += piece.text;
  return text;
}

/** A stretch copied from a gap of the outer layer is a gap here too. */
function inheritGaps(segments: readonly Segment[]): readonly Segment[] {
  if (segments.every((segment) => segment.source.gaps.length === 0)) return segments;
  return segments.flatMap((segment) => (segment.kind === 'verbatim' ? splitAtGaps(segment) : [segment]));
}

function splitAtGaps(segment: Segment): readonly Segment[] {
  const parts: Segment[] = [];
  const shift = segment.start - segment.from;
  let at = segment.from;
  const cut = (kind: SegmentKind, to: number): void => {
    if (to > at) parts.push({ kind, start: at + shift, end: to + shift, source: segment.source, from: at, to });
    at = to;
  };
  const gaps = segment.source.gaps;
  for (let i = firstEndingAfter(gaps, segment.from); i < gaps.length; i++) {
    const gap = gaps[i];
    if (gap === undefined || gap.start >= segment.to) break;
    cut('verbatim', Math.max(gap.start, segment.from));
    cut(gap.kind, Math.min(gap.end, segment.to));
  }
  cut('verbatim', segment.to);
  return parts;
}

function isGap(segment: Segment): segment is Segment & Gap {
  return segment.kind === 'hole' || segment.kind === 'synthetic';
}

/** Index of the first of sorted ranges that ends after `offset`. */
export function firstEndingAfter(ranges: readonly Range[], offset: number): number {
  let low = 0;
  let high = ranges.length;
  while (low < high) {
    const middle = (low + high) >> 1;
    if ((ranges[middle]?.end ?? 0) > offset) high = middle;
    else low = middle + 1;
  }
  return low;
}

/** Segments that `range` touches; for an empty range the one it stands in, else the one it ends. */
function segmentsIn(segments: readonly Segment[], range: Range): readonly Segment[] {
  const first = firstEndingAfter(segments, range.start);
  if (range.start === range.end) {
    const inside = segments[first];
    const before = segments[first - 1];
    if (inside !== undefined && inside.start < range.start) return [inside];
    const neighbour = before?.kind === 'verbatim' || inside === undefined ? before : inside;
    return neighbour === undefined ? [] : [neighbour];
  }
  const touched: Segment[] = [];
  for (let i = first; i < segments.length; i++) {
    const segment = segments[i];
    if (segment === undefined || segment.start >= range.end) break;
    touched.push(segment);
  }
  return touched;
}

/** Whether segments cover all between the first and the last character of a literal. */
function isGapless(segments: readonly Segment[], { start, end }: Range): boolean {
  let at = start + 1;
  for (const segment of segments) {
    if (segment.from !== at) return false;
    at = segment.to;
  }
  return segments.length > 0 && at === end - 1;
}

/** The segments that a range touches or borders on, as one stretch; undefined where there are none. */
function neighbourhood(segments: readonly Segment[], { start, end }: Range): Segment | undefined {
  const touched = segmentsIn(segments, { start: Math.max(0, start - 1), end: end + 1 });
  const first = touched[0];
  const last = touched.at(-1);
  return first === undefined || last === undefined ? undefined : { ...first, end: last.end, to: last.to };
}

/** Whether it is one in its source as well, which then says what becomes of it. */
function isHoleOf({ source, from, to }: Segment): boolean {
  const hole = source.holes[firstEndingAfter(source.holes, from)];
  return hole?.start === from && hole.end === to;
}

function startInSource(segment: Segment, offset: number): number {
  if (segment.kind !== 'verbatim') return offset >= segment.end ? segment.to : segment.from;
  return Math.min(segment.to, segment.from + Math.max(0, offset - segment.start));
}

function endInSource(segment: Segment, offset: number): number {
  if (segment.kind !== 'verbatim') return offset <= segment.start ? segment.from : segment.to;
  return Math.max(segment.from, segment.to - Math.max(0, segment.end - offset));
}

function mapToHost(segments: readonly Segment[], range: Range): HostSpan | undefined {
  const touched = segmentsIn(segments, range);
  const first = touched[0];
  const last = touched.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const start = hostEdge(first, range, 'start');
  const end = first === last ? undefined : hostEdge(last, range, 'end');
  if (end === undefined || end.file !== start.file || end.end < start.start) {
    return end === undefined ? start : inexact(start);
  }
  const exact = start.exact && end.exact && touched.every((segment) => segment.kind !== 'synthetic');
  return { file: start.file, start: start.start, end: end.end, exact };
}

function hostEdge(segment: Segment, range: Range, side: 'start' | 'end'): HostSpan {
  const whole = segment.start >= range.start && segment.end <= range.end;
  const from = side === 'end' || whole ? segment.from : startInSource(segment, range.start);
  const to = side === 'start' && range.end > segment.end ? segment.to : endInSource(segment, range.end);
  const span = segment.source.toHost({ start: from, end: Math.max(from, to) });
  return segment.kind === 'synthetic' ? inexact(span) : span;
}

function inexact(span: HostSpan): HostSpan {
  return { ...span, exact: false };
}

/**
 * The range of the one source layer that holds all of `range`; undefined where there is no text at all. A hole may only go
 * as a whole, and only where characters stand for it: in the text of a codec, or in that of the source.
 */
function sourceRange(segments: readonly Segment[], range: Range, replaced: ReplacedHoles): Range | Refusal | undefined {
  const touched = segmentsIn(segments, range);
  const first = touched[0];
  const last = touched.at(-1);
  if (first === undefined || last === undefined) return undefined;
  const covered =
    range.start === range.end ? touched.filter((s) => s.start < range.start && range.start < s.end) : touched;
  const isKept = (segment: Segment): boolean => {
    const isWhole = segment.start >= range.start && segment.end <= range.end;
    if (segment.kind !== 'hole' || replaced === 'none') return segment.kind === 'hole';
    return !isWhole || !(replaced === 'own' || isHoleOf(segment));
  };
  if (covered.some(isKept)) return refuse(UNKNOWN_TEXT);
  if (covered.some((segment) => segment.kind === 'synthetic')) return refuse(NO_PLACE);
  const splits = covered.some(
    (segment) => segment.kind === 'escaped' && (segment.start < range.start || segment.end > range.end),
  );
  if (splits) return refuse('the text begins or ends inside an escape sequence');
  return { start: startInSource(first, range.start), end: endInSource(last, range.end) };
}
