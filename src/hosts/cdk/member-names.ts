/** The names of members and properties in source, computed ones included. */
import type { Expression, PropertyKeyNode, ScriptNode } from '../../script/parse.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { addedText, literalText, nameText } from './texts.ts';
import { knownText, unknownValue } from './values.ts';
import type { Value } from './values.ts';

export function propertyKey(key: PropertyKeyNode, computed: boolean, frame: Frame, ev: Evaluator): Value {
  const place = placeOf(key, frame);
  if (computed) {
    const value = ev.evaluate(key as Expression, frame);
    return value.kind === 'number' ? addedText(String(value.value), value.place) : value;
  }
  if (key.type === 'Identifier' || key.type === 'PrivateIdentifier') return nameText(place);
  if (key.type !== 'Literal') return unknownValue(place, 'a computed name');
  return typeof key.value === 'string' ? literalText(place) : addedText(String(key.value), place);
}

export function memberName(
  node: Extract<ScriptNode, { type: 'MemberExpression' }>,
  frame: Frame,
  ev: Evaluator,
): string | undefined {
  if (!node.computed) return node.property.type === 'PrivateIdentifier' ? `#${node.property.name}` : node.property.name;
  const value = ev.evaluate(node.property, frame);
  return value.kind === 'number' ? String(value.value) : knownText(value);
}
