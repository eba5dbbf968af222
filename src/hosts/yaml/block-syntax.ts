/**
 * Changes block mappings and block sequences, where each member begins a line or follows a dash. New members take the
 * column of the ones that are there. Comments stay, but for one on the line of a removed member.
 *
 * Limits: what cannot be placed by lines and columns alone (explicit keys, values behind an anchor and a line break) is
 * refused.
 */
import { isRefusal, refuse } from '../../text/layer.ts';
import type { Refusal } from '../../text/layer.ts';
import { membersOf } from '../../tree/syntax.ts';
import type {
  Collection,
  CollectionSyntax,
  Data,
  LayerEdit,
  Member,
  MemberChange,
  NewMember,
} from '../../tree/syntax.ts';
import { bracketed } from '../bracket-syntax.ts';
import { endOfLine, hashComment, skipRestOfLine, startOfComments, startOfLine, startsLine } from '../bracket-layout.ts';
import { writeData } from '../bracket-writer.ts';
import { flowSpelling, isNested, styleOf, writeBlock } from './write.ts';
import type { YamlStyle } from './write.ts';

const NOT_HERE = 'the member is not written in this place';
const NOT_BY_LINES = 'the value does not begin or end on a line of its own';

export const BLOCK_SYNTAX: CollectionSyntax = {
  changeMembers(collection, change) {
    return new BlockChange(collection).change(change);
  },
  replaceValue(collection, index, value) {
    return new BlockChange(collection).replace(index, value);
  },
  wrapValue(collection, index) {
    return new BlockChange(collection).wrap(index);
  },
};

/** A member that is written here: `from` its key or dash, `to` the start of the line after it. */
interface Lines {
  readonly index: number;
  readonly member: Member;
  readonly from: number;
  readonly to: number;
}

/** The text of a member without the indentation of its first line, and in front of which one it goes. */
interface Insertion {
  readonly before: number;
  readonly text: string;
}

class BlockChange {
  readonly #collection: Collection;
  readonly #text: string;
  readonly #style: YamlStyle;
  /** Column of keys or dashes. */
  readonly #column: number;

  constructor(collection: Collection) {
    this.#collection = collection;
    this.#text = collection.layer.text;
    this.#style = styleOf(collection);
    this.#column = collection.start - startOfLine(this.#text, collection.start);
  }

  change({ removed, inserted, moved }: MemberChange): readonly LayerEdit[] | Refusal {
    const lines = this.#lines();
    if (isRefusal(lines)) return lines;
    const gone = new Set([...removed, ...moved.map(({ index }) => index)]);
    const kept = lines.filter(({ index }) => !gone.has(index));
    const cut = lines.filter(({ index }) => gone.has(index));
    if (cut.length < gone.size) return refuse(NOT_HERE);
    if (kept.length === 0) {
      // A merge key is no member, and stays.
      const hasMerged = membersOf(this.#collection).length > lines.length;
      if (!hasMerged) return this.#replaceAll(lines, inserted);
      if (inserted.length > 0) return refuse('only a merge key is left beside it');
    }
    if (moved.some(({ index }) => this.#hasCommentBefore(lines, index))) {
      return refuse('a comment stands beside what would be moved');
    }
    const insertions = [
      ...inserted.map((member): Insertion => ({ before: member.before, text: this.#member(member) })),
      ...moved.flatMap(({ index, before }) => this.#written(lines, index).map((text): Insertion => ({ before, text }))),
    ];
    const edits: LayerEdit[] = [...this.#insertions(kept, insertions)];
    const [first] = lines;
    const [next] = kept;
    if (first === undefined || next === undefined || startsLine(this.#text, first.from) || first === next) {
      return [...edits, ...cut.map((line) => this.#cut(line))];
    }
    const lead = this.#cutLead(lines, next);
    if (isRefusal(lead)) return lead;
    return [...edits, lead, ...cut.filter(({ from }) => from > next.from).map((line) => this.#cut(line))];
  }

  replace(index: number, value: Data): LayerEdit | Refusal {
    const lines = this.#lines();
    if (isRefusal(lines)) return lines;
    const line = lines.find((candidate) => candidate.index === index);
    if (line === undefined) return refuse(NOT_HERE);
    const region = this.#valueRegion(line);
    if (isRefusal(region)) return region;
    const [start, end] = region;
    const rest = skipRestOfLine(this.#text, end, hashComment);
    const isLastOnLine = this.#text.slice(end, rest).trim() === '';
    const text = isNested(value) && isLastOnLine ? this.#nested(line, value) : this.#flat(value);
    return this.#edit(start, end, text);
  }

  wrap(index: number): readonly LayerEdit[] | Refusal {
    const lines = this.#lines();
    if (isRefusal(lines)) return lines;
    const line = lines.find((candidate) => candidate.index === index);
    if (line?.member.key === undefined) return refuse(NOT_HERE);
    const { key, value } = line.member;
    const between = this.#text.slice(key.end, value.start);
    const end = this.#contentEnd(line.member);
    if (!between.includes('\n'))
      return between.trim() === ':' ? bracketed(this.#collection, { ...value, end }) : refuse(NOT_BY_LINES);
    if (value.kind !== 'object' || between.trim() !== ':')
      return refuse('a comment or anchor stands in front of the value');
    return this.#indentBehindDash(value.start, end);
  }

  /** A dash in front of the first line, and all others as much further in. */
  #indentBehindDash(start: number, end: number): readonly LayerEdit[] {
    const edits = [this.#edit(start, start, '- ')];
    for (let at = this.#text.indexOf('\n', start) + 1; at > 0 && at < end; at = this.#text.indexOf('\n', at) + 1) {
      const isBlank = this.#text.slice(at, endOfLine(this.#text, at)).trim() === '';
      if (!isBlank) edits.push(this.#edit(at, at, '  '));
    }
    return edits;
  }

  /** Members in the order of the text. */
  #lines(): readonly Lines[] | Refusal {
    const lines: Lines[] = [];
    for (const [index, member] of membersOf(this.#collection).entries()) {
      if (member.key?.anchor !== undefined) continue;
      const from = this.#collection.kind === 'array' ? this.#dashBefore(member.start) : member.start;
      const to = this.#lineAfter(member.end);
      if (from === undefined || to === undefined) return refuse(NOT_BY_LINES);
      if (from - startOfLine(this.#text, from) !== this.#column) return refuse(NOT_BY_LINES);
      lines.push({ index, member, from, to });
    }
    return lines;
  }

  /** The dash in this sequence's column on the last line at or before `offset` that has one. */
  #dashBefore(offset: number): number | undefined {
    if (offset < this.#collection.start) return undefined;
    for (let line = startOfLine(this.#text, offset); ; line = startOfLine(this.#text, line - 1)) {
      const at = line + this.#column;
      if (this.#text[at] === '-' && at <= offset) return at;
      if (line <= this.#collection.start) return undefined;
    }
  }

  /** Where the line after a value begins, which ends at `offset`; undefined when more stands on its line. */
  #lineAfter(offset: number): number | undefined {
    // A value with a comment behind it may end within the indentation of what follows.
    if (startsLine(this.#text, offset)) return startOfLine(this.#text, offset);
    const end = endOfLine(this.#text, offset);
    if (skipRestOfLine(this.#text, offset, hashComment) !== end) return undefined;
    return this.#text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, this.#text.length);
  }

  /** In front of a member, where it would be left behind. */
  #hasCommentBefore(lines: readonly Lines[], index: number): boolean {
    const at = lines.findIndex((line) => line.index === index);
    const from = lines[at - 1]?.to ?? startOfLine(this.#text, this.#text.lastIndexOf('\n', this.#collection.start - 1));
    const between = this.#text.slice(from, lines[at]?.from);
    return /(?:^|\s)#/.test(between);
  }

  /** A member from its key or dash to the end of its last line. */
  #written(lines: readonly Lines[], index: number): readonly string[] {
    return lines
      .filter((line) => line.index === index)
      .map(({ from, to }) => this.#text.slice(from, to).replace(/\r?\n$/, ''));
  }

  #insertions(kept: readonly Lines[], inserted: readonly Insertion[]): readonly LayerEdit[] {
    const { newline } = this.#style;
    const gap = this.#hasGaps(kept) ? newline : '';
    return inserted.map(({ before: place, text }) => {
      const before = kept.findLast(({ index }) => index < place);
      const after = kept.find(({ index }) => index >= place);
      const indent = ' '.repeat(this.#column);
      if (before === undefined && after !== undefined) {
        const at = this.#isRoot() ? after.from : this.#withComments(after.from);
        return this.#edit(at, at, text + newline + gap + indent);
      }
      const at = before?.to ?? this.#text.length;
      const isOpenLine = at > 0 && this.#text[at - 1] !== '\n';
      const line = gap + indent + text;
      return this.#edit(at, at, isOpenLine ? newline + line : line + newline);
    });
  }

  /** Whether blank lines stand between all members. */
  #hasGaps(lines: readonly Lines[]): boolean {
    const isApart = (line: Lines, i: number): boolean => {
      const before = lines[i - 1];
      return (
        before === undefined || /^[ \t]*\r?\n/m.test(this.#text.slice(before.to, startOfLine(this.#text, line.from)))
      );
    };
    return lines.length > 1 && lines.every(isApart);
  }

  /** What stands above the outermost keys is about the whole file as often as about the first of them. */
  #isRoot(): boolean {
    return this.#column === 0;
  }

  /** Only comments in the column of the members belong to them. */
  #withComments(from: number): number {
    if (!startsLine(this.#text, from)) return from;
    const at = startOfComments(this.#text, from, 0, hashComment);
    return at - startOfLine(this.#text, at) === this.#column ? at : from;
  }

  /** Members behind a dash, up to the first that stays and takes their place there. */
  #cutLead(lines: readonly Lines[], next: Lines): LayerEdit | Refusal {
    const lead = lines.slice(0, lines.indexOf(next));
    const [first = next] = lead;
    const isBare = lead.every(({ to }, i) => this.#text.slice(to, (lead[i + 1] ?? next).from).trim() === '');
    return isBare ? this.#edit(first.from, next.from, '') : refuse('a comment stands after it');
  }

  #cut({ from, to }: Lines): LayerEdit {
    const isOpenLine = this.#text[to - 1] !== '\n';
    const start = startOfLine(this.#text, from);
    if (!isOpenLine) return this.#edit(start, to, '');
    const lineEnd = this.#text.startsWith('\r\n', start - 2) ? 2 : 1;
    return this.#edit(Math.max(0, start - lineEnd), to, '');
  }

  #replaceAll(lines: readonly Lines[], inserted: readonly NewMember[]): readonly LayerEdit[] | Refusal {
    const [first] = lines;
    const last = lines.at(-1);
    if (first === undefined || last === undefined) return refuse(NOT_HERE);
    const end = this.#contentEnd(last.member);
    const empty = this.#collection.kind === 'array' ? '[]' : '{}';
    const separator = this.#style.newline + ' '.repeat(this.#column);
    const text = inserted.map((member) => this.#member(member)).join(separator);
    if (inserted.length > 0) return [this.#edit(first.from, end, text)];
    let colon = first.from;
    while (/\s/.test(this.#text.charAt(colon - 1))) colon--;
    if (this.#text[colon - 1] === ':') return [this.#edit(colon, end, ` ${empty}`)];
    return [this.#edit(first.from, end, empty)];
  }

  #contentEnd({ end }: Member): number {
    let at = end;
    while (at > this.#collection.start && /\s/.test(this.#text.charAt(at - 1))) at--;
    return at;
  }

  /** What a value takes up behind its colon or dash; an empty or nested one begins right behind that. */
  #valueRegion({ member, from }: Lines): readonly [number, number] | Refusal {
    const mark = member.key === undefined ? from + 1 : this.#text.indexOf(':', member.key.end) + 1;
    const between = this.#text.slice(mark, member.value.start);
    const isAbsent = member.value.start < mark;
    if (isAbsent) return [mark, mark];
    const hasMore = between.trim() !== '';
    const end = this.#contentEnd(member);
    if (between.includes('\n'))
      return hasMore ? refuse('a comment or anchor stands in front of the value') : [mark, end];
    return hasMore ? [member.value.start, end] : [mark, end];
  }

  #flat(value: Data): string {
    if (isNested(value)) {
      const layout = { ...FLOW_LAYOUT, newline: this.#style.newline };
      return ` ${writeData(value, layout, flowSpelling(this.#collection), '')}`;
    }
    const [first = '', ...rest] = writeBlock(value, this.#style);
    return ` ${[first, ...this.#indented(rest, this.#column + this.#style.step)].join(this.#style.newline)}`;
  }

  #nested({ member }: Lines, value: Data): string {
    const isItem = member.key === undefined;
    const lines = writeBlock(value, this.#style);
    if (isItem) {
      const [first = '', ...rest] = lines;
      return ` ${[first, ...this.#indented(rest, this.#column + 2)].join(this.#style.newline)}`;
    }
    const step = Array.isArray(value) && !this.#style.indentsLists ? 0 : this.#style.step;
    return this.#style.newline + this.#indented(lines, this.#column + step).join(this.#style.newline);
  }

  /** A new member without the indentation of its first line. */
  #member({ key, value }: NewMember): string {
    const [first = '', ...rest] = writeBlock(key === undefined ? [value] : { [key]: value }, this.#style);
    return [first, ...this.#indented(rest, this.#column)].join(this.#style.newline);
  }

  #indented(lines: readonly string[], column: number): readonly string[] {
    const indent = ' '.repeat(column);
    return lines.map((line) => (line === '' ? '' : indent + line));
  }

  #edit(start: number, end: number, text: string): LayerEdit {
    return { layer: this.#collection.layer, start, end, text };
  }
}

const FLOW_LAYOUT = {
  newline: '\n',
  isTall: false,
  indent: '',
  outerIndent: '',
  step: '',
  colon: ': ',
  comma: ', ',
  padding: ' ',
  tallLists: false,
} as const;
