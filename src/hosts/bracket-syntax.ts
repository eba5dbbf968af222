/**
 * Changes what stands between brackets: JSON objects and lists, and the flow style of YAML. New members follow the
 * layout of the ones that are there. Comments on lines of their own stay; one on the line of a removed member goes
 * with it.
 */
import { refuse } from '../text/layer.ts';
import type { Refusal } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import { membersOf } from '../tree/syntax.ts';
import type {
  Collection,
  CollectionSyntax,
  Data,
  LayerEdit,
  Member,
  MemberChange,
  MovedMember,
  NewMember,
} from '../tree/syntax.ts';
import {
  endOfLine,
  indentAt,
  layoutOf,
  skipRestOfLine,
  skipTrivia,
  startOfComments,
  startOfLine,
  startsLine,
  isWrittenTall,
} from './bracket-layout.ts';
import type { BracketLayout, CommentEnd } from './bracket-layout.ts';
import { writeData, writeEntry } from './bracket-writer.ts';
import type { Spelling } from './bracket-writer.ts';

/** What differs between the languages that write collections between brackets. */
export interface BracketDialect {
  readonly comment: CommentEnd;
  /** Whether what stands on one line may be spread over several, wherever it is. */
  readonly canSpread: boolean;
  /** The spelling that fits the members that are there. */
  spelling(collection: Collection): Spelling;
}

export class BracketSyntax implements CollectionSyntax {
  readonly #dialect: BracketDialect;

  constructor(dialect: BracketDialect) {
    this.#dialect = dialect;
  }

  changeMembers(collection: Collection, change: MemberChange): readonly LayerEdit[] | Refusal {
    return new BracketChange(collection, change, this.#dialect).edits();
  }

  replaceValue(collection: Collection, index: number, value: Data): LayerEdit | Refusal {
    const member = membersOf(collection)[index];
    if (member === undefined || member.key?.anchor !== undefined) return refuse(NOT_HERE);
    const { layer } = collection;
    const { start, end } = member.value;
    const indent = indentAt(layer.text, member.start);
    const layout = layoutOf(collection);
    return { layer, start, end, text: writeData(value, layout, this.#dialect.spelling(collection), indent) };
  }

  wrapValue(collection: Collection, index: number): readonly LayerEdit[] | Refusal {
    const member = membersOf(collection)[index];
    if (member === undefined || member.key?.anchor !== undefined) return refuse(NOT_HERE);
    return bracketed(collection, member.value);
  }
}

/** Puts brackets around a value. */
export function bracketed({ layer }: Collection, { start, end }: Range): readonly LayerEdit[] {
  return [
    { layer, start, end: start, text: '[' },
    { layer, start: end, end, text: ']' },
  ];
}

/** Longest line that new members may make. */
const LONGEST_LINE = 120;

const NOT_HERE = 'the member is not written in this place';
const COMMENTED = 'a comment stands beside what would be moved';

/** Kept members at both sides of a place where something changes, and what changes there. */
interface Run {
  readonly before: Member | undefined;
  readonly after: Member | undefined;
  readonly removed: readonly Member[];
  readonly inserted: readonly Insertion[];
}

type Insertion = NewMember | MovedMember;

class BracketChange {
  readonly #collection: Collection;
  readonly #text: string;
  readonly #layout: BracketLayout;
  readonly #spelling: Spelling;
  readonly #comment: CommentEnd;
  readonly #canSpread: boolean;
  readonly #members: readonly Member[];
  readonly #change: MemberChange;

  constructor(collection: Collection, change: MemberChange, dialect: BracketDialect) {
    this.#collection = collection;
    this.#text = collection.layer.text;
    const layout = layoutOf(collection);
    this.#members = membersOf(collection);
    this.#layout = this.#members.length > 0 || dialect.canSpread ? layout : { ...layout, isTall: false };
    this.#spelling = dialect.spelling(collection);
    this.#comment = dialect.comment;
    this.#canSpread = dialect.canSpread;
    this.#change = change;
  }

  edits(): readonly LayerEdit[] | Refusal {
    const isElsewhere = this.#change.removed.some((index) => this.#members[index]?.key?.anchor !== undefined);
    if (isElsewhere) return refuse(NOT_HERE);
    if (this.#change.moved.some(({ index }) => this.#hasComment(index))) return refuse(COMMENTED);
    const emptied = this.#empty();
    if (emptied !== undefined) return [emptied];
    return this.#spread() ?? this.#runs().flatMap((run) => this.#changeRun(run));
  }

  /** A line for each member where new ones would make the only line too long. Touches nothing within the members. */
  #spread(): readonly LayerEdit[] | undefined {
    const { newline, indent, outerIndent, isTall } = this.#layout;
    const { inserted, removed, moved } = this.#change;
    if (!this.#canSpread || isTall || removed.length + moved.length > 0 || !this.#isLineOfItsOwn()) return undefined;
    const line = this.#lineOf(this.#collection.start);
    const flat = inserted.reduce((length, member) => length + this.#write(member).length + 2, line.length);
    if (flat <= LONGEST_LINE) return undefined;
    const layout = { ...this.#layout, isTall: true };
    const edits: LayerEdit[] = [];
    for (const [i, gap] of this.#gaps().entries()) {
      const texts = inserted.filter(({ before }) => before === i).map((member) => this.#write(member, layout));
      const isLast = i === this.#members.length;
      const parts = [...(i > 0 ? [''] : []), ...texts, ...(isLast ? [] : [''])];
      const joined = parts.join(`,${newline}${indent}`);
      const text = (i === 0 ? newline + indent : '') + joined + (isLast ? newline + outerIndent : '');
      edits.push(this.#edit(gap.start, gap.end, text));
    }
    return edits;
  }

  /** What stands before, between and behind the members. */
  #gaps(): readonly Range[] {
    const { start, end } = this.#collection;
    const starts = [start + 1, ...this.#members.map((member) => member.end)];
    const ends = [...this.#members.map((member) => member.start), end - 1];
    return starts.map((from, i) => ({ start: from, end: ends[i] ?? from }));
  }

  /** Whether it has members, all of them on one line with nothing but a key before them, and commas between them. */
  #isLineOfItsOwn(): boolean {
    const { start, end } = this.#collection;
    const text = this.#text;
    if (this.#members.length === 0 || !isWrittenTall(this.#collection.layer) || /[\r\n]/.test(text.slice(start, end)))
      return false;
    const before = text.slice(startOfLine(text, start), start);
    const after = text.slice(end, endOfLine(text, end));
    if (!/^\s*(?:"[^"]*"\s*:\s*)?$/.test(before) || !/^\s*,?\s*$/.test(after)) return false;
    return this.#gaps().every((gap, i) => {
      const isOuter = i === 0 || i === this.#members.length;
      return (isOuter ? /^\s*$/ : /^\s*,\s*$/).test(text.slice(gap.start, gap.end));
    });
  }

  #lineOf(at: number): string {
    return this.#text.slice(startOfLine(this.#text, at), endOfLine(this.#text, at));
  }

  /** Where nothing is left, not even a comment, no white space is left either. */
  #empty(): LayerEdit | undefined {
    const { start, end } = this.#collection;
    const { removed, inserted, moved } = this.#change;
    if (inserted.length + moved.length > 0 || removed.length < this.#members.length) return undefined;
    let at = start + 1;
    for (const member of this.#members) {
      if (!/^[\s,]*$/.test(this.#text.slice(at, member.start))) return undefined;
      at = member.end;
    }
    const isBare = /^[\s,]*$/.test(this.#text.slice(at, end - 1));
    return isBare ? this.#edit(start + 1, end - 1, '') : undefined;
  }

  #runs(): readonly Run[] {
    const runs: Run[] = [];
    const { removed: cut, moved, inserted: added } = this.#change;
    const removed = new Set([...cut, ...moved.map(({ index }) => index)]);
    let before: Member | undefined;
    let gone: Member[] = [];
    let inserted: Insertion[] = [];
    const close = (after: Member | undefined): void => {
      if (gone.length > 0 || inserted.length > 0) runs.push({ before, after, removed: gone, inserted });
      [before, gone, inserted] = [after, [], []];
    };
    for (let i = 0; i <= this.#members.length; i++) {
      inserted.push(...[...added, ...moved].filter((member) => member.before === i));
      const member = this.#members[i];
      // What a merge key brings is not written here.
      if (member === undefined || member.key?.anchor !== undefined) continue;
      if (removed.has(i)) gone.push(member);
      else close(member);
    }
    close(undefined);
    return runs;
  }

  #changeRun(run: Run): readonly LayerEdit[] {
    const [first] = run.removed;
    const last = run.removed.at(-1);
    if (first === undefined || last === undefined) return [this.#insert(run)];
    if (run.inserted.length > 0) return [this.#edit(first.start, last.end, this.#joined(run.inserted))];
    return this.#remove(run, last);
  }

  #insert({ before, after, inserted }: Run): LayerEdit {
    if (before !== undefined) return this.#insertAfter(before, inserted);
    if (after !== undefined) return this.#insertFirst(after, inserted);
    return this.#fillEmpty(inserted);
  }

  #insertAfter(member: Member, inserted: readonly Insertion[]): LayerEdit {
    const text = this.#text;
    const comma = skipTrivia(text, member.end, this.#comment);
    const hasComma = text[comma] === ',';
    if (!this.#layout.isTall || !this.#isAlone(member, hasComma ? comma + 1 : member.end)) {
      if (!hasComma) return this.#edit(member.end, member.end, this.#layout.comma + this.#joined(inserted));
      const space = this.#layout.comma.slice(1);
      return this.#edit(comma + 1, comma + 1, `${space}${this.#joined(inserted)},`);
    }
    const lines = inserted.map((member) => this.#line(member)).join(',');
    if (hasComma) {
      const end = skipRestOfLine(text, comma + 1, this.#comment);
      return this.#edit(end, end, `${lines},`);
    }
    const end = skipRestOfLine(text, member.end, this.#comment);
    return this.#edit(member.end, end, `,${text.slice(member.end, end)}${lines}`);
  }

  /** Whether a line ends behind a member, or is taken up by comments only. */
  #isAlone(member: Member, end: number): boolean {
    const rest = skipRestOfLine(this.#text, end, this.#comment);
    const next = this.#text[rest];
    return startsLine(this.#text, member.start) && (next === undefined || next === '\n' || next === '\r');
  }

  #insertFirst(next: Member, inserted: readonly Insertion[]): LayerEdit {
    if (this.#layout.isTall && startsLine(this.#text, next.start)) {
      const start = startOfComments(this.#text, next.start, this.#collection.start + 1, this.#comment);
      const separator = `,${this.#layout.newline}${this.#layout.indent}`;
      return this.#edit(start, start, inserted.map((member) => this.#write(member) + separator).join(''));
    }
    return this.#edit(next.start, next.start, this.#joined(inserted) + this.#layout.comma);
  }

  #fillEmpty(inserted: readonly Insertion[]): LayerEdit {
    const { start, end, kind } = this.#collection;
    const { isTall, newline, outerIndent, padding } = this.#layout;
    const inner = this.#text.slice(start + 1, end - 1);
    const kept = inner.trim() === '' ? '' : inner.trimEnd();
    if (isTall || kept !== '') {
      const lines = inserted.map((member) => this.#line(member)).join(',');
      return this.#edit(start + 1, end - 1, `${kept}${lines}${newline}${outerIndent}`);
    }
    const space = kind === 'array' ? '' : padding;
    return this.#edit(start + 1, end - 1, space + this.#joined(inserted) + space);
  }

  #remove({ before, removed }: Run, last: Member): readonly LayerEdit[] {
    const comma = skipTrivia(this.#text, last.end, this.#comment);
    const endsWithComma = this.#text[comma] === ',';
    const cuts = joinCuts(removed.map((member) => this.#cut(member)));
    if (endsWithComma || before === undefined) return cuts;
    // What is now last gives up its comma.
    const lost = skipTrivia(this.#text, before.end, this.#comment);
    const [first, ...rest] = cuts;
    let blanks = lost + 1;
    while (/[ \t]/.test(this.#text.charAt(blanks))) blanks++;
    if (first !== undefined && first.start <= blanks) return [this.#edit(lost, first.end, ''), ...rest];
    return [this.#edit(lost, lost + 1, ''), ...cuts];
  }

  /** A member with its comma; its lines, where it has them for itself. */
  #cut(member: Member): LayerEdit {
    const text = this.#text;
    const next = skipTrivia(text, member.end, this.#comment);
    const end = text[next] === ',' ? next + 1 : member.end;
    if (this.#isAlone(member, end)) {
      const start = startOfLine(text, member.start);
      const rest = skipRestOfLine(text, end, this.#comment);
      const isCut = text.slice(rest).startsWith('\r\n') ? 2 : text[rest] === '\n' ? 1 : 0;
      return this.#edit(start, rest + isCut, '');
    }
    if (end > member.end) {
      let following = end;
      while (text[following] === ' ' || text[following] === '\t') following++;
      return this.#edit(member.start, following, '');
    }
    return this.#edit(this.#afterLast(member), member.end, '');
  }

  /** Where the blanks in front of a member begin; a comment in front of them keeps its line end. */
  #afterLast(member: Member): number {
    let start = member.start;
    while (/[ \t]/.test(this.#text.charAt(start - 1))) start--;
    const blanks = start;
    while (/\s/.test(this.#text.charAt(start - 1))) start--;
    const isCode = /[[{,]/.test(this.#text.charAt(start - 1));
    return isCode ? start : blanks;
  }

  #line(member: Insertion): string {
    return this.#layout.newline + this.#layout.indent + this.#write(member);
  }

  #joined(inserted: readonly Insertion[]): string {
    const { isTall, newline, indent, comma } = this.#layout;
    return inserted.map((member) => this.#write(member)).join(isTall ? `,${newline}${indent}` : comma);
  }

  #write(member: Insertion, layout = this.#layout): string {
    if ('index' in member) return this.#written(member);
    const { key, value } = member;
    const { indent, outerIndent, isTall } = layout;
    const at = isTall ? indent : outerIndent;
    if (key === undefined) return writeData(value, layout, this.#spelling, at);
    return writeEntry(key, value, layout, this.#spelling, at);
  }

  #written({ index }: MovedMember): string {
    const { start, end } = this.#members[index] ?? this.#collection;
    return this.#text.slice(start, end);
  }

  /** In front of a member, and so left behind; or on the line on which it ends, and so taken out with it. */
  #hasComment(index: number): boolean {
    const member = this.#members[index];
    if (member === undefined) return false;
    const before = this.#members[index - 1]?.end ?? this.#collection.start + 1;
    if (this.#text.slice(before, member.start).replace(',', '').trim() !== '') return true;
    const comma = skipTrivia(this.#text, member.end, this.#comment);
    const from = this.#text[comma] === ',' ? comma + 1 : member.end;
    const rest = this.#text.slice(member.end, skipRestOfLine(this.#text, from, this.#comment));
    return rest.replace(',', '').trim() !== '';
  }

  #edit(start: number, end: number, text: string): LayerEdit {
    return { layer: this.#collection.layer, start, end, text };
  }
}

/** The blanks between two members are cut only once. */
function joinCuts(cuts: readonly LayerEdit[]): readonly LayerEdit[] {
  const joined: LayerEdit[] = [];
  for (const cut of cuts) {
    const last = joined.at(-1);
    if (last === undefined || cut.start >= last.end) joined.push(cut);
    else joined[joined.length - 1] = { ...last, end: Math.max(last.end, cut.end) };
  }
  return joined;
}
