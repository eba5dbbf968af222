/** What the parts of the interpreter ask of one another. Each part is a module; this is the whole they see. */
import type { Expression, Statement } from '../../script/parse.ts';
import type { Layer } from '../../text/layer.ts';
import type { Place } from '../../tree/node.ts';
import type { FunctionChanges } from './function-changes.ts';
import type { Rights } from './rights.ts';
import type { Scope } from './scope.ts';
import type { StateValue } from './state.ts';
import type { ClassValue, FunctionValue, InstanceValue, MadeValue, Value } from './values.ts';

/** How a call ends. */
export interface CallState {
  value: Value | undefined;
  /** It may have returned from within code that may not run. */
  mayHaveReturned: boolean;
}

/** Where code runs. */
export interface Frame {
  readonly layer: Layer;
  readonly path: string;
  readonly scope: Scope;
  readonly self: Value | undefined;
  /** The class whose code it is, for `super`. */
  readonly home: ClassValue | undefined;
  readonly call: CallState;
}

export type Completion = 'return' | 'break' | 'continue' | 'throw' | undefined;

export interface Evaluator {
  /** How many conditions that are not known stand around the code that runs. */
  readonly level: number;
  /** What roles are given. */
  readonly rights: Rights;
  /** What is done to functions after they are made. */
  readonly functions: FunctionChanges;
  /** A feature flag of the application for the code at a place; undefined when it is not known. */
  flag(name: string, place: Place): boolean | 'unset' | undefined;
  /** All states made so far. */
  readonly states: readonly StateValue[];
  evaluate(node: Expression, frame: Frame): Value;
  run(statements: readonly Statement[], frame: Frame): Completion;
  /** Runs code that may not run, or may run more often. */
  uncertainly<T>(code: () => T): T;
  /** From here to the end of the call that runs nothing is certain. */
  doubt(): void;
  callFunction(callee: FunctionValue, self: Value | undefined, given: readonly Value[], place: Place): Value;
  callValue(callee: Value, self: Value | undefined, given: readonly Value[], places: CallPlaces): Value;
  callMethod(object: Value, name: string, given: readonly Value[], places: CallPlaces): Value;
  construct(callee: Value, given: readonly Value[], places: CallPlaces): Value;
  readMember(object: Value, name: string, place: Place): Value;
  /** A value is handed to code that cannot be followed, which may change it. */
  escape(value: Value): void;
  newState(parts: Omit<ConstructorParameters<typeof StateValue>[0], 'born'>): StateValue;
  /** What a new instance of a class gives. */
  instantiate(of: ClassValue, given: readonly Value[], place: Place): InstanceValue;
  /** The value of a module of the program; undefined for one that is not read. */
  importModule(from: string, specifier: string, place: Place): Value;
  /** `made` is what the program holds of it; absent for one that is made as a class of its own. */
  declareMachine(path: string, given: readonly Value[], places: CallPlaces, made?: MadeValue): void;
}

export interface CallPlaces {
  /** The whole call. */
  readonly call: Place;
  /** Up to its arguments: `new sfn.Pass`. */
  readonly callee: Place;
  /** Of each argument; shorter where some are spread. */
  readonly given?: readonly Place[];
}

/** Thrown where the rest of a program cannot be followed; caught where its evaluation began. */
export class GivenUp extends Error {}

export function placeOf(node: { readonly start: number; readonly end: number }, { layer }: Frame): Place {
  return { layer, start: node.start, end: node.end };
}
