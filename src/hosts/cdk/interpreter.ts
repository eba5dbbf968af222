/**
 * Follows a CDK program without running it. Every statement is looked at as the program would run it, on values of
 * which only a part is known; the state machines that come up on the way are what is wanted.
 *
 * Limits: a budget of steps and of nested calls; beyond it the evaluation is given up, and what it found is unknown.
 */
import type { Expression, Statement } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { callAny, callMember, constructAny, runFunction } from './calls.ts';
import { initialise } from './classes.ts';
import { Escapes } from './escape.ts';
import { GivenUp } from './evaluator.ts';
import type { CallPlaces, Completion, Evaluator, Frame } from './evaluator.ts';
import { evaluateExpression } from './expressions.ts';
import { FunctionChanges } from './function-changes.ts';
import { memberOf } from './members.ts';
import { Rights } from './rights.ts';
import { Scope } from './scope.ts';
import { StateValue } from './state.ts';
import { runStatements } from './statements.ts';
import { unknownValue } from './values.ts';
import type { ClassValue, FunctionValue, InstanceValue, MadeValue, Value } from './values.ts';

const MAX_STEPS = 400_000;
const MAX_NESTED_CALLS = 60;

/** `new StateMachine(…)` */
export interface MachineCall {
  readonly path: string;
  readonly given: readonly Value[];
  readonly places: CallPlaces;
  readonly made: MadeValue | undefined;
}

export interface Surroundings {
  flag(name: string, place: Place): boolean | 'unset' | undefined;
  importModule(from: string, specifier: string, place: Place): Value;
  declareMachine(machine: MachineCall, ev: Evaluator): void;
  /** A function or a class of the program is called. */
  enter(node: FunctionValue['node'] | ClassValue['node']): void;
}

export class Interpreter implements Evaluator {
  readonly states: StateValue[] = [];
  readonly rights = new Rights();
  readonly functions = new FunctionChanges();
  level = 0;
  #steps = 0;
  #calls = 0;
  readonly #surroundings: Surroundings;
  readonly #escapes = new Escapes();

  constructor(surroundings: Surroundings) {
    this.#surroundings = surroundings;
  }

  /** Begins a new evaluation with a whole budget. */
  restart(): void {
    this.#steps = 0;
    this.#calls = 0;
    this.level = 0;
  }

  evaluate(node: Expression, frame: Frame): Value {
    if (++this.#steps > MAX_STEPS) throw new GivenUp('the program takes too many steps');
    return evaluateExpression(node, frame, this);
  }

  run(statements: readonly Statement[], frame: Frame): Completion {
    return runStatements(statements, frame, this);
  }

  flag(name: string, place: Place): boolean | 'unset' | undefined {
    return this.#surroundings.flag(name, place);
  }

  uncertainly<T>(code: () => T): T {
    const before = this.level;
    this.level = before + 1;
    try {
      return code();
    } finally {
      this.level = before;
    }
  }

  doubt(): void {
    this.level += 1;
  }

  callFunction(callee: FunctionValue, self: Value | undefined, given: readonly Value[], place: Place): Value {
    if (++this.#calls > MAX_NESTED_CALLS) throw new GivenUp('calls are nested too deeply');
    this.#surroundings.enter(callee.node);
    const before = this.level;
    try {
      return runFunction(callee, self, given, place, this);
    } finally {
      this.level = before;
      this.#calls -= 1;
    }
  }

  callValue(callee: Value, self: Value | undefined, given: readonly Value[], places: CallPlaces): Value {
    return callAny(callee, self, given, places, this);
  }

  callMethod(object: Value, name: string, given: readonly Value[], places: CallPlaces): Value {
    return callMember(object, name, given, places, this);
  }

  construct(callee: Value, given: readonly Value[], places: CallPlaces): Value {
    return constructAny(callee, given, places, this);
  }

  readMember(object: Value, name: string, place: Place): Value {
    this.functions.read(object, name);
    return memberOf(object, name, place, this);
  }

  escape(value: Value): void {
    this.#escapes.add(value, this);
  }

  newState(parts: Omit<ConstructorParameters<typeof StateValue>[0], 'born'>): StateValue {
    const state = new StateValue({ ...parts, born: this.level });
    this.states.push(state);
    return state;
  }

  instantiate(of: ClassValue, given: readonly Value[], place: Place): InstanceValue {
    if (++this.#calls > MAX_NESTED_CALLS) throw new GivenUp('calls are nested too deeply');
    this.#surroundings.enter(of.node);
    const instance: InstanceValue = {
      kind: 'instance',
      of,
      fields: new Map(),
      superArguments: [],
      isOpen: false,
      place,
      born: this.level,
    };
    const frame = { layer: of.place.layer, path: '', scope: new Scope(of.scope, this.level), self: instance, home: of };
    const before = this.level;
    try {
      initialise(instance, of, given, { ...frame, call: { value: undefined, mayHaveReturned: false } }, this);
    } finally {
      this.level = before;
      this.#calls -= 1;
    }
    return instance;
  }

  importModule(from: string, specifier: string, place: Place): Value {
    return this.#surroundings.importModule(from, specifier, place);
  }

  declareMachine(path: string, given: readonly Value[], places: CallPlaces, made?: MadeValue): void {
    this.#surroundings.declareMachine({ path, given, places, made }, this);
  }
}

/** Arguments that nothing is known of, called as the parameters are. */
export function unknownArguments(callee: FunctionValue | undefined, count: number): readonly Value[] {
  return Array.from({ length: Math.max(count, callee?.node.params.length ?? 0) }, (_, i) => {
    const param = callee?.node.params[i];
    const place = callee?.place;
    const inner = param?.type === 'TSParameterProperty' ? param.parameter : param;
    const target = inner?.type === 'AssignmentPattern' ? inner.left : inner;
    const name = target?.type === 'Identifier' ? target.name : 'argument';
    if (place === undefined) return undefined;
    return unknownValue(
      { ...place, start: target?.start ?? place.start, end: target?.end ?? place.end },
      `the value of ${name}`,
      name,
    );
  }).filter((value) => value !== undefined);
}
