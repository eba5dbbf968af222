/**
 * Reads a member or an element of a shape, and tells when none of the values that the shape allows has it. What is not
 * there for certain is a `Miss`; what may be there is not.
 */
import { NOTHING, anything, arrayOf, isNothing, join, optional, present, within } from './shape.ts';
import type { Shape } from './shape.ts';

/** Why a step finds nothing, whatever the value is. */
export interface Miss {
  /**
   * `field`: an object without such a member; `listed`: a list, of which a member is read without an index; `scalar`: a
   * text, number, boolean or null; `index`: an index of what is no list.
   */
  readonly kind: 'field' | 'listed' | 'scalar' | 'index';
  /** The member by its right name, where the one that is read is a near miss. */
  readonly meant: string | undefined;
  /** False where a dated table does not know the member. */
  readonly isCertain: boolean;
}

export interface Step {
  readonly value: Shape;
  readonly miss: Miss | undefined;
  /** What is read if a miss is mended as it suggests. */
  readonly mended: Shape;
}

function found(value: Shape): Step {
  return { value, miss: undefined, mended: value };
}

/** The member `name` of an object, as a JSONPath reads it: lists have none. */
export function memberOf(base: Shape, name: string): Step {
  if (base.any) return found(within(base, anything(base.marks), name));
  const object = base.object === undefined ? undefined : fieldOf(base, name);
  const value = object?.value ?? NOTHING;
  if (!isNothing(value) || isNothing(base)) return found(base.missing ? optional(value) : value);
  if (object?.miss !== undefined) return { ...object, value: NOTHING };
  if (base.array !== undefined) return { value: NOTHING, miss: missOf('listed'), mended: inElements(base, name) };
  return base.missing ? found(NOTHING) : { value: NOTHING, miss: missOf('scalar'), mended: NOTHING };
}

/** Of an object alone; the value is absent rather than impossible where there is no such member. */
export function fieldOf(base: Shape, name: string): Step {
  const { object } = base;
  if (object === undefined) return found(NOTHING);
  const field = object.fields.get(name);
  if (field !== undefined) return found(within(base, field, name));
  const unlisted = found(anything(base.marks | object.restMarks));
  if (object.rest === 'any') return unlisted;
  const meant = nearMember(object.fields.keys(), name);
  // Members of what an API returns begin with a capital letter, at every level.
  const isOfApi = ![...object.fields.keys()].some(startsLower);
  const isListedAbsent = object.rest === 'none' || object.absent.includes(name);
  const isMisspelt = isOfApi ? startsLower(name) : meant !== undefined;
  // Tables spell some names otherwise than the service does (ETag, Etag), so that a capital elsewhere says nothing.
  if (!isListedAbsent && isOfApi && !startsLower(name) && meant !== undefined) return unlisted;
  const isCertain = isListedAbsent || isMisspelt;
  const miss: Miss = { kind: 'field', meant, isCertain };
  const mended = meant === undefined ? undefined : object.fields.get(meant);
  return { value: NOTHING, miss, mended: mended === undefined ? NOTHING : within(base, mended, meant ?? name) };
}

/** An element as a JSONPath reads it. */
export function elementOf(base: Shape, index: number): Step {
  if (base.any) return found(within(base, anything(base.marks), '[]'));
  if (isNothing(base)) return found(NOTHING);
  if (base.array !== undefined) return found(elementAt(base, index));
  return base.missing ? found(NOTHING) : { value: NOTHING, miss: missOf('index'), mended: NOTHING };
}

/** Of a list alone, undefined where it may be shorter. */
export function elementAt(base: Shape, index: number): Shape {
  const { array } = base;
  if (array === undefined) return NOTHING;
  if (array.tuple !== undefined) {
    const item = array.tuple.at(index);
    return item === undefined ? NOTHING : within(base, item, '[]');
  }
  const needed = index < 0 ? -index : index + 1;
  const element = within(base, array.element, '[]');
  return needed <= array.min ? element : optional(element);
}

/** Any element of a list, with what it has of the list. */
export function anyElement(base: Shape): Shape {
  return base.array === undefined ? NOTHING : present(within(base, base.array.element, '[]'));
}

/** The member of every element, as it would be read of one. */
function inElements(base: Shape, name: string): Shape {
  const step = memberOf(anyElement(base), name);
  return isNothing(step.value) ? NOTHING : step.value;
}

function missOf(kind: Miss['kind']): Miss {
  return { kind, meant: undefined, isCertain: true };
}

/** The one name that differs by case, hyphens and underscores alone. */
function nearMember(names: Iterable<string>, name: string): string | undefined {
  const near = [...names].filter((candidate) => bare(candidate) === bare(name));
  return near.length === 1 ? near[0] : undefined;
}

function bare(name: string): string {
  return name.toLowerCase().replace(/[-_]/g, '');
}

function startsLower(name: string): boolean {
  const first = name.charAt(0);
  return first !== first.toUpperCase();
}

/** What a wildcard finds: elements of lists, members of objects. */
export function childrenOfShape(base: Shape): Shape {
  if (base.any) return anything(base.marks);
  const elements = anyElement(base);
  const { object } = base;
  if (object === undefined) return elements;
  let members = object.rest === 'none' ? NOTHING : anything(base.marks | object.restMarks);
  for (const [name, field] of object.fields) members = join(members, present(within(base, field, name)));
  return join(elements, members);
}

/** A list of what is found, of unknown length. */
export function listOf(shape: Shape): Shape {
  return arrayOf(present(shape));
}
