/** Reads a member of a value. */
import type { Place } from '../../tree/node.ts';
import { endsOf, startOf } from './chain-ends.ts';
import { findMethod, libraryParent } from './classes.ts';
import type { Evaluator } from './evaluator.ts';
import { libraryMember, pseudoParameter, stackMember } from './library.ts';
import { addedText, holeLayer } from './texts.ts';
import { cleanLabel, knownText, undefinedValue, unknownValue } from './values.ts';
import type { InstanceValue, ListValue, MadeValue, TextValue, UnknownValue, Value } from './values.ts';

export function memberOf(object: Value, name: string, place: Place, ev: Evaluator): Value {
  switch (object.kind) {
    case 'record': {
      const found = object.members.get(name)?.value;
      if (found !== undefined) return found;
      return object.isOpen ? unknownValue(place, `the value of ${name}`, name) : undefinedValue(place);
    }
    case 'instance':
      return instanceMember(object, name, place, ev);
    case 'class':
      return (
        object.statics.get(name) ??
        findMethod(object, name, 'method', true) ??
        inheritedStatic(object.parent, name, place, ev)
      );
    case 'module':
      return object.exports(name) ?? unknownValue(place, `${name} of a module`, name);
    case 'library': {
      if (object.path === 'global.process') return unknownValue(place, 'a value of the process', `process.${name}`);
      const found = libraryMember(object, name, place);
      const parameter = pseudoParameter(found.path);
      return parameter === undefined ? found : pseudo(parameter, place);
    }
    case 'list':
      return listMember(object, name, place);
    case 'made':
      return attribute(object, name, place);
    case 'unknown':
      return unknownMember(object, name, place);
    default:
      return stateMember(object, name, place, ev);
  }
}

function pseudo(parameter: string, place: Place): TextValue {
  return { kind: 'text', layer: holeLayer(parameter, place), place };
}

function inheritedStatic(parent: Value | undefined, name: string, place: Place, ev: Evaluator): Value {
  return parent === undefined ? undefinedValue(place) : ev.readMember(parent, name, place);
}

function listMember({ items, isOpen, born, place: own }: ListValue, name: string, place: Place): Value {
  if (isOpen) return unknownValue(place, 'an item of a list');
  if (name === 'length') return { kind: 'number', value: items.length, place };
  if (name === 'startState') return { kind: 'list', items, isOpen, born, place: own };
  return /^\d+$/.test(name) ? (items[Number(name)] ?? undefinedValue(place)) : undefinedValue(place);
}

function instanceMember(object: InstanceValue, name: string, place: Place, ev: Evaluator): Value {
  const getter = findMethod(object.of, name, 'get');
  if (getter !== undefined) return ev.callFunction(getter, object, [], place);
  const field = object.fields.get(name);
  if (field !== undefined) return field;
  const method = findMethod(object.of, name);
  if (method !== undefined) return { ...method, self: object, isArrow: true };
  const library = libraryParent(object.of);
  const parameter = stackMember(name);
  if (parameter !== undefined && library === 'cdk.Stack') return pseudo(parameter, place);
  if (library === undefined && !object.isOpen) return undefinedValue(place);
  if (library === 'aws-stepfunctions.StateMachineFragment' && name === 'id')
    return object.superArguments[1] ?? unknownValue(place, 'id');
  return unknownValue(place, `${name} of ${object.of.name}`, name);
}

/** Resources have attributes that are known when they are deployed: names, addresses and the like. */
const DEPLOYED = /(?:Arn|Name|Id|Url|Uri|Ref|Endpoint|Version)$|^(?:ref|arn|url|region|account|partition)$/;

function attribute(object: MadeValue, name: string, place: Place): Value {
  const given = givenAttribute(object, name);
  if (given !== undefined) return given;
  const parameter = stackMember(name);
  const isStack = object.path === 'cdk.Stack.of' || object.path === 'cdk.Stack';
  if (parameter !== undefined && isStack) return pseudo(parameter, place);
  const label = cleanLabel(`${madeLabel(object)}.${name}`);
  const isPresent = DEPLOYED.test(name);
  return { kind: 'unknown', why: `reference to ${label}`, label, isPresent, owner: object, attribute: name, place };
}

/** What a resource is called in a text: by its construct id, else by its class. */
export function madeLabel(object: MadeValue): string {
  return knownText(object.arguments[1]) ?? object.path.slice(object.path.lastIndexOf('.') + 1);
}

/** Resources that are imported by a text have that text as attribute. */
function givenAttribute({ path, arguments: given }: MadeValue, name: string): Value | undefined {
  const factory = path.slice(path.lastIndexOf('.') + 1);
  const by = /^from([A-Z]\w*)$/.exec(factory)?.[1];
  if (by === undefined) return undefined;
  const wanted = name.charAt(0).toUpperCase() + name.slice(1);
  return wanted === by && given[2]?.kind === 'text' && !path.includes('Secret') ? given[2] : undefined;
}

function unknownMember(object: UnknownValue, name: string, place: Place): UnknownValue {
  const label = cleanLabel(`${object.label}.${name}`);
  return { ...unknownValue(place, `the value of ${label}`, label), isPresent: false };
}

function stateMember(object: Value, name: string, place: Place, ev: Evaluator): Value {
  if (object.kind === 'state' || object.kind === 'chain') {
    if (name === 'startState') return startOf(object, ev);
    if (name === 'endStates') {
      const ends = endsOf(object, ev);
      return { kind: 'list', items: [...(ends ?? [])], isOpen: ends === undefined, place, born: ev.level };
    }
    if (name === 'id' && object.kind === 'state') return object.id;
    return unknownValue(place, `${name} of a state`);
  }
  const text = knownText(object);
  if (text !== undefined && name === 'length') return { kind: 'number', value: text.length, place };
  if (text !== undefined && /^\d+$/.test(name)) {
    const character = text[Number(name)];
    return character === undefined ? undefinedValue(place) : addedText(character, place);
  }
  return unknownValue(place, `the value of ${name}`, name);
}
