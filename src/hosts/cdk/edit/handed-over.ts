/**
 * Objects that are made in one place of the code and handed to a state in another: `parameters: PARAMETERS`. Where the
 * object serves this state alone it is changed itself; else a copy of it with the change is handed over, as
 * `{ ...PARAMETERS, more }`.
 *
 * Limits: members inside members are copied only from a constant of the same file that is written out, since the type of
 * anything else may not have them.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import { objectNode, spanOf } from '../../../tree/node.ts';
import type { Node, Place } from '../../../tree/node.ts';
import type { Collection, CollectionSyntax, LayerEdit, MemberChange } from '../../../tree/syntax.ts';
import { indentAt, startOfLine } from '../../bracket-layout.ts';
import { SPREAD, codeOf, laidOut, raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { reasonAgainstEdit } from './consumption.ts';
import { LiteralSyntax } from './literal-syntax.ts';
import type { ObjectLiteral } from './members.ts';
import { NOT_WRITTEN, callAt, changeOptions } from './options.ts';
import { childrenOf, pathAt } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';

/** The call, and the argument that the object is, or in which an option holds it. */
export interface HandOver {
  readonly call: Place;
  readonly index: number;
  readonly option?: string | undefined;
}

type Property = Extract<ScriptNode, { type: 'Property' }>;

/** The same value; an object that is written elsewhere knows where it is handed over. */
export function handedOver(node: Node, site: HandOver, keys: readonly string[] = []): Node {
  if (node.kind !== 'object' || !(node.syntax instanceof LiteralSyntax) || isWithin(node, site.call)) return node;
  const { layer, start, end, anchor } = node;
  const syntax = new HandedOverSyntax(node.syntax, site, keys);
  const entries = node.entries.map(({ key, value }) => ({ key, value: handedOver(value, site, [...keys, key.value]) }));
  return objectNode({ layer, start, end, anchor, syntax }, entries, node.tag, node.isOpen);
}

function isWithin(inner: Place, outer: Place): boolean {
  return inner.layer === outer.layer && inner.start >= outer.start && inner.end <= outer.end;
}

class HandedOverSyntax implements CollectionSyntax {
  readonly role: string;
  readonly #literal: LiteralSyntax;
  readonly #site: HandOver;
  readonly #keys: readonly string[];

  constructor(literal: LiteralSyntax, site: HandOver, keys: readonly string[]) {
    const { file, start } = spanOf(site.call);
    this.role = `handed over at ${start} of ${file.path}`;
    this.#literal = literal;
    this.#site = site;
    this.#keys = keys;
  }

  changeMembers(collection: Collection, change: MemberChange): readonly LayerEdit[] | Refusal {
    const direct = this.#literal.changeMembers(collection, change);
    if (!isRefusal(direct)) return direct;
    const copied = this.#copy(collection, change);
    return isRefusal(copied) ? direct : copied;
  }

  replaceValue(): Refusal {
    return this.#literal.replaceValue();
  }

  wrapValue(collection: Collection, index: number): readonly LayerEdit[] | Refusal {
    return this.#literal.wrapValue(collection, index);
  }

  isTextHere(collection: Collection, index: number): boolean {
    const { layer } = collection;
    if (!(layer instanceof ScriptLayer) || !this.#literal.isTextHere(collection, index)) return false;
    return reasonAgainstEdit(layer.program, collection) === undefined;
  }

  #copy(collection: Collection, { removed, inserted, moved }: MemberChange): readonly LayerEdit[] | Refusal {
    const { layer } = this.#site.call;
    if (!(layer instanceof ScriptLayer) || collection.kind !== 'object' || moved.length > 0) return refuse(NOT_WRITTEN);
    const isSet = (index: number): boolean => inserted.some(({ key }) => key === collection.entries[index]?.key.value);
    if (!removed.every(isSet)) return refuse(NOT_WRITTEN);
    const style = styleOf(layer);
    const set = inserted.map(({ key = '', value }) => [key, codeOf(value, style)] as const);
    return handOverCopy(this.#site, { keys: this.#keys, set }, layer);
  }
}

interface Copied {
  /** From the object that is handed over to the one that changes. */
  readonly keys: readonly string[];
  readonly set: readonly (readonly [string, Code])[];
}

function handOverCopy(site: HandOver, copied: Copied, layer: ScriptLayer): readonly LayerEdit[] | Refusal {
  const { call, index, option } = site;
  const given = callAt(call)?.arguments ?? [];
  const argument = given[index];
  if (argument === undefined || given.slice(0, index + 1).some(({ type }) => type === 'SpreadElement'))
    return refuse(NOT_WRITTEN);
  if (option === undefined) {
    // What the call makes may serve something else.
    const reason = reasonAgainstEdit(layer.program, call);
    return reason === undefined ? replaced(argument, '', copied, layer) : refuse(reason);
  }
  const property = argument.type === 'ObjectExpression' ? propertyNamed(argument, option) : undefined;
  if (property !== undefined) return replaced(property.value, property.shorthand ? `${option}: ` : '', copied, layer);
  const holder = argument.type === 'ObjectExpression' ? onlySpread(argument) : argument;
  if (holder === undefined || !isPlain(holder)) return refuse(NOT_WRITTEN);
  const keys = [option, ...copied.keys];
  if (!isWrittenConstant(holder, keys, layer)) return refuse(NOT_WRITTEN);
  const root = `${layer.text.slice(holder.start, holder.end)}.${option}`;
  return changeOptions(call, index, { set: [[option, copyOf(root, copied)]], removed: [] });
}

/** The copy in the place of the expression, which still runs once. */
function replaced(
  value: ScriptNode,
  before: string,
  copied: Copied,
  layer: ScriptLayer,
): readonly LayerEdit[] | Refusal {
  const { text, file } = layer;
  const { start, end } = value;
  // What stands on several lines would not be laid out well.
  if (/[\r\n]/.test(text.slice(start, end))) return refuse(NOT_WRITTEN);
  if (copied.keys.length > 0 && !isWrittenConstant(value, copied.keys, layer)) return refuse(NOT_WRITTEN);
  const used = start - startOfLine(text, start) + before.length;
  const code = laidOut(copyOf(text.slice(start, end), copied), styleOf(layer), indentAt(text, start), used);
  return [{ layer: file, start, end, text: before + code }];
}

/** `{ ...root, key: { ...root.key, more } }` */
function copyOf(root: string, { keys, set }: Copied): Code {
  const [key, ...rest] = keys;
  const own: readonly [string, Code] = [SPREAD, raw(root)];
  if (key === undefined) return { kind: 'object', entries: [own, ...set] };
  return { kind: 'object', entries: [own, [key, copyOf(`${root}.${key}`, { keys: rest, set })]] };
}

/** The property that gives an option, behind all that is spread. */
function propertyNamed({ properties }: ObjectLiteral, option: string): Property | undefined {
  const last = properties.findLastIndex(({ type }) => type === 'SpreadElement');
  return properties.slice(last + 1).find((property) => property.type === 'Property' && keyOf(property) === option) as
    Property | undefined;
}

/** What is spread, where nothing else can give the option. */
function onlySpread({ properties }: ObjectLiteral): ScriptNode | undefined {
  const spreads = properties.flatMap((property) => (property.type === 'SpreadElement' ? [property.argument] : []));
  const areNamed = properties.every((property) => property.type === 'SpreadElement' || keyOf(property) !== undefined);
  return areNamed && spreads.length === 1 ? spreads[0] : undefined;
}

function keyOf({ key, computed }: Property): string | undefined {
  if (computed) return undefined;
  if (key.type === 'Identifier') return key.name;
  return key.type === 'Literal' && typeof key.value === 'string' ? key.value : undefined;
}

/** A name, or a member of one: what can be said again. */
function isPlain(node: ScriptNode): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true;
  return node.type === 'MemberExpression' && !node.computed && !node.optional && isPlain(node.object);
}

/** Whether a name stands for an object literal of the file, of no other type, that has a member under the keys. */
function isWrittenConstant(name: ScriptNode, keys: readonly string[], layer: ScriptLayer): boolean {
  if (name.type !== 'Identifier' || !keys.every((key) => /^[A-Za-z_$][\w$]*$/.test(key))) return false;
  const declared = declarationsOf(layer.program, name.name);
  const [only] = declared;
  if (declared.length !== 1 || only === undefined || isParameter(name, name.name, layer)) return false;
  let value: ScriptNode | null = only.init;
  if ((only.id.typeAnnotation ?? undefined) !== undefined) return false;
  for (const key of keys) {
    value = value?.type === 'ObjectExpression' ? (propertyNamed(value, key)?.value ?? null) : null;
  }
  return value !== null;
}

type Declarator = Extract<ScriptNode, { type: 'VariableDeclarator' }>;

/** Places that declare a name by itself. */
function declarationsOf(program: ScriptNode, name: string): readonly Declarator[] {
  const found: Declarator[] = [];
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'VariableDeclarator' && holdsName(node.id, name)) found.push(node);
    waiting.push(...childrenOf(node));
  }
  return found;
}

/** Whether a function around a place calls one of its parameters so. */
function isParameter(place: ScriptNode, name: string, { program }: ScriptLayer): boolean {
  return pathAt(program, place).some(
    (node) => 'params' in node && Array.isArray(node.params) && node.params.some((one) => holdsName(one, name)),
  );
}

function holdsName(node: ScriptNode, name: string): boolean {
  return (node.type === 'Identifier' && node.name === name) || childrenOf(node).some((child) => holdsName(child, name));
}
