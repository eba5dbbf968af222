/** Calls: of functions of the program, of methods, and of what packages export. */
import type { ScriptNode } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { arnOf, formattedArn } from './arns.ts';
import { takeApart } from './assignment.ts';
import { globalFunction } from './builtins.ts';
import { isChainable } from './chain-ends.ts';
import { chainFunction, chainMethod, isHarmlessMethod } from './chain.ts';
import { findMethod, libraryParent } from './classes.ts';
import { stateClassOf } from './constructs.ts';
import type { CallPlaces, CallState, Evaluator, Frame } from './evaluator.ts';
import { isFunction } from './function-changes.ts';
import { declareFunction } from './functions.ts';
import { isFollowed } from './library.ts';
import { listMethod } from './list-methods.ts';
import { madeLabel } from './members.ts';
import { givesData } from './rights.ts';
import { Scope } from './scope.ts';
import { isSpread } from './spread.ts';
import { isMachineClass } from './state-classes.ts';
import type { QueryLanguageName } from './state.ts';
import { textMethod } from './text-methods.ts';
import { undefinedValue, unknownValue } from './values.ts';
import type { FunctionValue, InstanceValue, LibraryValue, MadeValue, Value } from './values.ts';

/** Runs the body of a function. The caller has checked how deep calls are nested. */
export function runFunction(
  callee: FunctionValue,
  self: Value | undefined,
  given: readonly Value[],
  place: Place,
  ev: Evaluator,
): Value {
  const { node } = callee;
  if (node.body === null) return unknownValue(place, 'the result of a function without a body');
  const call: CallState = { value: undefined, mayHaveReturned: false };
  const frame: Frame = {
    layer: callee.place.layer,
    path: '',
    scope: new Scope(callee.scope, ev.level),
    self: callee.isArrow ? callee.self : self,
    home: callee.home,
    call,
  };
  bindParameters(node.params, given, place, frame, ev);
  if ('generator' in node && node.generator) return unknownValue(place, 'what a generator gives');
  if (node.body.type !== 'BlockStatement') return ev.evaluate(node.body, frame);
  ev.run(node.body.body, frame);
  if (!call.mayHaveReturned) return call.value ?? undefinedValue(place);
  if (call.value !== undefined) ev.escape(call.value);
  return unknownValue(place, 'the result of a function that decides when it runs');
}

function bindParameters(
  params: readonly ScriptNode[],
  given: readonly Value[],
  place: Place,
  frame: Frame,
  ev: Evaluator,
): void {
  const spread = given.findIndex(isSpread);
  const certain = spread < 0 ? given.length : spread;
  for (const [i, param] of params.entries()) {
    const bind = (name: string, value: Value): void => frame.scope.declare(name, value);
    if (param.type === 'RestElement') {
      const rest: Value = { kind: 'list', items: given.slice(i, certain), isOpen: spread >= 0, place, born: ev.level };
      takeApart(param.argument, rest, frame, ev, bind);
      continue;
    }
    const value = i < certain ? given[i] : spread < 0 ? undefinedValue(place) : unknownValue(place, 'an argument');
    takeApart(param, value ?? undefinedValue(place), frame, ev, bind);
  }
}

export function callAny(
  callee: Value,
  self: Value | undefined,
  given: readonly Value[],
  places: CallPlaces,
  ev: Evaluator,
): Value {
  switch (callee.kind) {
    case 'function':
      return ev.callFunction(callee, self, given, places.call);
    case 'library':
      return callLibrary(callee, given, places, ev);
    default:
      for (const value of given) ev.escape(value);
      return unknownValue(places.call, 'the result of a function that is not followed', nameOfCall(places));
  }
}

function nameOfCall({ callee }: CallPlaces): string {
  return `${callee.layer.text.slice(callee.start, Math.min(callee.end, callee.start + 60))}()`;
}

function callLibrary(callee: LibraryValue, given: readonly Value[], places: CallPlaces, ev: Evaluator): Value {
  const { path } = callee;
  ev.rights.called(path, given);
  if (!isFollowed(path)) {
    for (const value of given) ev.escape(value);
    return unknownValue(places.call, 'the result of a package that is not followed', nameOfCall(places));
  }
  const factory = /^(.*)\.(jsonPath|jsonata)$/.exec(path);
  if (factory !== null && stateClassOf(factory[1] ?? '') !== undefined) {
    return newState(factory[1] ?? '', given, places, ev, factory[2] === 'jsonata' ? 'JSONata' : 'JSONPath');
  }
  if (path.startsWith('global.')) {
    const value = globalFunction(path, given, places.call, ev);
    if (value !== undefined) return value;
    for (const one of given) if (one.kind === 'function') ev.escape(one);
  }
  return madeOf(path, given, places, ev);
}

/** Of what is known of a library, the value that a function of it gives. */
function madeOf(path: string, given: readonly Value[], places: CallPlaces, ev: Evaluator): Value {
  const arn = path === 'cdk.Arn.format' ? arnOf(given[0], places.call) : undefined;
  if (arn !== undefined) return arn;
  const sfn = /^aws-stepfunctions\.(.*)$/.exec(path)?.[1];
  const chained = sfn === undefined ? undefined : chainFunction(sfn, given, places.call, ev);
  if (chained !== undefined) return chained;
  return { kind: 'made', path, isNew: false, arguments: given, place: places.call };
}

export function constructAny(callee: Value, given: readonly Value[], places: CallPlaces, ev: Evaluator): Value {
  if (callee.kind === 'class') return ev.instantiate(callee, given, places.call);
  if (callee.kind !== 'library') {
    for (const value of given) ev.escape(value);
    return unknownValue(places.call, 'an object of a class that is not followed', nameOfCall(places));
  }
  const { path } = callee;
  ev.rights.called(path, given);
  if (stateClassOf(path) !== undefined) return newState(path, given, places, ev, undefined);
  const made: MadeValue = { kind: 'made', path, isNew: true, arguments: given, place: places.call };
  if (isFunction(made)) declareFunction(made, ev);
  if (isMachineClass(path)) ev.declareMachine(path, given, places, made);
  else if (!isFollowed(path) || /^global\.(Map|Set|WeakMap|Promise)$/.test(path)) {
    for (const value of given) ev.escape(value);
    if (path.startsWith('global.')) return unknownValue(places.call, 'a collection that is not followed');
  }
  return made;
}

function newState(
  path: string,
  given: readonly Value[],
  { call, callee }: CallPlaces,
  ev: Evaluator,
  language: QueryLanguageName | undefined,
): Value {
  const [scope = unknownValue(call, 'a construct'), id = unknownValue(call, 'an id'), props] = given;
  const type = stateClassOf(path);
  const className = path.slice(path.lastIndexOf('.') + 1);
  if (type === undefined || given.some(isSpread)) return unknownValue(call, 'a state');
  return ev.newState({ type, className, id, scope, props, language, place: call, callee });
}

export function callMember(
  object: Value,
  name: string,
  given: readonly Value[],
  places: CallPlaces,
  ev: Evaluator,
): Value {
  ev.rights.calledOn(object, name, given, ev.level);
  ev.functions.calledOn(object, name, given, ev.level);
  switch (object.kind) {
    case 'state':
    case 'chain':
      return callOnChain(object, name, given, places, ev);
    case 'instance':
      return callOnInstance(object, name, given, places, ev);
    case 'list':
      return listMethod(object, name, given, places, ev) ?? notFollowed(object, name, given, places, ev);
    case 'text':
      return textMethod(object, name, given, places.call, ev) ?? unknownValue(places.call, `the result of ${name}`);
    case 'made':
      return callOnMade(object, name, given, places, ev);
    case 'number':
    case 'boolean':
      return unknownValue(places.call, `the result of ${name}`);
    case 'unknown':
      return notFollowed(object, name, given, places, ev);
    default: {
      const method = ev.readMember(object, name, places.callee);
      return ev.callValue(method, object, given, places);
    }
  }
}

function callOnChain(object: Value, name: string, given: readonly Value[], places: CallPlaces, ev: Evaluator): Value {
  const method = chainMethod(name);
  if (method !== undefined) return method(object, given, places, ev);
  if (object.kind === 'state' && name.startsWith('metric')) object.asksMetrics = true;
  if (!isHarmlessMethod(name)) ev.escape(object);
  return unknownValue(places.call, `the result of ${name}`);
}

function callOnInstance(
  object: InstanceValue,
  name: string,
  given: readonly Value[],
  places: CallPlaces,
  ev: Evaluator,
): Value {
  const own = findMethod(object.of, name);
  if (own !== undefined) return ev.callFunction(own, object, given, places.call);
  const field = object.fields.get(name);
  if (field !== undefined) return ev.callValue(field, object, given, places);
  const method = isChainable(object) ? chainMethod(name) : undefined;
  if (method !== undefined) return method(object, given, places, ev);
  const arn = formattedArn(object, name, given, places.call);
  if (arn !== undefined) return arn;
  const library = libraryParent(object.of);
  if (library === undefined || !isFollowed(library)) for (const value of given) ev.escape(value);
  return unknownValue(places.call, `the result of ${name}`, `${object.of.name}.${name}()`);
}

/** What a method of a construct or of another object of CDK gives; it is read where it is used. */
function callOnMade(
  object: MadeValue,
  name: string,
  given: readonly Value[],
  { call }: CallPlaces,
  ev: Evaluator,
): Value {
  const arn = formattedArn(object, name, given, call);
  if (arn !== undefined) return arn;
  if (!isFollowed(object.path)) for (const value of given) ev.escape(value);
  for (const value of given) if (value.kind === 'function') ev.escape(value);
  if (object.path === 'fs.readFileSync' && /^(toString|trim)/.test(name)) return object;
  return { kind: 'made', path: `${object.path}#${name}`, isNew: false, arguments: [object, ...given], place: call };
}

function notFollowed(object: Value, name: string, given: readonly Value[], { call }: CallPlaces, ev: Evaluator): Value {
  if (!givesData(name)) for (const value of given) ev.escape(value);
  if (object.kind === 'list') object.isOpen = true;
  const label = object.kind === 'unknown' ? `${object.label}.${name}()` : madeName(object, name);
  return unknownValue(call, `the result of ${name}`, label);
}

function madeName(object: Value, name: string): string {
  return object.kind === 'made' ? `${madeLabel(object)}.${name}()` : `${name}()`;
}
