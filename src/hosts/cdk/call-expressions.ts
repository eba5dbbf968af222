/** Calls and `new` as they are written: what is called, with which arguments, and where each is placed. */
import type { Expression } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { evaluateArguments } from './arguments.ts';
import { findMethod, initialiseParent } from './classes.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { memberName } from './member-names.ts';
import { isNullish, knownText, undefinedValue, unknownValue } from './values.ts';
import type { Value } from './values.ts';

export function call(node: Extract<Expression, { type: 'CallExpression' }>, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  const places = { call: place, callee: { ...place, end: node.callee.end }, given: argumentPlaces(node, frame) };
  const callee = unwrapped(node.callee);
  if (callee.type === 'Super') {
    const given = evaluateArguments(node.arguments, frame, ev);
    const { self, home } = frame;
    if (self?.kind === 'instance' && home !== undefined) initialiseParent(self, home, given, frame, ev);
    return undefinedValue(place);
  }
  if (callee.type === 'MemberExpression') return methodCall(node, callee, frame, ev);
  const value = ev.evaluate(callee, frame);
  if (node.optional && isNullish(value) === true) return undefinedValue(place);
  const given = evaluateArguments(node.arguments, frame, ev);
  if (value.kind === 'library' && (value.path === 'global.require' || value.path === 'global.import')) {
    const specifier = knownText(given[0]);
    if (specifier !== undefined) return ev.importModule(frame.path, specifier, place);
  }
  return ev.callValue(value, undefined, given, places);
}

function argumentPlaces(node: Extract<Expression, { type: 'CallExpression' }>, frame: Frame): readonly Place[] {
  const spread = node.arguments.findIndex(({ type }) => type === 'SpreadElement');
  return node.arguments.slice(0, spread < 0 ? undefined : spread).map((argument) => placeOf(argument, frame));
}

function unwrapped(node: Expression): Expression {
  return node.type === 'ParenthesizedExpression' || node.type === 'TSNonNullExpression'
    ? unwrapped(node.expression)
    : node;
}

function methodCall(
  node: Extract<Expression, { type: 'CallExpression' }>,
  callee: Extract<Expression, { type: 'MemberExpression' }>,
  frame: Frame,
  ev: Evaluator,
): Value {
  const place = placeOf(node, frame);
  if (callee.object.type === 'Super') return superCall(callee, evaluateArguments(node.arguments, frame, ev), frame, ev);
  const name = memberName(callee, frame, ev);
  const calleePlace = { ...place, end: callee.end };
  const object = ev.evaluate(callee.object, frame);
  if (callee.optional && isNullish(object) === true) return undefinedValue(place);
  const given = evaluateArguments(node.arguments, frame, ev);
  if (name === undefined) {
    for (const value of [object, ...given]) ev.escape(value);
    return unknownValue(place, 'the result of a computed method');
  }
  const nameStart = callee.property.start;
  const start = longCall(callee, frame) ? nameStart : place.start;
  const callPlaces = { call: place, callee: { ...calleePlace, start }, given: argumentPlaces(node, frame) };
  return ev.callMethod(object, name, given, callPlaces);
}

/** In a chain of calls the name of the method is what a call is known by. */
function longCall(callee: Extract<Expression, { type: 'MemberExpression' }>, frame: Frame): boolean {
  return frame.layer.text.slice(callee.object.start, callee.object.end).includes('(');
}

/** `super.method(…)` */
function superCall(
  callee: Extract<Expression, { type: 'MemberExpression' }>,
  given: readonly Value[],
  frame: Frame,
  ev: Evaluator,
): Value {
  const place = placeOf(callee, frame);
  const name = memberName(callee, frame, ev);
  const found = name === undefined ? undefined : findMethod(frame.home?.parent, name);
  if (found !== undefined) return ev.callFunction(found, frame.self, given, place);
  for (const value of given) ev.escape(value);
  return unknownValue(place, `the result of ${name ?? 'a method'} of the parent class`);
}
