/**
 * Changes the options in a call: the object that `new X(this, 'Id', {…})` or `addRetry({…})` is given. An object that is
 * made elsewhere is spread into one of its own here, so that nothing else which uses it changes.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Place } from '../../../tree/node.ts';
import type { LayerEdit } from '../../../tree/syntax.ts';
import { indentAt, startOfLine } from '../../bracket-layout.ts';
import { SPREAD, laidOut, raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { changeLiteral } from './members.ts';
import type { ObjectLiteral } from './members.ts';
import { pathTo } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';

export interface OptionChange {
  readonly set: readonly (readonly [option: string, value: Code])[];
  readonly removed: readonly string[];
}

export type CallNode = Extract<ScriptNode, { type: 'NewExpression' | 'CallExpression' }>;

export const NOT_WRITTEN = 'the value is not written out in the code here';

export function callAt({ layer, start, end }: Place): CallNode | undefined {
  if (!(layer instanceof ScriptLayer)) return undefined;
  const node = pathTo(layer.program, { start, end }, ['NewExpression', 'CallExpression']).at(-1);
  return node?.type === 'NewExpression' || node?.type === 'CallExpression' ? node : undefined;
}

/** `index` is that of the argument that holds the options. */
export function changeOptions(call: Place, index: number, change: OptionChange): readonly LayerEdit[] | Refusal {
  const node = callAt(call);
  const { layer } = call;
  if (node === undefined || !(layer instanceof ScriptLayer)) return refuse(NOT_WRITTEN);
  const given = node.arguments;
  if (given.slice(0, index + 1).some(({ type }) => type === 'SpreadElement') || given.length < index)
    return refuse('the arguments are put together by code here');
  const argument = given[index];
  if (argument?.type === 'ObjectExpression') return changeObject(argument, change, layer);
  if (change.removed.length > 0) return refuse(NOT_WRITTEN);
  const entries: Code = { kind: 'object', entries: change.set };
  if (argument !== undefined) return spreadInto(argument, change, layer);
  const last = given.at(-1);
  const at = last?.end ?? node.end - 1;
  const code = laidOut(entries, styleOf(layer), indentAt(layer.text, at), at - startOfLine(layer.text, at) + 3);
  return [{ layer: layer.file, start: at, end: at, text: last === undefined ? code : `, ${code}` }];
}

/** Changes an object of options where it is written. */
export function changeObject(
  literal: ObjectLiteral,
  { set, removed }: OptionChange,
  layer: ScriptLayer,
): readonly LayerEdit[] | Refusal {
  const last = literal.properties.findLastIndex(({ type }) => type === 'SpreadElement');
  const indexOf = (option: string): number =>
    literal.properties.findLastIndex(
      (property, i) => i > last && property.type === 'Property' && nameOf(property, layer) === option,
    );
  if (literal.properties.some((property) => property.type === 'Property' && property.computed))
    return refuse('the name of an option is worked out by code here');
  const cut = removed.map(indexOf);
  if (cut.includes(-1)) return refuse(NOT_WRITTEN);
  const replaced = set.flatMap(([option, value]) => (indexOf(option) < 0 ? [] : [{ index: indexOf(option), value }]));
  const inserted = set.flatMap(([key, value]) =>
    indexOf(key) < 0 ? [{ before: literal.properties.length, key, value }] : [],
  );
  return changeLiteral(literal, { removed: [...cut].sort((a, b) => a - b), inserted, replaced, moved: [] }, layer);
}

function nameOf({ key }: Extract<ScriptNode, { type: 'Property' }>, { text }: ScriptLayer): string {
  if (key.type === 'Literal' && typeof key.value === 'string') return key.value;
  return text.slice(key.start, key.end);
}

/** `{ ...options, more }` for `options`. */
function spreadInto(argument: ScriptNode, { set }: OptionChange, layer: ScriptLayer): readonly LayerEdit[] | Refusal {
  const { file, text } = layer;
  const own = text.slice(argument.start, argument.end);
  if (/[\r\n]/.test(own)) return refuse(NOT_WRITTEN);
  const style = styleOf(layer);
  const whole: Code = { kind: 'object', entries: [[SPREAD, raw(own)], ...set] };
  const used = argument.start - startOfLine(text, argument.start);
  const code = laidOut(whole, style, indentAt(text, argument.start), used);
  return [{ layer: file, start: argument.start, end: argument.end, text: code }];
}
