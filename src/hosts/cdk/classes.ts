/** Classes of a program: their methods, what a new instance holds, and the code of their constructors. */
import type { ClassElement, ClassNode, Expression } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { isMachineClass } from './state-classes.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { Scope } from './scope.ts';
import { undefinedValue, unknownValue } from './values.ts';
import type { ClassValue, FunctionValue, InstanceValue, Value } from './values.ts';

export function makeClass(node: ClassNode, frame: Frame, ev: Evaluator): ClassValue {
  const scope = new Scope(frame.scope, ev.level);
  const made: ClassValue = {
    kind: 'class',
    name: node.id?.name ?? 'class',
    node,
    scope,
    parent: node.superClass === null ? undefined : ev.evaluate(node.superClass, frame),
    statics: new Map(),
    place: placeOf(node, frame),
  };
  if (node.id !== null) scope.declare(node.id.name, made);
  const inside = { ...frame, scope, self: made, home: made };
  for (const element of node.body.body) {
    if (element.type === 'PropertyDefinition' && element.static) {
      const name = elementName(element);
      const value = element.value === null ? undefinedValue(made.place) : ev.evaluate(element.value, inside);
      if (name !== undefined) made.statics.set(name, value);
    } else if (element.type === 'StaticBlock') ev.run(element.body, inside);
  }
  return made;
}

export function elementName(element: ClassElement): string | undefined {
  if (element.type === 'StaticBlock' || element.type === 'TSIndexSignature' || element.computed) return undefined;
  const { key } = element;
  if (key.type === 'Identifier') return key.name;
  if (key.type === 'PrivateIdentifier') return `#${key.name}`;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

type MethodKind = 'method' | 'get' | 'set' | 'constructor';

/** A method of a class or of one that it extends. */
export function findMethod(
  from: Value | undefined,
  name: string,
  kind: MethodKind = 'method',
  isStatic = false,
): FunctionValue | undefined {
  for (let at = from; at?.kind === 'class'; at = at.parent) {
    const own = ownMethod(at, name, kind, isStatic);
    if (own !== undefined) return own;
  }
  return undefined;
}

function ownMethod(of: ClassValue, name: string, kind: MethodKind, isStatic: boolean): FunctionValue | undefined {
  for (const element of of.node.body.body) {
    if (element.type !== 'MethodDefinition' || element.kind !== kind || element.static !== isStatic) continue;
    if (kind !== 'constructor' && elementName(element) !== name) continue;
    if (element.value.body === null) continue;
    const place = { ...of.place, start: element.start, end: element.end };
    return { kind: 'function', node: element.value, scope: of.scope, self: undefined, isArrow: false, home: of, place };
  }
  return undefined;
}

export function constructorOf(of: ClassValue): FunctionValue | undefined {
  return ownMethod(of, 'constructor', 'constructor', false);
}

/** The nearest class of a library that a class extends: `aws-stepfunctions.StateMachineFragment`. */
export function libraryParent(of: ClassValue): string | undefined {
  let at: Value | undefined = of;
  while (at?.kind === 'class') at = at.parent;
  return at?.kind === 'library' ? at.path : undefined;
}

/** Sets up an instance as its class, with those it extends, says. */
export function initialise(
  instance: InstanceValue,
  of: ClassValue,
  given: readonly Value[],
  frame: Frame,
  ev: Evaluator,
): void {
  const constructor = constructorOf(of);
  if (constructor === undefined) {
    initialiseParent(instance, of, given, frame, ev);
    return;
  }
  if (of.parent === undefined) initialiseFields(instance, of, frame, ev);
  for (const [i, param] of constructor.node.params.entries()) {
    if (param.type !== 'TSParameterProperty') continue;
    const target = param.parameter.type === 'AssignmentPattern' ? param.parameter.left : param.parameter;
    if (target.type !== 'Identifier') continue;
    const value = given[i];
    // A default is put in by the call below; a property that has one is not known here.
    const isDefault =
      param.parameter.type === 'AssignmentPattern' && (value === undefined || value.kind === 'undefined');
    const missing = isDefault ? unknownValue(constructor.place, target.name) : undefinedValue(constructor.place);
    instance.fields.set(target.name, isDefault ? missing : (value ?? missing));
  }
  ev.callFunction(constructor, instance, given, instance.place);
}

/** What `super(…)` does. */
export function initialiseParent(
  instance: InstanceValue,
  of: ClassValue,
  given: readonly Value[],
  frame: Frame,
  ev: Evaluator,
): void {
  const { parent } = of;
  if (parent?.kind === 'class') initialise(instance, parent, given, frame, ev);
  else if (parent !== undefined) {
    instance.superArguments = given;
    if (parent.kind === 'library' && isMachineClass(parent.path)) {
      ev.declareMachine(parent.path, given, { call: instance.place, callee: instance.place });
    }
    if (parent.kind !== 'library' || parent.path.startsWith('package:')) {
      instance.isOpen = true;
      for (const value of given) ev.escape(value);
    }
  }
  initialiseFields(instance, of, frame, ev);
}

function initialiseFields(instance: InstanceValue, of: ClassValue, frame: Frame, ev: Evaluator): void {
  const inside = { ...frame, layer: of.place.layer, scope: of.scope, self: instance, home: of };
  for (const element of of.node.body.body) {
    if (element.type !== 'PropertyDefinition' || element.static || element.declare === true) continue;
    const name = elementName(element);
    if (name === undefined) continue;
    if (element.value !== null) instance.fields.set(name, fieldValue(element.value, inside, ev));
    else if (!instance.fields.has(name)) instance.fields.set(name, undefinedValue(fieldPlace(element, of)));
  }
}

function fieldPlace(element: ClassElement, of: ClassValue): Place {
  return { ...of.place, start: element.start, end: element.end };
}

function fieldValue(node: Expression, frame: Frame, ev: Evaluator): Value {
  return ev.evaluate(node, frame);
}
