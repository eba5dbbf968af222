/**
 * What a JSONata expression gives, by the shapes that it reads from. Follows paths, constructors, conditions, blocks and
 * the common functions; anything else is unknown. A path over a list gives the members of all elements, and of a list
 * with one member that member itself; what is not there is no error as such, but a field whose expression yields nothing
 * fails (recorded 2024-11).
 */
import { childrenOf, coreOf } from '../../expr/jsonata/expression.ts';
import type { CallExpression, Expression } from '../../expr/jsonata/expression.ts';
import type { Range } from '../../text/source-file.ts';
import { callShape } from './jsonata-functions-shape.ts';
import { anyElement, elementAt, fieldOf } from './members.ts';
import type { Miss } from './members.ts';
import { variance } from './marks.ts';
import type { ReadLog } from './read-log.ts';
import {
  BOOLEAN,
  MISSING,
  NOTHING,
  NULL,
  NUMBER,
  anything,
  arrayOf,
  deepMarks,
  isAbsent,
  isNothing,
  join,
  joinAll,
  literalText,
  marked,
  marksOfAll,
  mayBeMissing,
  objectOf,
  optional,
  present,
  textOf,
  tupleOf,
  utf8Length,
} from './shape.ts';
import type { Shape } from './shape.ts';

export interface JsonataRoots {
  /** `$states`; a member that is not there is left out. */
  readonly states: Shape;
  /** A variable of the machine; undefined when nothing assigns it. */
  variable(name: string): Shape | undefined;
  /** Marks of what changes with each evaluation, and of what cannot be followed. */
  readonly everyTime: number;
}

/** Conditions within conditions are evaluated more than once: an expression is given up before that costs time. */
const MAX_STEPS = 20_000;

/** Where an expression stands. */
export interface Place {
  /** The context item; undefined at the top, where there is none. */
  readonly item: Shape | undefined;
  /** Variables that the expression itself binds. */
  readonly locals: Map<string, Shape>;
  /** Whether the field fails when this yields nothing. */
  readonly isNeeded: boolean;
  /** The path that this is a step of: what comes after a step that finds nothing is not told again. */
  readonly chain?: { isMissed: boolean } | undefined;
  /** Whether a condition around it decides if it is evaluated. */
  readonly isGuarded?: boolean;
}

export function jsonataShape(expression: Expression, roots: JsonataRoots, log?: ReadLog): Shape {
  return new JsonataEvaluator(roots, log).of(expression, { item: undefined, locals: new Map(), isNeeded: true });
}

export class JsonataEvaluator {
  readonly roots: JsonataRoots;
  readonly log: ReadLog | undefined;
  /** Whether a member that is not there is taken for the one that is meant. */
  readonly #mends: boolean;
  readonly #budget: { steps: number };

  constructor(roots: JsonataRoots, log: ReadLog | undefined, mends = true, budget = { steps: MAX_STEPS }) {
    this.roots = roots;
    this.log = log;
    this.#mends = mends;
    this.#budget = budget;
  }

  of(expression: Expression, place: Place): Shape {
    if (this.#budget.steps-- <= 0) return this.unknown();
    switch (expression.kind) {
      case 'string':
        return literalText(expression.value);
      case 'number':
        return NUMBER;
      case 'boolean':
        return BOOLEAN;
      case 'null':
        return NULL;
      case 'variable':
        return this.#variable(expression.name, place);
      case 'name':
        return this.#name(place.item ?? this.unknown(), expression.name, expression, place);
      case 'path':
        return this.#path(expression.steps, place);
      case 'filter':
        return this.#filter(expression.of, expression.predicate, place);
      case 'keep-array':
        return this.#keepArray(this.of(expression.of, place));
      case 'block':
        return this.#block(expression.expressions, place);
      case 'binding':
        return this.#bind(expression.variable.name, this.of(expression.value, place), place);
      case 'call':
        return callShape(this, expression, [], place);
      default:
        return this.#built(expression, place);
    }
  }

  unknown(): Shape {
    return anything(this.roots.everyTime);
  }

  /** Evaluates what decides something; its value is looked at. */
  decides(expression: Expression, place: Place): Shape {
    const value = this.of(expression, { ...place, isNeeded: false, chain: undefined });
    this.log?.look(value);
    return value;
  }

  /** The same evaluation that tells nothing: for what is asked whether it exists. */
  quietly(expression: Expression, place: Place): Shape {
    return new JsonataEvaluator(this.roots, undefined, false, this.#budget).of(expression, {
      ...place,
      locals: new Map(place.locals),
    });
  }

  #built(expression: Expression, place: Place): Shape {
    switch (expression.kind) {
      case 'negation':
        return this.#number([expression.operand], place);
      case 'binary':
        return this.#binary(expression, place);
      case 'concatenation':
        return this.#concatenation(expression, place);
      case 'chain':
        return this.#chain(expression.left, expression.right, place);
      case 'condition':
        return this.#condition(expression, place);
      case 'object':
        return this.#object(expression.members, place);
      case 'array':
        return this.#array(expression.items, place);
      default:
        return this.#opaque(expression, place);
    }
  }

  /** What is read inside is still read. */
  #opaque(expression: Expression, place: Place): Shape {
    const isFunction = expression.kind === 'lambda';
    const locals = new Map(place.locals);
    if (isFunction) for (const { name } of expression.parameters) locals.set(name, this.unknown());
    const parts = isFunction ? [expression.body] : 'of' in expression ? [expression.of] : childrenOf(expression);
    let marks = this.roots.everyTime;
    for (const part of parts) marks |= deepMarks(this.of(part, { ...place, locals, isNeeded: false }));
    return anything(marks);
  }

  #variable(name: string, place: Place): Shape {
    if (name === '') return place.item ?? this.unknown();
    const local = place.locals.get(name);
    if (local !== undefined) return local;
    if (name === 'states') return this.roots.states;
    return this.roots.variable(name) ?? this.unknown();
  }

  #path(steps: readonly Expression[], place: Place): Shape {
    const [first, ...others] = steps;
    if (first === undefined) return this.unknown();
    const inner = { ...place, chain: { isMissed: false } };
    let current = this.of(first, inner);
    for (const step of others) {
      if (step.kind === 'name') current = this.#name(current, step.name, step, inner);
      else current = this.#mapped(current, step, inner);
    }
    return keepsArray(steps) ? this.#keepArray(current) : current;
  }

  /** A step other than a name, evaluated for each item of what comes before. */
  #mapped(base: Shape, step: Expression, place: Place): Shape {
    if (base.any) {
      this.of(step, { ...place, item: base, isNeeded: false });
      return anything(base.marks | this.roots.everyTime);
    }
    const single = { ...base, array: undefined, missing: false };
    let value = isNothing(single) ? NOTHING : this.of(step, { ...place, item: single });
    if (base.array !== undefined) {
      const each = this.of(step, { ...place, item: anyElement(base) });
      value = join(value, sequence(each, base.array.min, base.array.max));
    }
    return base.missing ? optional(value) : value;
  }

  #name(base: Shape, name: string, range: Range, { isNeeded, chain }: Place): Shape {
    if (base.any) {
      this.log?.readMember(base, name, range);
      return anything(base.marks);
    }
    const { value, miss, mended } = readName(base, name);
    if (miss === undefined) return value;
    if (chain?.isMissed !== true) this.log?.miss({ miss, name, range, base, fails: isNeeded });
    if (chain !== undefined) chain.isMissed = true;
    return this.#mends ? mended : MISSING;
  }

  #filter(of: Expression, predicate: Expression, place: Place): Shape {
    const base = this.of(of, place);
    const index = indexOf(predicate);
    if (index !== undefined) {
      if (place.isGuarded !== true) this.log?.index(base, index, predicate);
      return this.#at(base, index);
    }
    if (base.any) {
      this.decides(predicate, { ...place, item: base });
      return anything(base.marks);
    }
    const item = join({ ...base, array: undefined, missing: false }, anyElement(base));
    this.decides(predicate, { ...place, item });
    if (isNothing(item)) return base;
    return optional(join(item, arrayOf(item)));
  }

  /** What is no list is a list of one. */
  #at(base: Shape, index: number): Shape {
    if (base.any) return anything(base.marks);
    const single = { ...base, array: undefined };
    const alone = index === 0 || index === -1 ? single : isNothing(single) ? NOTHING : MISSING;
    return base.array === undefined ? alone : join(alone, missingIfNothing(elementAt(base, index)));
  }

  #keepArray(base: Shape): Shape {
    if (base.any) return base;
    const single = { ...base, array: undefined, missing: false };
    const list = isNothing(single) ? NOTHING : arrayOf(single, 1, 1);
    const all = join(list, { ...base, text: undefined, object: undefined, number: false, boolean: false, null: false });
    return all;
  }

  #block(expressions: readonly Expression[], place: Place): Shape {
    const locals = new Map(place.locals);
    let value: Shape = MISSING;
    for (const [i, part] of expressions.entries()) {
      const isLast = i === expressions.length - 1;
      value = this.of(part, { ...place, locals, isNeeded: place.isNeeded && isLast });
    }
    return value;
  }

  #bind(name: string, value: Shape, place: Place): Shape {
    place.locals.set(name, value);
    return value;
  }

  #number(operands: readonly Expression[], place: Place): Shape {
    const values = operands.map((operand) => this.of(operand, place));
    const marks = values.reduce((all, value) => all | deepMarks(value), 0);
    const number = marked(NUMBER, variance(marks));
    return values.some(mayBeMissing) ? optional(number) : number;
  }

  #binary(expression: Extract<Expression, { kind: 'binary' }>, place: Place): Shape {
    const { operator, left, right } = expression;
    if (['+', '-', '*', '/', '%'].includes(operator)) return this.#number([left, right], place);
    if (operator === '..') return this.#opaque(expression, place);
    const marks = deepMarks(this.decides(left, place));
    if (operator === 'and' && this.truth(left, place) === 'no') return marked(BOOLEAN, variance(marks));
    return marked(BOOLEAN, variance(marks | deepMarks(this.decides(right, place))));
  }

  #concatenation(expression: Expression, place: Place): Shape {
    let marks = 0;
    let literal: string | undefined = '';
    let maxBytes: number | undefined = 0;
    for (const operand of operandsOf(expression)) {
      const value = this.of(operand, { ...place, isNeeded: false });
      marks |= marksOfAll([value], this.roots.everyTime);
      const part = onlyText(value);
      literal = joinedLiteral(literal, part?.literal);
      maxBytes = maxBytes === undefined || part?.maxBytes === undefined ? undefined : maxBytes + part.maxBytes;
    }
    if (literal === undefined) return textOf({ maxBytes }, marks);
    return textOf({ literal, maxBytes: utf8Length(literal) }, marks);
  }

  #chain(left: Expression, right: Expression, place: Place): Shape {
    const value = this.of(left, place);
    if (right.kind === 'call') return callShape(this, right, [value], place);
    if (right.kind !== 'variable') return marked(this.#opaque(right, place), deepMarks(value));
    const { start, end } = right;
    const call: CallExpression = { kind: 'call', callee: right, arguments: [], start, end };
    return callShape(this, call, [value], place);
  }

  #condition(expression: Extract<Expression, { kind: 'condition' }>, place: Place): Shape {
    const { condition, then, otherwise } = expression;
    const branch = { ...place, isNeeded: false, isGuarded: true };
    if (condition === undefined) {
      const first = this.quietly(then, place);
      return join(present(first), otherwise === undefined ? MISSING : this.of(otherwise, branch));
    }
    const truth = this.truth(condition, place);
    this.#decide(condition, place);
    const value = truth === 'no' ? NOTHING : this.of(then, branch);
    return join(value, otherwise === undefined ? MISSING : this.of(otherwise, branch));
  }

  /** A condition that is a path of its own asks whether there is a value: to find none is no slip. */
  #decide(condition: Expression, place: Place): void {
    const core = coreOf(condition).kind;
    if (core === 'path' || core === 'variable' || core === 'name') this.log?.look(this.quietly(condition, place));
    else this.decides(condition, place);
  }

  /** Whether a condition is certainly false because what it asks for is never there. */
  truth(condition: Expression, place: Place): 'no' | 'unknown' {
    switch (condition.kind) {
      case 'path':
      case 'variable':
      case 'filter':
        return isAbsent(this.quietly(condition, place)) ? 'no' : 'unknown';
      case 'block': {
        const [only, ...others] = condition.expressions;
        return only !== undefined && others.length === 0 ? this.truth(only, place) : 'unknown';
      }
      case 'call': {
        const [argument] = condition.arguments;
        const asks = condition.callee.kind === 'variable' && ['exists', 'boolean'].includes(condition.callee.name);
        return asks && argument !== undefined && isAbsent(this.quietly(argument, place)) ? 'no' : 'unknown';
      }
      case 'binary': {
        const sides = [this.truth(condition.left, place), this.truth(condition.right, place)];
        if (condition.operator === 'and') return sides.includes('no') ? 'no' : 'unknown';
        return condition.operator === 'or' && sides.every((side) => side === 'no') ? 'no' : 'unknown';
      }
      default:
        return 'unknown';
    }
  }

  #object(members: readonly { readonly key: Expression; readonly value: Expression }[], place: Place): Shape {
    const fields = new Map<string, Shape>();
    let restMarks = 0;
    let isOpen = false;
    const inner = { ...place, isNeeded: false };
    for (const { key, value } of members) {
      const shape = this.of(value, inner);
      if (key.kind === 'string') fields.set(key.value, shape);
      else {
        isOpen = true;
        restMarks |= deepMarks(shape) | deepMarks(this.of(key, inner));
      }
    }
    return objectOf(fields, isOpen ? 'any' : 'none', { restMarks });
  }

  /** Lists among the items are taken apart, but for those that are written as lists. */
  #array(items: readonly Expression[], place: Place): Shape {
    const inner = { ...place, isNeeded: false };
    const shapes: Shape[] = [];
    let isFixed = true;
    for (const item of items) {
      const shape =
        item.kind === 'binary' && item.operator === '..' ? arrayOf(this.#range(item, inner)) : this.of(item, inner);
      const isKept = item.kind === 'array' && isPlainList(shape);
      isFixed &&= !mayBeMissing(shape) && (shape.array === undefined || isKept) && !isNothing(shape);
      shapes.push(isKept ? shape : flat(shape));
    }
    if (isFixed) return tupleOf(shapes);
    return arrayOf(joinAll(shapes));
  }

  #range(range: Expression, place: Place): Shape {
    for (const part of childrenOf(range)) this.of(part, place);
    return NUMBER;
  }
}

/** A member of an object, or of every element of a list. */
function readName(base: Shape, name: string): { value: Shape; miss: Miss | undefined; mended: Shape } {
  if (base.any) {
    const value = anything(base.marks);
    return { value, miss: undefined, mended: value };
  }
  const own = fieldOf(base, name);
  let value = own.value;
  let { miss, mended } = own;
  if (base.array !== undefined) {
    const inner = readName(anyElement(base), name);
    if (isFound(inner.value)) value = join(value, sequence(inner.value, base.array.min, base.array.max));
    miss ??= inner.miss;
    mended = join(mended, sequence(inner.mended, base.array.min, base.array.max));
  }
  if (isFound(value))
    return { value: base.missing || hasOther(base) ? optional(value) : value, miss: undefined, mended };
  if (isNothing(base) || isAbsent(base)) return { value: base, miss: undefined, mended: base };
  if (base.object === undefined && base.array === undefined) {
    return { value: MISSING, miss: { kind: 'scalar', meant: undefined, isCertain: true }, mended: NOTHING };
  }
  return { value: MISSING, miss, mended };
}

function isFound(value: Shape): boolean {
  return !isNothing(value) && !isAbsent(value);
}

function hasOther({ null: isNull, boolean, number, text }: Shape): boolean {
  return isNull || boolean || number || text !== undefined;
}

/** The values of a path over a list, taken together: one alone is no list. */
function sequence(each: Shape, min: number, max: number): Shape {
  if (each.any) return anything(each.marks);
  const single = flat(each);
  if (isNothing(single)) return MISSING;
  const isOne = each.array === undefined && !each.missing;
  if (isOne && min === 1 && max === 1) return single;
  const several = isOne && min > 1 ? arrayOf(single, min, max) : join(single, arrayOf(single));
  return min > 0 && isOne ? several : optional(several);
}

/** The elements of what is a list, and what is none. */
function flat(shape: Shape): Shape {
  if (shape.any || shape.array === undefined) return present(shape);
  return present(join({ ...shape, array: undefined, missing: false }, anyElement(shape)));
}

function isPlainList(shape: Shape): boolean {
  return !shape.any && shape.array !== undefined;
}

function missingIfNothing(shape: Shape): Shape {
  return isNothing(shape) ? MISSING : shape;
}

/** Whether some step of a path has `[]` behind it, which makes the result a list. */
function keepsArray(steps: readonly Expression[]): boolean {
  return steps.some((step) => {
    let part = step;
    while ('of' in part) {
      if (part.kind === 'keep-array') return true;
      part = part.of;
    }
    return false;
  });
}

function indexOf(predicate: Expression): number | undefined {
  if (predicate.kind === 'number') return Math.floor(predicate.value);
  const isNegative = predicate.kind === 'negation' && predicate.operand.kind === 'number';
  return isNegative ? -Math.ceil(predicate.operand.value) : undefined;
}

/** Texts that are put together of texts may double at every turn. */
const MAX_LITERAL = 10_000;

function joinedLiteral(left: string | undefined, right: string | undefined): string | undefined {
  if (left === undefined || right === undefined || left.length + right.length > MAX_LITERAL) return undefined;
  return left + right;
}

function onlyText(shape: Shape): Shape['text'] {
  const { any, missing, null: isNull, boolean, number, array, object, text } = shape;
  return any || missing || isNull || boolean || number || array !== undefined || object !== undefined
    ? undefined
    : text;
}

/** The operands of a chain of `&`, in order; a chain nests to the left as deep as it is long. */
function operandsOf(expression: Expression): readonly Expression[] {
  const operands: Expression[] = [];
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (next.kind === 'concatenation') waiting.push(next.left, next.right);
    else operands.push(next);
  }
  return operands.reverse();
}
