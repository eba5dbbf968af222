/** Evaluates expressions. What they may change is left to `assignment.ts`, what they call to `calls.ts`. */
import type { Expression } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { evaluateArguments } from './arguments.ts';
import { assign, update } from './assignment.ts';
import { call } from './call-expressions.ts';
import { makeClass } from './classes.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { globalValue } from './library.ts';
import { list, literal, record, template } from './literals.ts';
import { memberName } from './member-names.ts';
import { binary, unary } from './operators.ts';
import { isNullish, truthOf, undefinedValue, unknownValue } from './values.ts';
import type { FunctionValue, Value } from './values.ts';

export function evaluateExpression(node: Expression, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  switch (node.type) {
    case 'Literal':
      return literal(node, place);
    case 'TemplateLiteral':
      return template(node, frame, ev);
    case 'Identifier':
      return identifier(node.name, place, frame);
    case 'ThisExpression':
      return frame.self ?? unknownValue(place, 'this');
    case 'ObjectExpression':
      return record(node, frame, ev);
    case 'ArrayExpression':
      return list(node.elements, frame, ev, place);
    case 'ArrowFunctionExpression':
      return { ...functionValue(node, frame, place), isArrow: true, self: frame.self };
    case 'FunctionExpression':
    case 'FunctionDeclaration':
      return functionValue(node, frame, place);
    case 'ClassExpression':
    case 'ClassDeclaration':
      return makeClass(node, frame, ev);
    case 'MemberExpression':
      return member(node, frame, ev);
    case 'CallExpression':
      return call(node, frame, ev);
    case 'NewExpression': {
      const callee = ev.evaluate(node.callee, frame);
      const calleePlace = { ...place, end: node.callee.end };
      return ev.construct(callee, evaluateArguments(node.arguments, frame, ev), { call: place, callee: calleePlace });
    }
    default:
      return otherExpression(node, frame, ev);
  }
}

function otherExpression(node: Expression, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  switch (node.type) {
    case 'ConditionalExpression':
      return conditional(node, frame, ev);
    case 'LogicalExpression':
      return logical(node, frame, ev);
    case 'BinaryExpression':
      if (node.left.type === 'PrivateIdentifier') return unknownValue(place, 'whether a field exists');
      return binary(node.operator, ev.evaluate(node.left, frame), ev.evaluate(node.right, frame), place);
    case 'UnaryExpression':
      return unary(node.operator, ev.evaluate(node.argument, frame), place);
    case 'AssignmentExpression':
      return assign(node, frame, ev);
    case 'UpdateExpression':
      return update(node, frame, ev);
    case 'SequenceExpression':
      return node.expressions.map((part) => ev.evaluate(part, frame)).at(-1) ?? undefinedValue(place);
    case 'AwaitExpression':
      return ev.evaluate(node.argument, frame);
    case 'ParenthesizedExpression':
    case 'ChainExpression':
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSTypeAssertion':
    case 'TSNonNullExpression':
    case 'TSInstantiationExpression':
      return ev.evaluate(node.expression, frame);
    case 'TaggedTemplateExpression':
      for (const part of node.quasi.expressions) ev.escape(ev.evaluate(part, frame));
      return unknownValue(place, 'a tagged template');
    default:
      return unknownValue(place, 'an expression that is not followed');
  }
}

export function identifier(name: string, place: Place, frame: Frame): Value {
  if (name === 'undefined') return undefinedValue(place);
  const found = frame.scope.find(name);
  if (found !== undefined) return found.kind === 'unknown' ? { ...found, place } : found;
  return globalValue(name, place) ?? unknownValue(place, `the value of ${name}`, name);
}

function functionValue(node: FunctionValue['node'], frame: Frame, place: Place): FunctionValue {
  return { kind: 'function', node, scope: frame.scope, self: undefined, isArrow: false, home: frame.home, place };
}

function member(node: Extract<Expression, { type: 'MemberExpression' }>, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  if (node.object.type === 'Super') return unknownValue(place, 'a member of the parent class');
  const object = ev.evaluate(node.object, frame);
  if (node.optional && isNullish(object) === true) return undefinedValue(place);
  const name = memberName(node, frame, ev);
  if (name === undefined) return unknownValue(place, 'a computed member');
  return ev.readMember(object, name, place);
}

function conditional(node: Extract<Expression, { type: 'ConditionalExpression' }>, frame: Frame, ev: Evaluator): Value {
  const truth = truthOf(ev.evaluate(node.test, frame));
  if (truth !== undefined) return ev.evaluate(truth ? node.consequent : node.alternate, frame);
  const sides = [node.consequent, node.alternate].map((side) => ev.uncertainly(() => ev.evaluate(side, frame)));
  for (const side of sides) ev.escape(side);
  return unknownValue(placeOf(node, frame), 'a choice that is made when the program runs');
}

function logical(node: Extract<Expression, { type: 'LogicalExpression' }>, frame: Frame, ev: Evaluator): Value {
  const left = ev.evaluate(node.left, frame);
  const stops = stopsAt(node.operator, left);
  if (stops === true) return left;
  if (stops === false) return ev.evaluate(node.right, frame);
  const right = ev.uncertainly(() => ev.evaluate(node.right, frame));
  ev.escape(left);
  ev.escape(right);
  return unknownValue(placeOf(node, frame), 'a choice that is made when the program runs', labelOf(left));
}

function stopsAt(operator: string, left: Value): boolean | undefined {
  if (operator === '??') {
    const nullish = isNullish(left);
    return nullish === undefined ? undefined : !nullish;
  }
  const truth = truthOf(left);
  return truth === undefined ? undefined : truth === (operator === '||');
}

function labelOf(value: Value): string {
  return value.kind === 'unknown' ? value.label : 'value';
}
