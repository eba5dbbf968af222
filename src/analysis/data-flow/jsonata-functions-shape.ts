/** What the functions of JSONata give, as far as it matters to know: their kinds, and which of their arguments must be there. */
import { FUNCTION_RESULTS, PROPAGATING_FUNCTIONS } from '../../aws/jsonata-functions.ts';
import type { CallExpression, Expression } from '../../expr/jsonata/expression.ts';
import { FROM_TEXT, variance } from './marks.ts';
import { anyElement } from './members.ts';
import { placeAt } from './place-at.ts';
import type { JsonataEvaluator, Place } from './jsonata-shape.ts';
import {
  BOOLEAN,
  NOTHING,
  NUMBER,
  anything,
  arrayOf,
  deepMarks,
  isAbsent,
  isNothing,
  join,
  kindsOf,
  marked,
  marksOfAll,
  mayBeMissing,
  openObject,
  optional,
  present,
  textOf,
  MISSING,
  unfollowedMarks,
} from './shape.ts';
import type { Shape } from './shape.ts';

/** `passed`: what a chain puts before the arguments. */
export function callShape(
  evaluator: JsonataEvaluator,
  call: CallExpression,
  passed: readonly Shape[],
  place: Place,
): Shape {
  const { callee } = call;
  if (
    callee.kind !== 'variable' ||
    place.locals.has(callee.name) ||
    evaluator.roots.variable(callee.name) !== undefined
  ) {
    // What is called may be a function that asks, as far as is known.
    for (const part of [callee, ...call.arguments]) evaluator.quietly(part, { ...place, isNeeded: false });
    return evaluator.unknown();
  }
  if (call.arguments.some(({ kind }) => kind === 'placeholder')) return evaluator.unknown();
  if (ASKING.includes(callee.name)) return existsShape(evaluator, call.arguments, place);
  const [list] = call.arguments;
  if (callee.name === 'merge' && list?.kind === 'array' && passed.length === 0 && call.arguments.length === 1) {
    return mergedShape(evaluator, list.items, place);
  }
  const values = [...passed];
  for (const [i, argument] of call.arguments.entries()) {
    values.push(
      argumentShape(evaluator, callee.name, argument, values[0], {
        ...place,
        isNeeded: isNeeded(callee.name, passed.length + i, place),
      }),
    );
  }
  return resultShape(evaluator, callee.name, values, call);
}

/** Of a written list: anything or an object, and objects whose members are all known put over it. */
function mergedShape(evaluator: JsonataEvaluator, items: readonly Expression[], place: Place): Shape {
  const shapes = items.map((item) => evaluator.of(item, { ...place, isNeeded: false }));
  const { everyTime } = evaluator.roots;
  const [base, ...others] = shapes;
  const isFollowed = base !== undefined && (base.any || isObjectOnly(base)) && others.every(isWhole);
  if (!isFollowed) return anything(mixedMarks(shapes, marksOfAll(shapes, everyTime) | everyTime));
  return others.reduce(mergedInto, base.any ? openObject(base.marks) : base);
}

/** A member that may be missing leaves what was there before. */
function mergedInto(base: Shape, { object }: Shape): Shape {
  let merged = base;
  for (const [name, field] of object?.fields ?? []) {
    const value = mayBeMissing(field) ? anything(mixedMarks([field], deepMarks(field) | deepMarks(base))) : field;
    merged = placeAt(merged, [name], value);
  }
  return merged;
}

/** What results of tasks are mixed into is no longer known to come from the input. */
function mixedMarks(shapes: readonly Shape[], marks: number): number {
  const isOfResult = ({ sources, object }: Shape): boolean =>
    sources.length > 0 || [...(object?.fields.values() ?? [])].some((field) => field.sources.length > 0);
  return shapes.some(isOfResult) ? unfollowedMarks(marks) : marks;
}

function isObjectOnly(shape: Shape): boolean {
  return !shape.missing && kindsOf(shape)?.join() === 'object';
}

function isWhole(shape: Shape): boolean {
  return isObjectOnly(shape) && shape.object?.rest === 'none';
}

/** Functions by which an expression asks whether there is a value. */
const ASKING: readonly string[] = ['exists', 'boolean', 'not'];

/** To ask whether something is there is no slip, whatever the answer. */
function existsShape(evaluator: JsonataEvaluator, [argument]: readonly Expression[], place: Place): Shape {
  if (argument === undefined) return BOOLEAN;
  const value = evaluator.quietly(argument, place);
  evaluator.log?.look(value);
  return marked(BOOLEAN, variance(deepMarks(value)));
}

/** Most functions give nothing for nothing. */
function isNeeded(name: string, i: number, place: Place): boolean {
  return place.isNeeded && i === 0 && PROPAGATING_FUNCTIONS.has(name);
}

/** Of `$map` and `$filter`, the function is called with each element. */
function argumentShape(
  evaluator: JsonataEvaluator,
  name: string,
  argument: Expression,
  first: Shape | undefined,
  place: Place,
): Shape {
  if (argument.kind !== 'lambda' || first === undefined || !['map', 'filter'].includes(name)) {
    return DECIDING.includes(name) ? evaluator.decides(argument, place) : evaluator.of(argument, place);
  }
  const locals = new Map(place.locals);
  for (const parameter of argument.parameters) locals.set(parameter.name, evaluator.unknown());
  const [item] = argument.parameters;
  if (item !== undefined) locals.set(item.name, first.any ? anything(first.marks) : elements(first));
  const inner = { ...place, locals, isNeeded: false };
  return name === 'filter' ? evaluator.decides(argument.body, inner) : evaluator.of(argument.body, inner);
}

/** Functions whose result says something of the value itself. */
const DECIDING: readonly string[] = ['contains', 'match', 'assert', 'lookup'];

function elements(shape: Shape): Shape {
  const { array } = shape;
  const single = { ...shape, array: undefined, missing: false };
  return array === undefined ? single : join(single, anyElement(shape));
}

function resultShape(evaluator: JsonataEvaluator, name: string, values: readonly Shape[], call: CallExpression): Shape {
  const [first = NOTHING, second = NOTHING] = values;
  const { everyTime } = evaluator.roots;
  const marks = marksOfAll(values, everyTime);
  switch (name) {
    case 'parse':
      evaluator.log?.parse({ range: call, value: first });
      return isAbsent(first) ? MISSING : anything(marks | FROM_TEXT);
    case 'uuid':
      return textOf({ maxBytes: 36 }, everyTime);
    case 'random':
    case 'millis':
      return marked(NUMBER, everyTime);
    case 'now':
      return textOf({}, everyTime);
    case 'string':
      return stringShape(first, marks);
    case 'map':
      return listed(second.any ? anything(marks | second.marks) : second);
    case 'filter':
      return first.any ? anything(first.marks) : listed(elements(first));
    case 'append':
      return first.any || second.any ? anything(marks) : listed(join(elements(first), elements(second)));
    case 'sort':
    case 'reverse':
    case 'shuffle':
    case 'distinct':
      return first.any || first.array === undefined ? anything(marks) : arrayOf(anyElement(first));
    default:
      return byKind(name, first, marks, everyTime);
  }
}

/** A list, or its only member, or nothing. */
function listed(item: Shape): Shape {
  if (item.any) return item;
  if (isNothing(present(item))) return MISSING;
  return optional(join(present(item), arrayOf(item)));
}

function stringShape(value: Shape, marks: number): Shape {
  const isJson = !value.any && value.text === undefined && (value.object !== undefined || value.array !== undefined);
  if (isJson) return textOf({ content: 'json' }, marks);
  const isText = !value.any && value.text !== undefined && value.object === undefined && value.array === undefined;
  const text = isText && !value.number && !value.boolean && !value.null ? { ...value, marks } : textOf({}, marks);
  return mayBeMissing(value) ? optional(text) : text;
}

function byKind(name: string, first: Shape, marks: number, everyTime: number): Shape {
  const isOptional = PROPAGATING_FUNCTIONS.has(name) && mayBeMissing(first);
  const of = (shape: Shape): Shape => (isOptional ? optional(shape) : shape);
  switch (FUNCTION_RESULTS.get(name)) {
    case 'text':
      return of(textOf({}, marks));
    case 'number':
      return of(marked(NUMBER, variance(marks)));
    case 'boolean':
      return of(marked(BOOLEAN, variance(marks)));
    case 'texts':
      return of(arrayOf(textOf({}, marks)));
    case 'list':
      return of(arrayOf(anything(marks)));
    default:
      // What is looked up or selected by a value is not made of it.
      return anything(deepMarks(first) | variance(marks) | everyTime);
  }
}
