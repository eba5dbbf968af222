/**
 * Objects and lists that are literals of a script and stand in a definition as they are: the parameters of a call, the
 * body of a request, a state written by hand. A literal that may serve something else as well is left alone.
 */
import { pathTo } from './outline.ts';
import { refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import { spanOf } from '../../../tree/node.ts';
import type { Place } from '../../../tree/node.ts';
import { membersOf } from '../../../tree/syntax.ts';
import type { Collection, CollectionSyntax, LayerEdit, MemberChange } from '../../../tree/syntax.ts';
import { codeOf, styleOf } from './code.ts';
import { reasonAgainstEdit } from './consumption.ts';
import { changeLiteral, writtenMembers } from './members.ts';
import type { LiteralChange, ListLiteral, ObjectLiteral } from './members.ts';
import { ScriptLayer } from './script-layer.ts';

const COMPUTED = 'the value is put together by code here';
const FROM_ELSEWHERE = 'a part of the value comes from elsewhere in the code';

export class LiteralSyntax implements CollectionSyntax {
  readonly role = 'literal';
  readonly #place: Place | undefined;

  /** `place` is that of the literal, where a collection has more members than are written in it. */
  constructor(place?: Place) {
    this.#place = place;
  }

  changeMembers(collection: Collection, change: MemberChange): readonly LayerEdit[] | Refusal {
    const place = this.#place ?? collection;
    const { layer } = place;
    const literal = literalAt(place);
    if (!(layer instanceof ScriptLayer) || literal === undefined) return refuse(COMPUTED);
    const reason = reasonAgainstEdit(layer.program, place);
    if (reason !== undefined) return refuse(reason);
    const translated = translate(literal, collection, change, layer);
    return 'refused' in translated ? translated : changeLiteral(literal, translated, layer);
  }

  replaceValue(): Refusal {
    return refuse(COMPUTED);
  }

  wrapValue(collection: Collection, index: number): readonly LayerEdit[] | Refusal {
    const { layer } = collection;
    const value = this.#writtenValue(collection, index);
    if (!(layer instanceof ScriptLayer) || value === undefined) return refuse(COMPUTED);
    const reason = reasonAgainstEdit(layer.program, value);
    if (reason !== undefined) return refuse(reason);
    return [
      { layer: layer.file, start: value.start, end: value.start, text: '[' },
      { layer: layer.file, start: value.end, end: value.end, text: ']' },
    ];
  }

  isTextHere(collection: Collection, index: number): boolean {
    const value = this.#writtenValue(collection, index);
    const node = membersOf(collection)[index]?.value;
    const isText = value?.type === 'Literal' || (value?.type === 'TemplateLiteral' && value.expressions.length === 0);
    return isText && node?.kind === 'string' && spanOf(node).start === value.start && spanOf(node).end === value.end;
  }

  #writtenValue(collection: Collection, index: number): ReturnType<typeof memberAt> {
    const literal = literalAt(this.#place ?? collection);
    return literal === undefined ? undefined : writtenValue(literal, collection, index);
  }
}

function literalAt({ layer, start, end }: Place): ObjectLiteral | ListLiteral | undefined {
  if (!(layer instanceof ScriptLayer)) return undefined;
  const node = pathTo(layer.program, { start, end }, ['ObjectExpression', 'ArrayExpression']).at(-1);
  return node?.type === 'ObjectExpression' || node?.type === 'ArrayExpression' ? node : undefined;
}

function writtenValue(
  literal: ObjectLiteral | ListLiteral,
  collection: Collection,
  index: number,
): ReturnType<typeof memberAt> {
  const at = writtenIndex(literal, collection, index);
  const member = at === undefined ? undefined : memberAt(literal, at);
  if (member?.type !== 'Property') return member;
  return member.shorthand ? undefined : member.value;
}

function memberAt(
  literal: ObjectLiteral | ListLiteral,
  index: number,
): NonNullable<ReturnType<typeof writtenMembers>>[number] | undefined {
  return writtenMembers(literal)?.[index];
}

/** Which of the written members gives the member of a collection; undefined when none does. */
function writtenIndex(literal: ObjectLiteral | ListLiteral, collection: Collection, index: number): number | undefined {
  if (literal.type === 'ArrayExpression') {
    const isPlain = writtenMembers(literal)?.every(({ type }) => type !== 'SpreadElement') === true;
    const isWhole = collection.kind === 'array' && collection.items.length === literal.elements.length;
    return isPlain && isWhole ? index : undefined;
  }
  const key = collection.kind === 'object' ? collection.entries[index]?.key : undefined;
  const found = literal.properties.findLastIndex(
    (property) => property.type === 'Property' && !property.computed && property.key.start === key?.start,
  );
  return found < 0 ? undefined : found;
}

function translate(
  literal: ObjectLiteral | ListLiteral,
  collection: Collection,
  change: MemberChange,
  layer: ScriptLayer,
): LiteralChange | Refusal {
  const size = collection.kind === 'array' ? collection.items.length : collection.entries.length;
  const whole = writtenMembers(literal)?.length ?? 0;
  const indexOf = (index: number): number | undefined =>
    index >= size ? whole : writtenIndex(literal, collection, index);
  if (literal.type === 'ArrayExpression' && size > 0 && indexOf(0) === undefined) return refuse(FROM_ELSEWHERE);
  const style = styleOf(layer);
  const isReplaced = replacedIn(collection, change);
  const replaced: LiteralChange['replaced'][number][] = [];
  const inserted: LiteralChange['inserted'][number][] = [];
  for (const { before, key, value } of change.inserted) {
    const at = indexOf(before);
    const code = codeOf(value, style);
    if (!isReplaced(before, key)) inserted.push({ before: behindSpreads(literal, at ?? whole), key, value: code });
    else if (at === undefined) return refuse(FROM_ELSEWHERE);
    else replaced.push({ index: at, value: code });
  }
  const gone = change.removed.filter(
    (index) => !change.inserted.some(({ before, key }) => before === index && isReplaced(index, key)),
  );
  const removed = gone.flatMap((index) => indexOf(index) ?? []);
  if (removed.length < gone.length) return refuse(FROM_ELSEWHERE);
  const moved = change.moved.map(({ index, before }) => ({
    index: indexOf(index) ?? -1,
    before: indexOf(before) ?? -1,
  }));
  return { removed, inserted, replaced, moved };
}

/** Whether what is put in front of a member takes its place, under its name. Of several items the first does. */
function replacedIn(
  collection: Collection,
  { removed, inserted }: MemberChange,
): (index: number, key: string | undefined) => boolean {
  return (index, key) =>
    removed.includes(index) &&
    isSameName(collection, index, key) &&
    inserted.filter(({ before }) => before === index).length === 1;
}

function isSameName(collection: Collection, index: number, key: string | undefined): boolean {
  if (collection.kind === 'array') return true;
  return collection.entries[index]?.key.value === key;
}

/** What an object spreads would replace a member in front of it. */
function behindSpreads(literal: ObjectLiteral | ListLiteral, before: number): number {
  if (literal.type === 'ArrayExpression') return before;
  return Math.max(before, literal.properties.findLastIndex(({ type }) => type === 'SpreadElement') + 1);
}
