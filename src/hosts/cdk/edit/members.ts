/**
 * Changes the members of an object or list literal of a script. The layout comes from `bracket-syntax`, which is given
 * the members as they are written, spreads included; what is written into them is code.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Range } from '../../../text/source-file.ts';
import { arrayNode, objectNode, stringNode, unknownNode } from '../../../tree/node.ts';
import type { Entry, Node } from '../../../tree/node.ts';
import type { Collection, LayerEdit, MovedMember } from '../../../tree/syntax.ts';
import { endOfLine, indentAt, layoutOf, slashComment, startOfLine } from '../../bracket-layout.ts';
import { BracketSyntax } from '../../bracket-syntax.ts';
import { flat, keyText, laidOut, styleOf } from './code.ts';
import type { Code, FileStyle } from './code.ts';
import type { ScriptLayer } from './script-layer.ts';

export type ObjectLiteral = Extract<ScriptNode, { type: 'ObjectExpression' }>;
export type ListLiteral = Extract<ScriptNode, { type: 'ArrayExpression' }>;

/** By the index of what is written: spreads count, holes of a list are refused before. */
export interface LiteralChange {
  readonly removed: readonly number[];
  readonly inserted: readonly { readonly before: number; readonly key?: string | undefined; readonly value: Code }[];
  readonly replaced: readonly { readonly index: number; readonly value: Code }[];
  readonly moved: readonly MovedMember[];
}

/** Longest line that a change may leave. */
const LONGEST_LINE = 120;

export function changeLiteral(
  literal: ObjectLiteral | ListLiteral,
  change: LiteralChange,
  layer: ScriptLayer,
): readonly LayerEdit[] | Refusal {
  const members = writtenMembers(literal);
  if (members === undefined) return refuse('the list has a place without an item');
  const style = styleOf(layer);
  const isQuoted = literal.type === 'ObjectExpression' && hasQuotedKeys(literal, layer.text);
  const spread = onLines(literal, members, change, { layer, style, isQuoted });
  if (spread !== undefined) return spread;
  const collection = asCollection(literal, layer);
  const { isTall, indent, outerIndent } = layoutOf(collection);
  const isEmpty = members.length === 0;
  const at = isTall && !isEmpty ? indent : outerIndent;
  const write = (value: Code, used: number): string => {
    if (!isTall && !isEmpty && literal.type === 'ObjectExpression') return flat(value, style, isQuoted);
    return laidOut(value, style, at, at.length + used, isQuoted);
  };
  const inserted = change.inserted.map(({ before, key, value }) => {
    const name = key === undefined ? undefined : keyText(key, style, isQuoted);
    return { before, key: name, value: write(value, (name?.length ?? 0) + 2) };
  });
  const edits = SYNTAX.changeMembers(collection, { removed: change.removed, inserted, moved: change.moved });
  if (isRefusal(edits)) return edits;
  return [...edits, ...change.replaced.flatMap(({ index, value }) => replacement(members[index], value, write, layer))];
}

/** Texts are code already. */
const SYNTAX = new BracketSyntax({
  comment: slashComment,
  canSpread: false,
  spelling: () => ({ key: (name) => name, text: (value) => value }),
});

function replacement(
  member: ScriptNode | undefined,
  value: Code,
  write: (value: Code, used: number) => string,
  { file: layer, text }: ScriptLayer,
): readonly LayerEdit[] {
  if (member === undefined) return [];
  if (member.type !== 'Property') return [{ layer, start: member.start, end: member.end, text: write(value, 0) }];
  const key = text.slice(member.key.start, member.key.end);
  const { start, end } = member.value;
  if (!member.shorthand) return [{ layer, start, end, text: write(value, key.length + 2) }];
  return [{ layer, start, end, text: `${key}: ${write(value, key.length + 2)}` }];
}

/** Members of which each is there, in the order of the text. */
export function writtenMembers(literal: ObjectLiteral | ListLiteral): readonly ScriptNode[] | undefined {
  if (literal.type === 'ObjectExpression') return literal.properties;
  const items = literal.elements.filter((item) => item !== null);
  return items.length === literal.elements.length ? items : undefined;
}

function asCollection(literal: ObjectLiteral | ListLiteral, { file: layer }: ScriptLayer): Collection {
  const { start, end } = literal;
  const placed = (range: Range): Node => unknownNode({ layer, start: range.start, end: range.end }, 'code');
  if (literal.type === 'ArrayExpression') {
    return arrayNode({ layer, start, end }, (writtenMembers(literal) ?? []).map(placed));
  }
  const entries = literal.properties.map((property): Entry => {
    const [key, value] =
      property.type === 'SpreadElement'
        ? [{ start: property.start, end: property.argument.start }, property.argument]
        : [{ start: property.start, end: property.key.end }, property.value];
    return { key: stringNode({ layer, ...key }, '', { kind: 'elsewhere' }), value: placed(value) };
  });
  return objectNode({ layer, start, end }, entries);
}

/** Whether names that need no quotes have them here. */
function hasQuotedKeys({ properties }: ObjectLiteral, text: string): boolean {
  const keys = properties.flatMap((property) => (property.type === 'Property' ? [property.key] : []));
  return keys.length > 0 && keys.every(({ start }) => /['"]/.test(text.charAt(start)));
}

interface Writing {
  readonly layer: ScriptLayer;
  readonly style: FileStyle;
  readonly isQuoted: boolean;
}

function valueLength(member: ScriptNode | undefined): number {
  const value = member?.type === 'Property' ? member.value : member;
  return value === undefined ? 0 : value.end - value.start;
}

function holdsMembers(member: ScriptNode): boolean {
  const value = member.type === 'Property' ? member.value : member;
  return value.type === 'ObjectExpression' || value.type === 'ArrayExpression';
}

function lengthOf(member: ScriptNode | undefined): number {
  return member === undefined ? 0 : member.end - member.start;
}

/** A literal on one line that would become too long, with a line for each of its members. */
function onLines(
  literal: ObjectLiteral | ListLiteral,
  members: readonly ScriptNode[],
  { removed, inserted, replaced, moved }: LiteralChange,
  { layer, style, isQuoted }: Writing,
): readonly LayerEdit[] | undefined {
  const { text, file } = layer;
  const { start, end } = literal;
  const written = text.slice(start, end);
  if (moved.length > 0 || members.length === 0) return undefined;
  // What stays may be changed within at the same time, which would meet a new layout of the whole.
  const isKept = (i: number): boolean => !removed.includes(i) && !replaced.some(({ index }) => index === i);
  const isNested = members.some((member, i) => isKept(i) && holdsMembers(member));
  if (removed.length + replaced.length > 0 && isNested) return undefined;
  if (/[\r\n]|\/\/|\/\*/.test(written)) return undefined;
  const added = inserted.map(({ key, value }) => (key ?? '') + flat(value, style, isQuoted)).join('____').length;
  const longer = replaced.map(({ index, value }) => flat(value, style, isQuoted).length - valueLength(members[index]));
  const shorter = removed.map((index) => -lengthOf(members[index]) - 2);
  const sum = [...longer, ...shorter].reduce((all, one) => all + one, 0);
  if (endOfLine(text, end) - startOfLine(text, start) + added + sum + 4 <= LONGEST_LINE) return undefined;
  const outer = indentAt(text, start);
  const indent = outer + style.step;
  const rewritten = (member: ScriptNode, value: Code): string => {
    const name = member.type === 'Property' ? `${text.slice(member.key.start, member.key.end)}: ` : '';
    return name + laidOut(value, style, indent, indent.length + name.length, isQuoted);
  };
  const parts = [...members, undefined].flatMap((member, i) => {
    const here = inserted.filter(({ before }) => before === i);
    const other = replaced.find(({ index }) => index === i);
    const own =
      member === undefined || removed.includes(i)
        ? []
        : [other === undefined ? text.slice(member.start, member.end) : rewritten(member, other.value)];
    return [
      ...here.map(({ key, value }) => {
        const name = key === undefined ? '' : `${keyText(key, style, isQuoted)}: `;
        return name + laidOut(value, style, indent, indent.length + name.length, isQuoted);
      }),
      ...own,
    ];
  });
  const lines = parts.map((part) => style.newline + indent + part).join(',');
  const [open, close] = [written.charAt(0), written.charAt(written.length - 1)];
  return [{ layer: file, start, end, text: open + lines + style.trailing + style.newline + outer + close }];
}
