/**
 * The few values that decide how often a call is tried: counters, limits, waits, and the name of the error. Python and
 * JavaScript alike; whatever else is in an expression makes it unknown.
 */
import { ERROR_CODE_PATHS, WAIT_UNITS } from '../aws/handler-errors.ts';
import { isServiceError } from './caught-errors.ts';
import type { Failure } from './caught-errors.ts';
import type { Json } from './ir.ts';
import type { Expression, FunctionParts, Language, Statement } from './syntax.ts';

export type Known =
  | { readonly kind: 'value'; readonly value: Json; readonly isJittered: boolean }
  /** The caught error, or what is read of it, by the way there. */
  | { readonly kind: 'error'; readonly path: readonly string[] };

/** What names stand for around the loop. */
export interface Names {
  /** Undefined where it is no fixed value. */
  readonly constant: (name: string) => Json | undefined;
  /** A module, or what is under it: `time.sleep`. */
  readonly module: (expression: Expression) => string | undefined;
  readonly function: (name: string) => FunctionParts | undefined;
}

export interface Wait {
  readonly seconds: number | undefined;
  readonly isJittered: boolean;
}

type CallExpression = Extract<Expression, { kind: 'call' }>;

export class LoopValues {
  readonly #names: Names;
  readonly #failure: Failure;
  readonly #language: Language;
  readonly #own = new Map<string, Known | undefined>();

  constructor(names: Names, failure: Failure, language: Language) {
    this.#names = names;
    this.#failure = failure;
    this.#language = language;
  }

  set(name: string, value: Json): void {
    this.#own.set(name, known(value));
  }

  bind(name: string, value: Known | undefined): void {
    this.#own.set(name, value);
  }

  setError(name: string | undefined): void {
    if (name !== undefined) this.#own.set(name, { kind: 'error', path: [] });
  }

  /** Fixed values that the loop has given to names. */
  known(): ReadonlyMap<string, Json> {
    const found = new Map<string, Json>();
    for (const [name, value] of this.#own)
      if (value?.kind === 'value' && !value.isJittered) found.set(name, value.value);
    return found;
  }

  assigned(name: string, operator: string | undefined, value: Expression): Known | undefined {
    const right = this.value(value);
    if (operator === undefined) return right;
    return computed(operator, this.#named(name), right);
  }

  number(expression: Expression): number | undefined {
    const value = this.value(expression);
    return value?.kind === 'value' && typeof value.value === 'number' ? value.value : undefined;
  }

  isError(expression: Expression): boolean {
    const value = this.value(expression);
    return value?.kind === 'error' && value.path.length === 0;
  }

  truth(expression: Expression): boolean | undefined {
    const value = this.value(expression);
    if (value?.kind !== 'value' || value.isJittered) return undefined;
    if (Array.isArray(value.value)) return this.#language === 'javascript' || value.value.length > 0;
    return typeof value.value === 'object' && value.value !== null ? undefined : Boolean(value.value);
  }

  value(expression: Expression): Known | undefined {
    switch (expression.kind) {
      case 'literal':
        return known(expression.value);
      case 'name':
        return this.#named(expression.name);
      case 'list':
        return this.#list(expression.items);
      case 'negative':
        return computed('-', known(0), this.value(expression.of));
      case 'not': {
        const truth = this.truth(expression.of);
        return truth === undefined ? undefined : known(!truth);
      }
      case 'logical':
        return this.#logical(expression);
      case 'binary':
        return this.#binary(expression);
      case 'conditional': {
        const test = this.truth(expression.test);
        return test === undefined ? undefined : this.value(test ? expression.then : expression.otherwise);
      }
      case 'await':
        return this.value(expression.of);
      default:
        return this.#read(expression);
    }
  }

  #read(expression: Expression): Known | undefined {
    switch (expression.kind) {
      case 'attribute':
        return this.#member(this.value(expression.of), expression.name);
      case 'subscript': {
        const index = this.value(expression.index);
        const key = index?.kind === 'value' ? index.value : undefined;
        return typeof key === 'string' ? this.#member(this.value(expression.of), key) : undefined;
      }
      case 'call':
        return this.#call(expression);
      case 'unsupported':
        return expression.what === 'a set' ? this.#list(expression.within) : undefined;
      default:
        return undefined;
    }
  }

  #named(name: string): Known | undefined {
    if (this.#own.has(name)) return this.#own.get(name);
    const value = this.#names.constant(name);
    return value === undefined ? undefined : known(value);
  }

  #list(items: readonly Expression[]): Known | undefined {
    const values = items.map((item) => this.value(item));
    const fixed = values.flatMap((value) => (value?.kind === 'value' && !value.isJittered ? [value.value] : []));
    return fixed.length === items.length ? known(fixed) : undefined;
  }

  #logical({ operator, left, right }: Extract<Expression, { kind: 'logical' }>): Known | undefined {
    const one = this.truth(left);
    if (operator === '??') return undefined;
    if (one !== undefined && one === (operator === 'or')) return this.value(left);
    if (one !== undefined) return this.value(right);
    // Of `unknown and False` the second one decides, since neither does anything.
    const other = this.truth(right);
    return other !== undefined && other === (operator === 'or') ? known(other) : undefined;
  }

  #binary({ operator, left, right }: Extract<Expression, { kind: 'binary' }>): Known | undefined {
    const one = this.value(left);
    if (operator === 'instanceof') {
      const isError = one?.kind === 'error' && one.path.length === 0 && right.kind === 'name';
      return isError ? this.#isInstance(right.name) : undefined;
    }
    return this.#binaryOf(operator, one, this.value(right));
  }

  #binaryOf(operator: string, one: Known | undefined, other: Known | undefined): Known | undefined {
    return this.#isOtherName(operator, one, other) ?? computed(operator, one, other);
  }

  /** What is no answer of a service has the name of none of its errors. */
  #isOtherName(operator: string, one: Known | undefined, other: Known | undefined): Known | undefined {
    const isName = (value: Known | undefined): boolean =>
      this.#language === 'javascript' && value?.kind === 'error' && value.path.join('.') === 'name';
    const text = isName(one) ? other : isName(other) ? one : undefined;
    if (text?.kind !== 'value') return undefined;
    const texts = Array.isArray(text.value) ? (text.value as readonly Json[]) : [text.value];
    if (!texts.every((name) => typeof name === 'string' && isServiceError(name))) return undefined;
    return known(DIFFERENT.has(operator) || operator === 'not in');
  }

  #isInstance(name: string): Known | undefined {
    const { kind } = this.#failure;
    if (kind === 'code') return known(name === 'Error' || name === this.#failure.code);
    return name === 'Error' ? known(true) : undefined;
  }

  /** The name of a service error is where the SDK puts it. */
  #member(of: Known | undefined, key: string): Known | undefined {
    if (of?.kind !== 'error') return undefined;
    const path = [...of.path, key];
    const isCode = ERROR_CODE_PATHS[this.#language].includes(path.join('.'));
    if (!isCode) return { kind: 'error', path };
    if (this.#failure.kind === 'code') return known(this.#failure.code);
    // No code that a handler can compare with is this one.
    if (this.#failure.kind === 'otherCode') return known('\u0000');
    return this.#language === 'javascript' ? { kind: 'error', path } : undefined;
  }

  #call(call: CallExpression): Known | undefined {
    const { callee } = call;
    const [first] = call.arguments;
    if (callee.kind === 'attribute' && first !== undefined) {
      const found = this.#method(callee, first.value);
      if (found !== undefined) return found;
    }
    if (call.isNew && callee.kind === 'name' && callee.name === 'Set' && first !== undefined)
      return this.value(first.value);
    const name = this.#names.module(callee);
    return name === undefined ? undefined : this.#computed(name, call);
  }

  /** `.get("Code")` of the error, `.includes(code)` of a list. */
  #method({ of, name }: Extract<Expression, { kind: 'attribute' }>, first: Expression): Known | undefined {
    if (name === 'includes' || name === 'has') return this.#binaryOf('in', this.value(first), this.value(of));
    const key = name === 'get' ? this.value(first) : undefined;
    return key?.kind === 'value' && typeof key.value === 'string' ? this.#member(this.value(of), key.value) : undefined;
  }

  #computed(name: string, call: CallExpression): Known | undefined {
    if (RANDOM.has(name)) return { kind: 'value', value: 0, isJittered: true };
    const values = call.arguments.map(({ value }) => this.value(value));
    const numbers = values.map((value) => (value?.kind === 'value' ? value.value : undefined));
    if (!numbers.every((value) => typeof value === 'number')) return undefined;
    const isJittered = values.some((value) => value?.kind === 'value' && value.isJittered);
    const made = MATHS[name]?.(...(numbers as [number, number]));
    return made === undefined || Number.isNaN(made) ? undefined : { kind: 'value', value: made, isJittered };
  }

  // ---- waits --------------------------------------------------------------------------------------------------

  /** `time.sleep(x)`, `await sleep(x)`, `await new Promise((done) => setTimeout(done, x))`; undefined for anything else. */
  wait(expression: Expression): Wait | undefined {
    const call = expression.kind === 'await' ? expression.of : expression;
    if (call.kind !== 'call') return undefined;
    const { callee } = call;
    const module = this.#names.module(callee);
    const unit = module === undefined ? undefined : WAIT_UNITS[module];
    if (unit !== undefined) return this.#seconds(call.arguments[0]?.value, unit);
    const timer = timerOf(call);
    if (timer !== undefined) return this.#seconds(timer, WAIT_UNITS.setTimeout ?? 1);
    return callee.kind === 'name' ? this.#waitingFunction(callee.name, call) : undefined;
  }

  #seconds(expression: Expression | undefined, unit: number): Wait {
    const value = expression === undefined ? undefined : this.value(expression);
    if (value?.kind !== 'value' || typeof value.value !== 'number') return { seconds: undefined, isJittered: false };
    return { seconds: value.value * unit, isJittered: value.isJittered };
  }

  /** `const sleep = (ms) => new Promise((done) => setTimeout(done, ms))` */
  #waitingFunction(name: string, call: CallExpression): Wait | undefined {
    const parts = this.#names.function(name);
    const [parameter] = parts?.parameters ?? [];
    const [only] = parts?.body ?? [];
    const isOne = parts?.body.length === 1 && parts.parameters.length === 1;
    if (!isOne || parameter === undefined || only === undefined) return undefined;
    const inner = insideOf(only);
    if (inner === undefined) return undefined;
    const outer = this.#own.get(parameter.name);
    const had = this.#own.has(parameter.name);
    this.#own.set(parameter.name, call.arguments[0] === undefined ? undefined : this.value(call.arguments[0].value));
    const wait = this.wait(inner);
    if (had) this.#own.set(parameter.name, outer);
    else this.#own.delete(parameter.name);
    return wait;
  }
}

/** Whether an expression does nothing but wait. */
export function isWait(expression: Expression, names: Names, language: Language): boolean {
  return new LoopValues(names, { kind: 'otherCode' }, language).wait(expression) !== undefined;
}

function insideOf(statement: Statement): Expression | undefined {
  return statement.kind === 'return' || statement.kind === 'expression' ? statement.value : undefined;
}

/** The time of `new Promise((done) => setTimeout(done, time))`. */
function timerOf({ callee, isNew, arguments: list }: CallExpression): Expression | undefined {
  const made = list[0]?.value;
  if (!isNew || callee.kind !== 'name' || callee.name !== 'Promise' || made?.kind !== 'function') return undefined;
  const [only] = made.parts.body;
  const call = only === undefined ? undefined : insideOf(only);
  const isTimer = call?.kind === 'call' && call.callee.kind === 'name' && call.callee.name === 'setTimeout';
  return isTimer && made.parts.body.length === 1 ? call.arguments[1]?.value : undefined;
}

function known(value: Json): Known {
  return { kind: 'value', value, isJittered: false };
}

/** They move a wait; the rest of the sum is the wait without them. */
const RANDOM: ReadonlySet<string> = new Set(['random.random', 'random.uniform', 'random.randint', 'Math.random']);

/** Of numbers alone; what is left out is not a number either. */
const MATHS: Readonly<Record<string, (one: number, two: number, ...more: readonly number[]) => number>> = {
  'builtins.min': (...numbers) => Math.min(...numbers),
  'builtins.max': (...numbers) => Math.max(...numbers),
  'builtins.int': (value) => Math.trunc(value),
  'builtins.float': (value) => value,
  'builtins.pow': (base, power) => base ** power,
  'math.pow': (base, power) => base ** power,
  'Math.min': (...numbers) => Math.min(...numbers),
  'Math.max': (...numbers) => Math.max(...numbers),
  'Math.pow': (base, power) => base ** power,
  'Math.floor': (value) => Math.floor(value),
  'Math.round': (value) => Math.round(value),
};

const ARITHMETIC: Readonly<Record<string, (one: number, other: number) => number>> = {
  '+': (one, other) => one + other,
  '-': (one, other) => one - other,
  '*': (one, other) => one * other,
  '/': (one, other) => one / other,
  '**': (one, other) => one ** other,
};

const ORDER: Readonly<Record<string, (one: number, other: number) => boolean>> = {
  '<': (one, other) => one < other,
  '>': (one, other) => one > other,
  '<=': (one, other) => one <= other,
  '>=': (one, other) => one >= other,
};

const SAME: ReadonlySet<string> = new Set(['==', '===', 'is']);
const DIFFERENT: ReadonlySet<string> = new Set(['!=', '!==', 'is not']);

function computed(operator: string, one: Known | undefined, other: Known | undefined): Known | undefined {
  if (one?.kind !== 'value' || other?.kind !== 'value') return undefined;
  const isJittered = one.isJittered || other.isJittered;
  const [left, right] = [one.value, other.value];
  if (typeof left === 'number' && typeof right === 'number') {
    // A factor of chance leaves the other one.
    if (operator === '*' && isJittered) return { kind: 'value', value: one.isJittered ? right : left, isJittered };
    const made = ARITHMETIC[operator]?.(left, right);
    if (made !== undefined) return { kind: 'value', value: made, isJittered };
  }
  return isJittered ? undefined : compared(operator, left, right);
}

function compared(operator: string, left: Json, right: Json): Known | undefined {
  const isPlain = (value: Json): boolean => typeof value !== 'object' || value === null;
  if (operator === 'in' || operator === 'not in') {
    if (!Array.isArray(right) || !isPlain(left)) return undefined;
    return known(right.includes(left) === (operator === 'in'));
  }
  if (SAME.has(operator) || DIFFERENT.has(operator)) {
    return isPlain(left) && isPlain(right) ? known((left === right) === SAME.has(operator)) : undefined;
  }
  const order = typeof left === 'number' && typeof right === 'number' ? ORDER[operator]?.(left, right) : undefined;
  return order === undefined ? undefined : known(order);
}
