/**
 * What an expression of a CDK program may stand for. A value keeps the place where it is written, however far it
 * travels through variables and calls, so that a finding lands on the literal that caused it.
 *
 * What is not known is a value of its own kind. Values that a program may change (records, lists, instances, states)
 * know at which level of certainty they were made: a change from within code that may not run is not known.
 */
import type { Expression, FunctionNode, ClassNode } from '../../script/parse.ts';
import type { Layer } from '../../text/layer.ts';
import type { Place } from '../../tree/node.ts';
import type { Scope } from './scope.ts';
import type { StateValue } from './state.ts';

export interface TextValue {
  readonly kind: 'text';
  /** The text; what is not known of it is a hole. */
  readonly layer: Layer;
  readonly place: Place;
}

export interface NumberValue {
  readonly kind: 'number';
  readonly value: number;
  readonly place: Place;
}

export interface BooleanValue {
  readonly kind: 'boolean';
  readonly value: boolean;
  readonly place: Place;
}

export interface EmptyValue {
  readonly kind: 'null' | 'undefined';
  readonly place: Place;
}

export interface Member {
  /** Where the name is written. */
  readonly key: TextValue;
  readonly value: Value;
}

/** An object literal, and what is made of it. */
export interface RecordValue {
  readonly kind: 'record';
  readonly members: Map<string, Member>;
  /** Whether there may be members that are not seen. */
  isOpen: boolean;
  readonly place: Place;
  readonly born: number;
}

export interface ListValue {
  readonly kind: 'list';
  readonly items: Value[];
  /** Whether there may be items that are not seen, anywhere. */
  isOpen: boolean;
  readonly place: Place;
  readonly born: number;
}

export interface FunctionValue {
  readonly kind: 'function';
  readonly node: FunctionNode | Extract<Expression, { type: 'ArrowFunctionExpression' }>;
  readonly scope: Scope;
  /** `this` of an arrow function; of a method it is given by the call. */
  readonly self: Value | undefined;
  readonly isArrow: boolean;
  /** The class whose method it is, for `super`. */
  readonly home: ClassValue | undefined;
  readonly place: Place;
}

export interface ClassValue {
  readonly kind: 'class';
  readonly name: string;
  readonly node: ClassNode;
  readonly scope: Scope;
  readonly parent: Value | undefined;
  readonly statics: Map<string, Value>;
  readonly place: Place;
}

export interface InstanceValue {
  readonly kind: 'instance';
  readonly of: ClassValue;
  readonly fields: Map<string, Value>;
  /** What a class of a library was given through `super(…)`. */
  superArguments: readonly Value[];
  isOpen: boolean;
  readonly place: Place;
  readonly born: number;
}

/** Something that a package exports, by name: `aws-stepfunctions.TaskInput.fromObject`. */
export interface LibraryValue {
  readonly kind: 'library';
  readonly path: string;
  readonly place: Place;
}

/** What a function or a class of a package gives, by its name and arguments: it is read where it is used. */
export interface MadeValue {
  readonly kind: 'made';
  readonly path: string;
  readonly isNew: boolean;
  readonly arguments: readonly Value[];
  readonly place: Place;
}

/** States one after the other, as `next` gives them. */
export interface ChainValue {
  readonly kind: 'chain';
  readonly start: Value;
  /** The states that a following one is put behind. Undefined when they are not known. */
  readonly ends: readonly Value[] | undefined;
  readonly place: Place;
}

/** A module of the program, with what it exports. */
export interface ModuleValue {
  readonly kind: 'module';
  readonly exports: (name: string) => Value | undefined;
  readonly place: Place;
}

export interface UnknownValue {
  readonly kind: 'unknown';
  readonly why: string;
  /** What stands for it in a text with unknown parts: `props.modelId`. */
  readonly label: string;
  /** Whether there certainly is a value, as for the attribute of a resource. */
  readonly isPresent: boolean;
  /** The resource whose attribute it is. */
  readonly owner?: MadeValue | undefined;
  readonly attribute?: string | undefined;
  readonly place: Place;
}

export type Value =
  | TextValue
  | NumberValue
  | BooleanValue
  | EmptyValue
  | RecordValue
  | ListValue
  | FunctionValue
  | ClassValue
  | InstanceValue
  | LibraryValue
  | MadeValue
  | ChainValue
  | ModuleValue
  | StateValue
  | UnknownValue;

export function unknownValue(place: Place, why: string, label = why): UnknownValue {
  return { kind: 'unknown', why, label: cleanLabel(label), isPresent: false, place };
}

export function undefinedValue(place: Place): EmptyValue {
  return { kind: 'undefined', place };
}

/** Characters that a placeholder may hold. */
export function cleanLabel(text: string): string {
  return (
    text
      .replace(/[{}"'\\\s`$]+/g, ' ')
      .trim()
      .slice(0, 80) || 'value'
  );
}

/** What a value is in a condition; undefined when that is not known. */
export function truthOf(value: Value): boolean | undefined {
  switch (value.kind) {
    case 'text':
      if (value.layer.text === '') return false;
      return value.layer.holes.length === 0 || hasKnownPart(value.layer) ? true : undefined;
    case 'number':
      return value.value !== 0 && !Number.isNaN(value.value);
    case 'boolean':
      return value.value;
    case 'null':
    case 'undefined':
      return false;
    case 'unknown':
      return value.isPresent ? true : undefined;
    case 'made':
      return value.isNew ? true : undefined;
    case 'library':
      // Of a constant only the library knows what it is; a function or a class is there.
      return value.path.startsWith('package:') || value.path.split('.').length > 2 ? undefined : true;
    default:
      return true;
  }
}

function hasKnownPart(layer: Layer): boolean {
  return layer.holes.reduce((length, hole) => length - (hole.end - hole.start), layer.text.length) > 0;
}

/** Whether a value is null or undefined; undefined when that is not known. */
export function isNullish(value: Value): boolean | undefined {
  if (value.kind === 'null' || value.kind === 'undefined') return true;
  if (value.kind === 'unknown') return value.isPresent ? false : undefined;
  if (value.kind === 'library') return truthOf(value) === undefined ? undefined : false;
  return value.kind === 'made' && !value.isNew ? undefined : false;
}

/** The text of a value when all of it is known. */
export function knownText(value: Value | undefined): string | undefined {
  return value?.kind === 'text' && value.layer.holes.length === 0 ? value.layer.text : undefined;
}
