/** Operators on values: known results of known operands, unknown ones of all else. */
import type { Place } from '../../tree/node.ts';
import { constantText } from './enums.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import { isNullish, knownText, truthOf, undefinedValue, unknownValue } from './values.ts';
import type { Value } from './values.ts';

export function binary(operator: string, left: Value, right: Value, place: Place): Value {
  if (operator === '+') return add(left, right, place);
  const unknown = unknownValue(place, 'the result of an operator');
  if (left.kind === 'number' && right.kind === 'number') return arithmetic(operator, left.value, right.value, place);
  const equal = isEqual(operator, left, right);
  if (equal === undefined) return unknown;
  if (operator === '===' || operator === '==') return { kind: 'boolean', value: equal, place };
  if (operator === '!==' || operator === '!=') return { kind: 'boolean', value: !equal, place };
  return unknown;
}

function add(left: Value, right: Value, place: Place): Value {
  if (left.kind === 'number' && right.kind === 'number') {
    return { kind: 'number', value: left.value + right.value, place };
  }
  if (left.kind !== 'text' && right.kind !== 'text') return unknownValue(place, 'a sum');
  return joinTexts([textLayerOf(left, place), textLayerOf(right, place)], place);
}

function arithmetic(operator: string, left: number, right: number, place: Place): Value {
  const number = NUMERIC[operator]?.(left, right);
  if (number !== undefined) return { kind: 'number', value: number, place };
  const truth = COMPARING[operator]?.(left, right);
  if (truth !== undefined) return { kind: 'boolean', value: truth, place };
  return unknownValue(place, 'the result of an operator');
}

const NUMERIC: Readonly<Record<string, (left: number, right: number) => number>> = {
  '-': (left, right) => left - right,
  '*': (left, right) => left * right,
  '/': (left, right) => left / right,
  '%': (left, right) => left % right,
  '**': (left, right) => left ** right,
};

const COMPARING: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  '<': (left, right) => left < right,
  '<=': (left, right) => left <= right,
  '>': (left, right) => left > right,
  '>=': (left, right) => left >= right,
  '===': (left, right) => left === right,
  '==': (left, right) => left === right,
  '!==': (left, right) => left !== right,
  '!=': (left, right) => left !== right,
};

function isEqual(operator: string, left: Value, right: Value): boolean | undefined {
  if (left.kind === 'library' && right.kind === 'library' && left.path === right.path) return true;
  const [a, b] = [plain(left), plain(right)];
  if ((isEmpty(left) && isNullish(right) === false) || (isEmpty(right) && isNullish(left) === false)) return false;
  if (a === undefined || b === undefined) return undefined;
  const isLoose = operator === '==' || operator === '!=';
  if (isLoose && isEmpty(left) && isEmpty(right)) return true;
  return typeOf(left) === typeOf(right) && a.value === b.value;
}

function typeOf({ kind }: Value): string {
  return kind === 'library' ? 'text' : kind;
}

function isEmpty(value: Value): boolean {
  return value.kind === 'null' || value.kind === 'undefined';
}

/** The value of a scalar that is known. */
function plain(value: Value): { readonly value: string | number | boolean | null } | undefined {
  switch (value.kind) {
    case 'text': {
      const text = knownText(value);
      return text === undefined ? undefined : { value: text };
    }
    case 'number':
    case 'boolean':
      return { value: value.value };
    case 'null':
    case 'undefined':
      return { value: null };
    case 'library': {
      const text = constantText(value.path);
      return text === undefined ? undefined : { value: text };
    }
    default:
      return undefined;
  }
}

export function unary(operator: string, operand: Value, place: Place): Value {
  switch (operator) {
    case '!': {
      const truth = truthOf(operand);
      if (truth !== undefined) return { kind: 'boolean', value: !truth, place };
      break;
    }
    case '-':
      if (operand.kind === 'number') return { kind: 'number', value: -operand.value, place };
      break;
    case '+':
      if (operand.kind === 'number') return operand;
      break;
    case 'typeof':
      return typeName(operand, place);
    case 'void':
      return undefinedValue(place);
    default:
  }
  return unknownValue(place, 'the result of an operator');
}

const TYPE_NAMES: Readonly<Partial<Record<Value['kind'], string>>> = {
  text: 'string',
  number: 'number',
  boolean: 'boolean',
  undefined: 'undefined',
  record: 'object',
  list: 'object',
  null: 'object',
  function: 'function',
  class: 'function',
};

function typeName(operand: Value, place: Place): Value {
  const name = TYPE_NAMES[operand.kind];
  return name === undefined ? unknownValue(place, 'the type of a value') : addedText(name, place);
}
