/** Literals: texts and numbers, template literals, objects and lists. */
import type { Argument, Expression, ObjectExpression, TemplateLiteral } from '../../script/parse.ts';
import type { Layer } from '../../text/layer.ts';
import type { Place } from '../../tree/node.ts';
import { evaluateArguments, withPlaceOf } from './arguments.ts';
import { placeOf } from './evaluator.ts';
import type { Evaluator, Frame } from './evaluator.ts';
import { propertyKey } from './member-names.ts';
import { isSpread } from './spread.ts';
import { addedText, joinTexts, literalText, templateStretch, textLayerOf } from './texts.ts';
import { knownText, unknownValue } from './values.ts';
import type { ListValue, Member, RecordValue, TextValue, Value } from './values.ts';

export function literal(node: Extract<Expression, { type: 'Literal' }>, place: Place): Value {
  if (typeof node.value === 'string') return literalText(place);
  if (typeof node.value === 'number') return { kind: 'number', value: node.value, place };
  if (typeof node.value === 'boolean') return { kind: 'boolean', value: node.value, place };
  if (node.value === null && node.raw === 'null') return { kind: 'null', place };
  return unknownValue(place, 'a literal that is not followed');
}

export function template(node: TemplateLiteral, frame: Frame, ev: Evaluator): TextValue {
  const layers: Layer[] = [];
  for (const [i, stretch] of node.quasis.entries()) {
    const text = templateStretch(stretchPlace(stretch, frame));
    if (text.text !== '') layers.push(text);
    const inner = node.expressions[i];
    if (inner !== undefined) layers.push(textLayerOf(ev.evaluate(inner, frame), placeOf(inner, frame)));
  }
  const place = placeOf(node, frame);
  if (layers.length === 0) return addedText('', place);
  return joinTexts(layers, place);
}

/** The characters between backquotes and braces, whichever of them the parser counts as part of a stretch. */
function stretchPlace(stretch: TemplateLiteral['quasis'][number], frame: Frame): Place {
  const place = placeOf(stretch, frame);
  const text = frame.layer.text;
  const opens = text.charAt(place.start) === '`' || text.charAt(place.start) === '}';
  const raw = text.slice(place.start, place.end);
  if (raw.length <= stretch.value.raw.length && !opens) return place;
  const isBare = raw.replace(/\r\n?/g, '\n') === stretch.value.raw.replace(/\r\n?/g, '\n');
  if (isBare) return place;
  return { ...place, start: place.start + 1, end: place.end - (stretch.tail ? 1 : 2) };
}

export function record(node: ObjectExpression, frame: Frame, ev: Evaluator): RecordValue {
  const value: RecordValue = {
    kind: 'record',
    members: new Map(),
    isOpen: false,
    place: placeOf(node, frame),
    born: ev.level,
  };
  for (const property of node.properties) {
    if (property.type === 'SpreadElement') {
      spreadInto(value, ev.evaluate(property.argument, frame));
      continue;
    }
    const key = propertyKey(property.key, property.computed, frame, ev);
    const name = knownText(key);
    const held = property.kind === 'get' ? unknownValue(value.place, 'a getter') : ev.evaluate(property.value, frame);
    if (name === undefined || key.kind !== 'text') {
      value.isOpen = true;
      ev.escape(held);
    } else {
      value.members.delete(name);
      value.members.set(name, { key, value: withPlaceOf(held, placeOf(property.value, frame)) });
    }
  }
  return value;
}

function spreadInto(into: RecordValue, from: Value): void {
  switch (from.kind) {
    case 'record':
      if (from.isOpen) openUp(into);
      for (const [name, member] of from.members) {
        into.members.delete(name);
        into.members.set(name, member);
      }
      return;
    case 'null':
    case 'undefined':
    case 'boolean':
    case 'number':
      return;
    default:
      openUp(into);
  }
}

/** Anything may follow: what is there already may be replaced. */
function openUp(into: RecordValue): void {
  into.isOpen = true;
  for (const [name, { key }] of into.members) {
    const value = unknownValue(key.place, 'what an object spread behind it holds', name);
    into.members.set(name, { key, value } satisfies Member);
  }
}

export function list(elements: readonly (Argument | null)[], frame: Frame, ev: Evaluator, place: Place): ListValue {
  const given = evaluateArguments(
    elements.filter((element) => element !== null),
    frame,
    ev,
  );
  const isOpen = given.some(isSpread);
  return { kind: 'list', items: isOpen ? [] : [...given], isOpen, place, born: ev.level };
}
