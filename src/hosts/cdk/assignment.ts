/** Sets variables and members, and takes values apart by patterns. Changes that may not happen leave the unknown. */
import type { AssignmentTarget, BindingPattern, Expression, ScriptNode } from '../../script/parse.ts';
import type { Place } from '../../tree/node.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { memberName, propertyKey } from './member-names.ts';
import { binary } from './operators.ts';
import { addedText } from './texts.ts';
import { knownText, truthOf, isNullish, undefinedValue, unknownValue } from './values.ts';
import type { RecordValue, TextValue, Value } from './values.ts';

type Assignment = Extract<Expression, { type: 'AssignmentExpression' }>;

export function assign(node: Assignment, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  const { left, operator } = node;
  if (operator === '=') {
    const value = ev.evaluate(node.right, frame);
    assignTo(left, value, frame, ev);
    return value;
  }
  const before = isReadable(left) ? ev.evaluate(left, frame) : unknownValue(place, 'a value');
  if (operator === '??=' || operator === '||=' || operator === '&&=') return assignIf(node, before, frame, ev);
  const value = binary(operator.slice(0, -1), before, ev.evaluate(node.right, frame), place);
  assignTo(left, value, frame, ev);
  return value;
}

function assignIf(node: Assignment, before: Value, frame: Frame, ev: Evaluator): Value {
  const truth = node.operator === '??=' ? isNullish(before) : truthOf(before);
  const sets = node.operator === '||=' && truth !== undefined ? !truth : truth;
  if (sets === false) return before;
  const set = (): Value => {
    const value = ev.evaluate(node.right, frame);
    assignTo(node.left, value, frame, ev);
    return value;
  };
  if (sets === true) return set();
  ev.uncertainly(set);
  return unknownValue(placeOf(node, frame), 'a value that may be set before');
}

export function update(node: Extract<Expression, { type: 'UpdateExpression' }>, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(node, frame);
  const before = ev.evaluate(node.argument, frame);
  const one = { kind: 'number', value: 1, place } as const;
  const after =
    before.kind === 'number' ? binary(node.operator.charAt(0), before, one, place) : unknownValue(place, 'a counter');
  assignTo(node.argument, after, frame, ev);
  return node.prefix ? after : before;
}

function isReadable(target: AssignmentTarget): target is AssignmentTarget & Expression {
  return target.type !== 'ArrayPattern' && target.type !== 'ObjectPattern';
}

type Target = AssignmentTarget | BindingPattern;

export function assignTo(target: Target, value: Value, frame: Frame, ev: Evaluator): void {
  switch (target.type) {
    case 'Identifier':
      setVariable(target.name, value, placeOf(target, frame), frame, ev);
      return;
    case 'MemberExpression': {
      if (target.object.type === 'Super') return;
      const object = ev.evaluate(target.object, frame);
      setMember(object, memberName(target, frame, ev), value, placeOf(target, frame), ev);
      return;
    }
    case 'TSAsExpression':
    case 'TSSatisfiesExpression':
    case 'TSNonNullExpression':
    case 'TSTypeAssertion':
      assignTo(target.expression as Target, value, frame, ev);
      return;
    default:
      takeApart(target, value, frame, ev, (name, part) => {
        setVariable(name, part, part.place, frame, ev);
      });
  }
}

function setVariable(name: string, value: Value, place: Place, frame: Frame, ev: Evaluator): void {
  const holder = frame.scope.holderOf(name);
  if (holder === undefined) return;
  if (holder.born >= ev.level) {
    holder.declare(name, value);
    return;
  }
  const before = holder.find(name);
  if (before !== undefined) ev.escape(before);
  ev.escape(value);
  holder.declare(name, unknownValue(place, `the value of ${name}`, name));
}

export function setMember(object: Value, name: string | undefined, value: Value, place: Place, ev: Evaluator): void {
  switch (object.kind) {
    case 'record':
      setRecordMember(object, name, value, place, ev);
      return;
    case 'instance': {
      if (name === undefined) object.isOpen = true;
      else if (object.born >= ev.level) object.fields.set(name, value);
      else {
        const before = object.fields.get(name);
        if (before !== undefined) ev.escape(before);
        ev.escape(value);
        object.fields.set(name, unknownValue(place, `the value of ${name}`, name));
      }
      return;
    }
    case 'class':
      if (name !== undefined) object.statics.set(name, ev.level > 0 ? unknownValue(place, name) : value);
      return;
    case 'list': {
      const index = Number(name);
      const isCertain =
        object.born >= ev.level && Number.isInteger(index) && index >= 0 && index <= object.items.length;
      if (isCertain) object.items[index] = value;
      else {
        object.isOpen = true;
        ev.escape(value);
      }
      return;
    }
    default:
      ev.escape(value);
  }
}

function setRecordMember(
  object: RecordValue,
  name: string | undefined,
  value: Value,
  place: Place,
  ev: Evaluator,
): void {
  if (name === undefined) {
    object.isOpen = true;
    ev.escape(value);
    return;
  }
  if (object.isOpen) ev.escape(value);
  const key = object.members.get(name)?.key ?? memberKey(name, place);
  if (object.born >= ev.level) {
    object.members.set(name, { key, value });
    return;
  }
  ev.escape(value);
  object.members.set(name, { key, value: unknownValue(place, `the value of ${name}`, name) });
}

/** In `payload.model = …` the last name is where the member is written. */
function memberKey(name: string, place: Place): TextValue {
  const isName = place.layer.text.slice(place.end - name.length, place.end) === name;
  return addedText(name, isName ? { ...place, start: place.end - name.length } : place);
}

export type Bind = (name: string, value: Value) => void;

/** Binds the names of a pattern to the parts of a value. */
export function takeApart(pattern: ScriptNode, value: Value, frame: Frame, ev: Evaluator, bind: Bind): void {
  switch (pattern.type) {
    case 'Identifier':
      bind(pattern.name, value);
      return;
    case 'AssignmentPattern':
      takeApart(pattern.left, withDefault(pattern.right, value, frame, ev), frame, ev, bind);
      return;
    case 'ObjectPattern':
      takeObjectApart(pattern, value, frame, ev, bind);
      return;
    case 'ArrayPattern':
      takeListApart(pattern, value, frame, ev, bind);
      return;
    case 'RestElement':
      takeApart(pattern.argument, value, frame, ev, bind);
      return;
    case 'TSParameterProperty':
      takeApart(pattern.parameter, value, frame, ev, bind);
      return;
    case 'MemberExpression':
      if (pattern.object.type !== 'Super') {
        setMember(ev.evaluate(pattern.object, frame), memberName(pattern, frame, ev), value, value.place, ev);
      }
      return;
    default:
      ev.escape(value);
  }
}

function withDefault(fallback: Expression, value: Value, frame: Frame, ev: Evaluator): Value {
  if (value.kind === 'undefined') return ev.evaluate(fallback, frame);
  if (value.kind === 'unknown' && !value.isPresent) ev.escape(ev.uncertainly(() => ev.evaluate(fallback, frame)));
  return value;
}

function takeObjectApart(
  pattern: Extract<ScriptNode, { type: 'ObjectPattern' }>,
  value: Value,
  frame: Frame,
  ev: Evaluator,
  bind: Bind,
): void {
  const taken = new Set<string>();
  for (const property of pattern.properties) {
    if (property.type === 'RestElement') {
      takeApart(property.argument, restOf(value, taken, placeOf(property, frame), ev), frame, ev, bind);
      continue;
    }
    const name = knownText(propertyKey(property.key, property.computed, frame, ev));
    const place = placeOf(property.key, frame);
    const part = name === undefined ? unknownValue(place, 'a computed member') : ev.readMember(value, name, place);
    if (name !== undefined) taken.add(name);
    takeApart(property.value, part, frame, ev, bind);
  }
}

function restOf(value: Value, taken: ReadonlySet<string>, place: Place, ev: Evaluator): Value {
  if (value.kind !== 'record') return unknownValue(place, 'the rest of an object');
  const members = new Map([...value.members].filter(([name]) => !taken.has(name)));
  return { kind: 'record', members, isOpen: value.isOpen, place: value.place, born: ev.level };
}

function takeListApart(
  pattern: Extract<ScriptNode, { type: 'ArrayPattern' }>,
  value: Value,
  frame: Frame,
  ev: Evaluator,
  bind: Bind,
): void {
  const items = value.kind === 'list' && !value.isOpen ? value.items : undefined;
  for (const [i, element] of pattern.elements.entries()) {
    if (element === null) continue;
    const place = placeOf(element, frame);
    if (element.type === 'RestElement') {
      const rest: Value =
        items === undefined
          ? unknownValue(place, 'the rest of a list')
          : { kind: 'list', items: items.slice(i), isOpen: false, place, born: ev.level };
      takeApart(element.argument, rest, frame, ev, bind);
      continue;
    }
    const part = items === undefined ? unknownValue(place, 'an item of a list') : (items[i] ?? undefinedValue(place));
    takeApart(element, part, frame, ev, bind);
  }
}
