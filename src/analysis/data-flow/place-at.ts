/** Puts a value into another at a reference path, as `ResultPath` does, and loosens what a state asks to be there. */
import type { JsonPath } from '../../expr/jsonpath/path.ts';
import {
  MAX_FIELDS,
  NOTHING,
  anything,
  deepMarks,
  isAbsent,
  isNothing,
  objectOf,
  sourced,
  unfollowedMarks,
  unrelated,
  withField,
  within,
} from './shape.ts';
import type { ObjectPart, Shape } from './shape.ts';

/** The names of a path of members from `$`; undefined for any other. */
export function memberNames(path: JsonPath): readonly string[] | undefined {
  if (path.root.kind !== 'input') return undefined;
  const names = path.segments.flatMap((segment) => (segment.kind === 'member' ? [segment.member.name] : []));
  return names.length === path.segments.length ? names : undefined;
}

/** `base` with `value` at the end of `names`; objects on the way are made where there are none. */
export function placeAt(base: Shape, names: readonly string[], value: Shape): Shape {
  const [name, ...others] = names;
  if (name === undefined) return value;
  if (base.any) return objectOf(new Map([[name, placeAt(NOTHING, others, value)]]), 'any', { restMarks: base.marks });
  const { object } = base;
  // Into what is no object nothing can be put; that is for other rules to say.
  if (object === undefined) {
    const isNew = base === NOTHING || base.missing;
    return isNew
      ? objectOf(new Map([[name, placeAt(NOTHING, others, value)]]), 'none')
      : anything(deepMarks(base) | deepMarks(value));
  }
  const before = object.fields.get(name) ?? (object.rest === 'any' ? anything(object.restMarks) : NOTHING);
  const inner = unrelated(others.length === 0 ? value : placeAt(within(base, before, name), others, value));
  if (object.fields.size >= MAX_FIELDS && !object.fields.has(name)) return unfollowed(base, object, deepMarks(inner));
  const apart = { ...object, restMarks: object.rest === 'any' ? object.restMarks | base.marks : 0 };
  const placed = withField(apart, membersApart(base, object), name, inner);
  return placed.object === undefined ? placed : sourced(marksKept(placed, base.marks), base.sources);
}

/** Marks of the whole hold for what was in it. */
function marksKept(placed: Shape, marks: number): Shape {
  const { object } = placed;
  if (object === undefined || marks === 0) return placed;
  return { ...placed, object: { ...object, innerMarks: object.innerMarks | marks } };
}

/** Members with what they have of the whole, whose marks do not hold for what is put in beside them. */
function membersApart(base: Shape, { fields }: ObjectPart): Map<string, Shape> {
  if (base.marks === 0 && base.sources.length === 0) return new Map(fields);
  return new Map([...fields].map(([name, field]) => [name, within(base, field, name)]));
}

/** One member more, in an object that has too many to follow each. */
function unfollowed(base: Shape, object: ObjectPart, marks: number): Shape {
  const restMarks = object.restMarks | unfollowedMarks(marks);
  if (object.rest === 'any' && restMarks === object.restMarks) return base;
  const innerMarks = object.innerMarks | marks;
  return { ...base, object: { ...object, rest: 'any', restMarks, absent: [], innerMarks } };
}

/** The same value with something unknown at the end of `steps`, where there is nothing: a state asks whether it is there. */
export function loosenAt(base: Shape, steps: readonly (string | number)[], marks: number): Shape {
  const [step, ...others] = steps;
  if (step === undefined || base.any) return isNothing(base) || isAbsent(base) ? anything(marks) : base;
  if (base.array !== undefined && (typeof step === 'number' || base.object === undefined)) {
    const element = loosenAt(base.array.element, typeof step === 'number' ? others : steps, marks);
    return element === base.array.element ? base : { ...base, array: { ...base.array, element, tuple: undefined } };
  }
  return typeof step === 'number' ? loosenAt(base, others, marks) : loosenMember(base, step, others, marks);
}

function loosenMember(base: Shape, name: string, others: readonly (string | number)[], marks: number): Shape {
  const { object } = base;
  const field = object?.fields.get(name);
  if (object === undefined || (field === undefined && object.rest === 'any')) return base;
  const inner = field === undefined ? anything(marks) : loosenAt(field, others, marks);
  if (inner === field) return base;
  const loose = withField(object, new Map(object.fields), name, inner);
  return loose.object === undefined ? loose : { ...base, object: loose.object };
}
