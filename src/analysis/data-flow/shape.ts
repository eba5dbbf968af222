/**
 * What is known of a value that exists at run time only: of which JSON kinds it may be, which members it has, where it
 * comes from. A shape stands for every value that it allows; `anything` allows all, so that nothing definite can be said
 * of it. Shapes are never changed, bounded in depth and width, and joined where paths of a machine meet.
 */
import type { State } from '../../asl/model.ts';

/** Where a value was produced. */
export interface Source {
  readonly state: State;
  /** `result`: as the task returns it; `selection`: as the state makes it of its result; `error`: of a catcher. */
  readonly kind: 'result' | 'selection' | 'error';
  /** Inside what was produced: `Output.Message.Content[].Text`; empty for all of it. */
  readonly path: string;
}

export interface TextPart {
  /** The text itself, where it is written in the definition. */
  readonly literal: string | undefined;
  /** An upper bound of its UTF-8 length. */
  readonly maxBytes: number | undefined;
  /** Written by a model, JSON as text, or neither for certain. */
  readonly content: 'model' | 'json' | 'plain';
}

export interface ArrayPart {
  /** Joined over all elements. */
  readonly element: Shape;
  /** The elements one by one, where their number is fixed. */
  readonly tuple: readonly Shape[] | undefined;
  readonly min: number;
  readonly max: number;
  readonly depth: number;
  /** Values in it, repeated ones counted each time. */
  readonly weight: number;
  /** Marks of all that is in it. */
  readonly innerMarks: number;
}

/** Whether an object has members beside those that are listed: certainly none, none by a dated table, or any. */
export type Rest = 'none' | 'dated' | 'any';

export interface ObjectPart {
  readonly fields: ReadonlyMap<string, Shape>;
  readonly rest: Rest;
  /** Marks of the members that are not listed. */
  readonly restMarks: number;
  /** Names that are certainly not among the members, though the table is dated. */
  readonly absent: readonly string[];
  readonly depth: number;
  /** Values in it, repeated ones counted each time. */
  readonly weight: number;
  /** Marks of all that is in it. */
  readonly innerMarks: number;
}

export interface Shape {
  /** Of any kind, or no value at all; the other members then say nothing. */
  readonly any: boolean;
  /** There may be no value. */
  readonly missing: boolean;
  readonly null: boolean;
  readonly boolean: boolean;
  readonly number: boolean;
  readonly text: TextPart | undefined;
  readonly array: ArrayPart | undefined;
  readonly object: ObjectPart | undefined;
  /** Of the value and everything in it; see marks.ts. */
  readonly marks: number;
  readonly sources: readonly Source[];
}

const MAX_DEPTH = 12;
/** A walk over a shape is bounded by it, whatever its parts share. */
const MAX_WEIGHT = 4000;
/** Of an object; what is put in beyond is not followed. */
export const MAX_FIELDS = 32;
const MAX_TUPLE = 16;
const MAX_SOURCES = 4;

const NO_FIELDS: ReadonlyMap<string, Shape> = new Map();
const NO_NAMES: readonly string[] = [];

/** A value in another comes from where that does. */
const INHERITED: readonly Source[] = [];

/** A value in another that was put there, and comes from elsewhere. */
const OWN: readonly Source[] = [];

/** No value is possible: nothing leads here, or what was read fails. */
export const NOTHING: Shape = {
  any: false,
  missing: false,
  null: false,
  boolean: false,
  number: false,
  text: undefined,
  array: undefined,
  object: undefined,
  marks: 0,
  sources: INHERITED,
};

export const MISSING: Shape = { ...NOTHING, missing: true };
export const NULL: Shape = { ...NOTHING, null: true };
export const BOOLEAN: Shape = { ...NOTHING, boolean: true };
export const NUMBER: Shape = { ...NOTHING, number: true };
export const ANYTHING: Shape = { ...NOTHING, any: true };
export const TEXT: Shape = { ...NOTHING, text: { literal: undefined, maxBytes: undefined, content: 'plain' } };

export function anything(marks: number, sources: readonly Source[] = INHERITED): Shape {
  return marks === 0 && sources === INHERITED ? ANYTHING : { ...ANYTHING, marks, sources };
}

export function textOf(part: Partial<TextPart>, marks = 0): Shape {
  const text = { literal: undefined, maxBytes: undefined, content: 'plain', ...part } as const;
  return { ...NOTHING, text, marks };
}

export function literalText(value: string): Shape {
  return textOf({ literal: value, maxBytes: utf8Length(value) });
}

export function objectOf(
  fields: ReadonlyMap<string, Shape>,
  rest: Rest,
  more: { readonly restMarks?: number; readonly absent?: readonly string[] } = {},
): Shape {
  const { absent = NO_NAMES } = more;
  const restMarks = rest === 'any' ? (more.restMarks ?? 0) : 0;
  let depth = 1;
  let weight = 1;
  let innerMarks = restMarks;
  for (const field of fields.values()) {
    depth = Math.max(depth, 1 + depthOf(field));
    weight += weightOf(field);
    innerMarks |= deepMarks(field);
  }
  const object = narrowed({ fields, rest, restMarks, absent, depth, weight, innerMarks });
  return bounded({ ...NOTHING, object }, object);
}

/** What is too deep or too large to follow may be anything. */
function bounded(shape: Shape, { depth, weight, innerMarks }: ArrayPart | ObjectPart): Shape {
  return depth > MAX_DEPTH || weight > MAX_WEIGHT ? anything(unfollowedMarks(innerMarks)) : shape;
}

/** Of a value that is no longer followed: where it comes from is not known, and that it may vary is. */
export function unfollowedMarks(marks: number): number {
  return marks & ~ORIGIN_MARKS;
}

/** Of too many members not each is followed. */
function narrowed(object: ObjectPart): ObjectPart {
  if (object.fields.size <= MAX_FIELDS) return object;
  const fields = new Map([...object.fields].slice(0, MAX_FIELDS));
  const restMarks = object.restMarks | unfollowedMarks(object.innerMarks);
  return { ...object, fields, rest: 'any', restMarks, absent: NO_NAMES };
}

/** The same object with one member more, or another in its place. */
export function withField(object: ObjectPart, fields: Map<string, Shape>, name: string, field: Shape): Shape {
  const before = object.fields.get(name);
  const part: ObjectPart = {
    ...object,
    fields: fields.set(name, field),
    depth: Math.max(object.depth, 1 + depthOf(field)),
    weight: object.weight - (before === undefined ? 0 : weightOf(before)) + weightOf(field),
    innerMarks: object.innerMarks | deepMarks(field),
  };
  return bounded({ ...NOTHING, object: part }, part);
}

/** An object of which only the kind is known. */
export function openObject(marks: number): Shape {
  return objectOf(NO_FIELDS, 'any', { restMarks: marks });
}

export function arrayOf(element: Shape, min = 0, max = Infinity): Shape {
  return listed(present(element), undefined, min, max);
}

export function tupleOf(items: readonly Shape[]): Shape {
  const element = joinAll(items);
  return items.length > MAX_TUPLE
    ? arrayOf(element, items.length, items.length)
    : listed(element, items, items.length, items.length);
}

function listed(element: Shape, tuple: ArrayPart['tuple'], min: number, max: number): Shape {
  const array = { element, tuple, min, max, ...extent([element, ...(tuple ?? [])]) };
  return bounded({ ...NOTHING, array }, array);
}

function extent(parts: readonly Shape[]): Pick<ArrayPart, 'depth' | 'weight' | 'innerMarks'> {
  let depth = 1;
  let weight = 1;
  let innerMarks = 0;
  for (const part of parts) {
    depth = Math.max(depth, 1 + depthOf(part));
    weight += weightOf(part);
    innerMarks |= deepMarks(part);
  }
  return { depth, weight, innerMarks };
}

/** Whether no value is possible, not even none. */
export function isNothing(shape: Shape): boolean {
  return !shape.any && !shape.missing && !hasValue(shape);
}

/** Whether there is certainly no value. */
export function isAbsent(shape: Shape): boolean {
  return shape.missing && !shape.any && !hasValue(shape);
}

function hasValue({ null: isNull, boolean, number, text, array, object }: Shape): boolean {
  return isNull || boolean || number || text !== undefined || array !== undefined || object !== undefined;
}

export function mayBeMissing(shape: Shape): boolean {
  return shape.any || shape.missing;
}

/** The kinds that a value may be of; undefined when any is possible. */
export function kindsOf(
  shape: Shape,
): readonly ('null' | 'boolean' | 'number' | 'text' | 'array' | 'object')[] | undefined {
  if (shape.any) return undefined;
  return (['null', 'boolean', 'number', 'text', 'array', 'object'] as const).filter(
    (kind) => shape[kind] !== false && shape[kind] !== undefined,
  );
}

/** The same value where there is one. */
export function present(shape: Shape): Shape {
  return shape.missing ? { ...shape, missing: false } : shape;
}

export function optional(shape: Shape): Shape {
  return shape.missing || shape.any ? shape : { ...shape, missing: true };
}

export function marked(shape: Shape, marks: number): Shape {
  return (shape.marks | marks) === shape.marks ? shape : { ...shape, marks: shape.marks | marks };
}

export function sourced(shape: Shape, sources: readonly Source[]): Shape {
  return { ...shape, sources };
}

/** The same value as a part of one that comes from elsewhere. */
export function unrelated(shape: Shape): Shape {
  return shape.sources === INHERITED ? { ...shape, sources: OWN } : shape;
}

/** A part of a value: it has the marks of the whole, and comes from where that does. */
export function within(whole: Shape, part: Shape, step: string): Shape {
  const marks = whole.marks | part.marks;
  if (part.sources !== INHERITED || whole.sources.length === 0) return marked(part, marks);
  const sources = whole.sources.map((source): Source => ({
    ...source,
    path: `${source.path}${source.path === '' || step === '[]' ? '' : '.'}${step}`,
  }));
  return { ...part, marks, sources };
}

/** Marks of a value and of all that is in it: what a text has that is made of it. */
export function deepMarks({ marks, array, object }: Shape): number {
  return marks | (array?.innerMarks ?? 0) | (object?.innerMarks ?? 0);
}

/** Marks of what is made of several values; `everyTime` for one that cannot be followed. */
export function marksOfAll(values: readonly Shape[], everyTime: number): number {
  return values.reduce((marks, value) => marks | (isNothing(value) ? everyTime : deepMarks(value)), 0);
}

function depthOf({ array, object }: Shape): number {
  return Math.max(array?.depth ?? 0, object?.depth ?? 0);
}

function weightOf({ array, object }: Shape): number {
  return 1 + (array?.weight ?? 0) + (object?.weight ?? 0);
}

export function utf8Length(text: string): number {
  let bytes = 0;
  for (const character of text) {
    const code = character.codePointAt(0) ?? 0;
    if (code < 0x80) bytes += 1;
    else if (code < 0x800) bytes += 2;
    else bytes += code < 0x10000 ? 3 : 4;
  }
  return bytes;
}

export function joinAll(shapes: Iterable<Shape>): Shape {
  let all = NOTHING;
  for (const shape of shapes) all = join(all, shape);
  return all;
}

/** What either allows; `a` itself where `b` allows nothing more, so that a change can be told by identity. */
export function join(a: Shape, b: Shape): Shape {
  if (a === b || isNothing(b)) return a;
  if (isNothing(a)) return b;
  if (a.any || b.any) return joinAny(a, b);
  const joined: Shape = {
    any: false,
    missing: a.missing || b.missing,
    null: a.null || b.null,
    boolean: a.boolean || b.boolean,
    number: a.number || b.number,
    text: joinPart(a.text, b.text, joinText),
    array: joinPart(a.array, b.array, (left, right) => joinArray(a, left, b, right)),
    object: joinPart(a.object, b.object, (left, right) => joinObject(a, left, b, right)),
    marks: a.marks | b.marks,
    sources: commonSources(a, b),
  };
  return isSame(a, joined) ? a : joined;
}

function isSame(a: Shape, b: Shape): boolean {
  if (a.object !== b.object || a.array !== b.array || a.text !== b.text) return false;
  if (a.marks !== b.marks || a.sources !== b.sources || a.missing !== b.missing) return false;
  return a.null === b.null && a.boolean === b.boolean && a.number === b.number;
}

/**
 * What is mixed into an unknown value keeps only the marks that hold for all of it, and those by which it may vary.
 * A source is kept where every value has one.
 */
function joinAny(a: Shape, b: Shape): Shape {
  const marks = absorbedMarks(a) | absorbedMarks(b);
  const sources =
    a.any && b.any && a.sources.length > 0 && b.sources.length > 0 ? joinSources(a.sources, b.sources) : INHERITED;
  if (a.any && a.marks === marks && a.sources.length === sources.length) return a;
  return anything(marks, sources);
}

function absorbedMarks(shape: Shape): number {
  return shape.marks | (deepMarks(shape) & ~ORIGIN_MARKS);
}

/** Bits of marks.ts that say where a value comes from; the others say that it may vary. */
export const ORIGIN_MARKS = 0b1111;

function joinPart<Part>(
  a: Part | undefined,
  b: Part | undefined,
  joinBoth: (a: Part, b: Part) => Part,
): Part | undefined {
  if (a === undefined || b === undefined) return a ?? b;
  return a === b ? a : joinBoth(a, b);
}

function joinText(a: TextPart, b: TextPart): TextPart {
  const literal = a.literal === b.literal ? a.literal : undefined;
  const maxBytes = a.maxBytes === undefined || b.maxBytes === undefined ? undefined : Math.max(a.maxBytes, b.maxBytes);
  const content = a.content === b.content ? a.content : 'plain';
  const isSameText = a.literal === literal && a.maxBytes === maxBytes && a.content === content;
  return isSameText ? a : { literal, maxBytes, content };
}

function joinArray(wholeA: Shape, a: ArrayPart, wholeB: Shape, b: ArrayPart): ArrayPart {
  const isApart = wholeA.sources !== wholeB.sources;
  const of = (whole: Shape, shape: Shape): Shape => (isApart ? within(whole, shape, '[]') : shape);
  const element = join(of(wholeA, a.element), of(wholeB, b.element));
  const tuple = joinTuples(a.tuple, b.tuple);
  const min = Math.min(a.min, b.min);
  const max = Math.max(a.max, b.max);
  const innerMarks = a.innerMarks | b.innerMarks;
  const isUnchanged = element === a.element && tuple === a.tuple && min === a.min && max === a.max;
  if (isUnchanged && innerMarks === a.innerMarks) return a;
  return { element, tuple, min, max, ...extent([element, ...(tuple ?? [])]), innerMarks };
}

function joinTuples(a: ArrayPart['tuple'], b: ArrayPart['tuple']): ArrayPart['tuple'] {
  if (a === undefined || b?.length !== a.length) return undefined;
  const joined = a.map((shape, i) => join(shape, b[i] ?? NOTHING));
  return joined.every((shape, i) => shape === a[i]) ? a : joined;
}

function joinObject(wholeA: Shape, a: ObjectPart, wholeB: Shape, b: ObjectPart): ObjectPart {
  const fields = joinFields(wholeA, a, wholeB, b);
  const rest = looser(a.rest, b.rest);
  const restMarks = a.restMarks | b.restMarks;
  const absent = commonAbsent(a, b);
  const innerMarks = a.innerMarks | b.innerMarks;
  const isUnchanged = fields === a.fields && rest === a.rest && restMarks === a.restMarks;
  if (isUnchanged && absent === a.absent && innerMarks === a.innerMarks) return a;
  const depth = Math.max(a.depth, b.depth);
  return narrowed({ fields, rest, restMarks, absent, depth, weight: weightOfFields(fields), innerMarks });
}

function weightOfFields(fields: ReadonlyMap<string, Shape>): number {
  let weight = 1;
  for (const field of fields.values()) weight += weightOf(field);
  return weight;
}

/** The members of `a` themselves where `b` brings nothing new. */
function joinFields(wholeA: Shape, a: ObjectPart, wholeB: Shape, b: ObjectPart): ReadonlyMap<string, Shape> {
  const isApart = wholeA.sources !== wholeB.sources;
  if (a.fields === b.fields && !isApart) return a.fields;
  const of = (whole: Shape, part: ObjectPart, name: string): Shape => {
    const field = part.fields.get(name);
    if (field === undefined) return part.rest === 'any' ? anything(part.restMarks) : MISSING;
    return isApart ? within(whole, field, name) : field;
  };
  let changed: Map<string, Shape> | undefined;
  const put = (name: string, field: Shape): void => {
    changed ??= new Map(a.fields);
    changed.set(name, field);
  };
  for (const [name, field] of a.fields) {
    const joined = join(isApart ? of(wholeA, a, name) : field, of(wholeB, b, name));
    if (joined !== field) put(name, joined);
  }
  for (const name of b.fields.keys()) {
    if (a.fields.has(name)) continue;
    const joined = join(of(wholeA, a, name), of(wholeB, b, name));
    // A member that an open object may have anyway is not listed.
    if (!joined.any || a.rest !== 'any') put(name, joined);
  }
  return changed ?? a.fields;
}

function looser(a: Rest, b: Rest): Rest {
  if (a === 'any' || b === 'any') return 'any';
  return a === 'dated' || b === 'dated' ? 'dated' : 'none';
}

/** Of an object without other members, every name is certainly absent. */
function commonAbsent(a: ObjectPart, b: ObjectPart): readonly string[] {
  if (a.absent === b.absent || b.rest === 'none') return a.absent;
  return a.rest === 'none' ? b.absent : NO_NAMES;
}

/** What is not there comes from nowhere. */
function commonSources(a: Shape, b: Shape): readonly Source[] {
  if (isAbsent(b)) return a.sources;
  return isAbsent(a) ? b.sources : joinSources(a.sources, b.sources);
}

function joinSources(a: readonly Source[], b: readonly Source[]): readonly Source[] {
  if (a === b || b.length === 0) return a;
  if (a.length === 0) return b;
  const more = b.filter(
    (source) =>
      !a.some(({ state, kind, path }) => state === source.state && kind === source.kind && path === source.path),
  );
  return more.length === 0 || a.length >= MAX_SOURCES ? a : [...a, ...more].slice(0, MAX_SOURCES);
}
