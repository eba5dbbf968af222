/** Methods of texts that are known. What they give has no place of its own. */
import type { Place } from '../../tree/node.ts';
import type { Evaluator } from './evaluator.ts';
import { listOf } from './list-methods.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import { knownText } from './values.ts';
import type { TextValue, Value } from './values.ts';

/** Methods of a text that is known. The result has no place of its own. */
export function textMethod(
  self: TextValue,
  name: string,
  given: readonly Value[],
  place: Place,
  ev: Evaluator,
): Value | undefined {
  if (name === 'toString' || name === 'valueOf') return self;
  if (name === 'concat')
    return joinTexts([self.layer, ...given.map((value) => textLayerOf(value, value.place))], place);
  const text = knownText(self);
  if (text === undefined) return undefined;
  if (name === 'trim' && text.trim() === text) return self;
  const texts = given.map((value) => (value.kind === 'number' ? value.value : knownText(value)));
  if (texts.includes(undefined)) return undefined;
  const result = TEXT_METHODS[name]?.(text, texts as readonly (string | number)[]);
  if (result === undefined) return undefined;
  if (typeof result === 'boolean') return { kind: 'boolean', value: result, place };
  if (typeof result === 'number') return { kind: 'number', value: result, place };
  if (typeof result === 'string') return addedText(result, place);
  return listOf(
    result.map((part) => addedText(part, place)),
    place,
    ev,
  );
}

type TextResult = string | number | boolean | readonly string[];

const TEXT_METHODS: Readonly<Record<string, (text: string, given: readonly (string | number)[]) => TextResult>> = {
  trim: (text) => text.trim(),
  toUpperCase: (text) => text.toUpperCase(),
  toLowerCase: (text) => text.toLowerCase(),
  charAt: (text, [at]) => text.charAt(Number(at ?? 0)),
  slice: (text, [from, to]) => text.slice(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  substring: (text, [from, to]) => text.substring(Number(from ?? 0), to === undefined ? undefined : Number(to)),
  replace: (text, [from, to]) => text.replace(String(from), () => String(to)),
  replaceAll: (text, [from, to]) => text.replaceAll(String(from), () => String(to)),
  split: (text, [by]) => (by === undefined ? [text] : text.split(String(by))),
  includes: (text, [part]) => text.includes(String(part)),
  startsWith: (text, [part]) => text.startsWith(String(part)),
  endsWith: (text, [part]) => text.endsWith(String(part)),
  indexOf: (text, [part]) => text.indexOf(String(part)),
  padStart: (text, [to, fill]) => text.padStart(Number(to), fill === undefined ? undefined : String(fill)),
  repeat: (text, [times]) => text.repeat(Math.min(Number(times), 10_000)),
};
