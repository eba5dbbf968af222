/**
 * What files say, in a form that can be compared: the values of their trees, and of the machines made of them. With
 * intended changes it gives what the files are to say after a fix.
 *
 * Limits: the order of an object's members is left out, comments too. A text that is itself read as a definition is
 * masked where a fix edits it: the machine made of it shows whether the edit is right.
 */
import type { IntendedChange } from '../../fixers/lower.ts';
import type { HostSpan, TextEdit } from '../../text/layer.ts';
import { spanOf } from '../../tree/node.ts';
import type { Node, ObjectNode, Place, StringNode, UnknownNode } from '../../tree/node.ts';
import type { Collection, Data, DataObject } from '../../tree/syntax.ts';
import { isScriptPath } from '../../text/script-path.ts';
import { firstFrom } from './choose.ts';

type KeyChange = Extract<IntendedChange, { kind: 'key' }>;
type MembersChange = Extract<IntendedChange, { kind: 'members' }>;

/** Changes by the place of what they change. */
export class ChangeTable {
  readonly #members = new Map<string, MembersChange[]>();
  readonly #values = new Map<string, Data>();
  readonly #keys = new Map<string, KeyChange>();
  readonly #texts = new Map<string, string>();
  readonly #reads = new Map<string, Data | undefined>();
  readonly #wrapped = new Set<string>();
  readonly #made = new Map<string, number>();

  constructor(changes: readonly IntendedChange[]) {
    for (const change of changes) this.#add(change, keyOfChange(change));
  }

  #add(change: IntendedChange, key: string): void {
    switch (change.kind) {
      case 'members':
        this.#addMembers(key, change);
        return;
      case 'value':
        this.#values.set(key, change.value);
        return;
      case 'key':
        this.#keys.set(key, change);
        return;
      case 'text':
        this.#texts.set(key, change.text);
        return;
      case 'wrapped':
        this.#wrapped.add(key);
        return;
      case 'reads':
        this.#reads.set(key, change.value);
    }
  }

  #addMembers(key: string, change: MembersChange): void {
    const known = this.#members.get(key);
    if (known === undefined) this.#members.set(key, [change]);
    else if (!known.some((other) => isSameChange(other, change))) known.push(change);
  }

  valueAt(node: Node): Data | undefined {
    return this.#find('value', this.#values, node);
  }

  /** What a value of a machine reads as, whatever is written. */
  readingOf(node: Node): Data | undefined {
    return this.#reads.size === 0 ? undefined : this.#reads.get(keyOf(node));
  }

  /** Whether a value of a machine may read as any scalar. */
  isFilled(node: Node): boolean {
    if (this.#reads.size === 0) return false;
    const key = keyOf(node);
    return this.#reads.has(key) && this.#reads.get(key) === undefined;
  }

  isWrapped(node: Node): boolean {
    if (this.#wrapped.size === 0) return false;
    const key = keyOf(node);
    if (!this.#wrapped.has(key)) return false;
    this.#count('wrapped', key);
    return true;
  }

  renamedAt(key: StringNode): KeyChange | undefined {
    return this.#find('key', this.#keys, key);
  }

  textAt(node: Node): string | undefined {
    return this.#find('text', this.#texts, node);
  }

  membersAt(node: Collection): readonly MembersChange[] {
    return this.#find('members', this.#members, node, node.syntax?.role) ?? [];
  }

  /** How many values of what was read so far a change was made to. */
  timesMade(change: IntendedChange): number {
    return this.#made.get(change.kind + keyOfChange(change)) ?? 0;
  }

  #find<T>(kind: IntendedChange['kind'], table: ReadonlyMap<string, T>, place: Place, role = ''): T | undefined {
    if (table.size === 0) return undefined;
    const key = keyOf(place) + role;
    const found = table.get(key);
    if (found !== undefined) this.#count(kind, key);
    return found;
  }

  #count(kind: IntendedChange['kind'], key: string): void {
    this.#made.set(kind + key, (this.#made.get(kind + key) ?? 0) + 1);
  }
}

/** Two findings may want the same of one place, which is then changed once. */
function isSameChange(a: MembersChange, b: MembersChange): boolean {
  return a.moved.length + b.moved.length === 0 && wordingOf(a) === wordingOf(b);
}

function wordingOf({ removed, inserted }: MembersChange): string {
  const added = inserted.map(({ before, key, value }) => [before && startKey(before), key, value]);
  return JSON.stringify([removed.map(startKey), added]);
}

/** Where edits are; `edits` of each file in order. */
export class EditedPlaces {
  readonly count: number;
  readonly #byFile = new Map<string, TextEdit[]>();

  constructor(edits: readonly TextEdit[]) {
    this.count = edits.length;
    for (const edit of edits) {
      const known = this.#byFile.get(edit.file.path);
      if (known === undefined) this.#byFile.set(edit.file.path, [edit]);
      else known.push(edit);
    }
  }

  /** Whether one is wholly within a range. The first that begins there also ends first. */
  isWithin({ file, start, end }: HostSpan): boolean {
    const edits = this.#byFile.get(file.path);
    if (edits === undefined) return false;
    const edit = edits[firstFrom(edits, start)];
    return edit !== undefined && edit.end <= end;
  }
}

export interface ValueOptions {
  readonly changes: ChangeTable;
  /** A scalar that holds an edit and is not changed itself is masked. Only for whole files. */
  readonly edits?: EditedPlaces;
}

/** A scalar as text; a list; an object as its tag and its entries in the order of their names. */
export type WrittenValue = string | readonly WrittenValue[] | WrittenObject;

interface WrittenObject {
  readonly tag: string;
  readonly entries: readonly (readonly [name: string, value: WrittenValue])[];
}

/** A scalar of which only is known that it is edited. */
const EDITED = '<edited>';

export function writtenValue(node: Node, options: ValueOptions): WrittenValue {
  return options.changes.isWrapped(node) ? [ownValue(node, options)] : ownValue(node, options);
}

function ownValue(node: Node, options: ValueOptions): WrittenValue {
  const { changes } = options;
  if (options.edits === undefined && changes.isFilled(node)) return EDITED;
  const value = (options.edits === undefined ? changes.readingOf(node) : undefined) ?? changes.valueAt(node);
  if (value !== undefined) return dataValue(value);
  switch (node.kind) {
    case 'object':
      return objectValue(node, options);
    case 'array':
      return arrayValue(node, options);
    case 'string':
    case 'unknown':
      return textValue(node, options);
    case 'number':
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
  }
}

/** Whether `found` is what is `wanted`. */
export function isAsWanted(wanted: WrittenValue, found: WrittenValue): boolean {
  if (typeof wanted === 'string') return wanted === EDITED ? typeof found === 'string' : wanted === found;
  if (isObject(wanted)) return isObject(found) && isSameObject(wanted, found);
  if (typeof found === 'string' || isObject(found) || wanted.length !== found.length) return false;
  return wanted.every((item, i) => isAsWanted(item, found[i] ?? ''));
}

function isObject(value: WrittenValue): value is WrittenObject {
  return typeof value === 'object' && 'entries' in value && !Array.isArray(value);
}

function isSameObject(wanted: WrittenObject, found: WrittenObject): boolean {
  if (wanted.tag !== found.tag || wanted.entries.length !== found.entries.length) return false;
  return wanted.entries.every(([name, value], i) => {
    const other = found.entries[i];
    return other?.[0] === name && isAsWanted(value, other[1]);
  });
}

type WrittenEntry = WrittenObject['entries'][number];

/** A sort keeps the order of entries with the same name. */
function object(tag: string, entries: readonly WrittenEntry[]): WrittenObject {
  return { tag, entries: [...entries].sort(([a], [b]) => (a < b ? -1 : a > b ? 1 : 0)) };
}

function objectValue(node: ObjectNode, options: ValueOptions): WrittenValue {
  const changed = options.changes.membersAt(node);
  const byPlace = changed.flatMap(({ removed: places, removedNames }) => (removedNames === undefined ? places : []));
  const removed = new Set(byPlace.map(startKey));
  const names = new Set(changed.flatMap(({ removedNames }) => removedNames ?? []));
  const entries: WrittenEntry[] = [];
  for (const { key, value } of node.entries) {
    if (names.has(key.value)) continue;
    if (removed.size > 0 && key.anchor === undefined && removed.has(placeStart(key))) continue;
    const renamed = options.changes.renamedAt(key);
    entries.push([renamed?.name ?? key.value, withMembers(writtenValue(value, options), renamed?.adds)]);
  }
  for (const { inserted } of changed) {
    for (const { key = '', value } of inserted) entries.push([key, dataValue(value)]);
  }
  return object(node.tag ?? '', entries);
}

/** A value that is no object is left as it is, and then does not read as intended. */
function withMembers(value: WrittenValue, adds: DataObject | undefined): WrittenValue {
  if (adds === undefined || !isObject(value)) return value;
  const more = Object.entries(adds).map(([key, item]): WrittenEntry => [key, dataValue(item)]);
  return object(value.tag, [...value.entries, ...more]);
}

function arrayValue(node: Extract<Node, { kind: 'array' }>, options: ValueOptions): WrittenValue {
  const changed = options.changes.membersAt(node);
  const moved = changed.flatMap((change) => change.moved);
  const gone = changed.flatMap((change) => change.removed.map(startKey));
  const removed = new Set([...gone, ...moved.map(({ item }) => placeStart(item))]);
  const inserted = new Map<string, WrittenValue[]>();
  const put = (before: HostSpan | undefined, value: WrittenValue): void => {
    const key = before === undefined ? '' : startKey(before);
    const known = inserted.get(key);
    if (known === undefined) inserted.set(key, [value]);
    else known.push(value);
  };
  for (const { before, value } of changed.flatMap((change) => change.inserted)) put(before, dataValue(value));
  for (const { before, item } of moved) put(before, writtenValue(item, options));
  const items: WrittenValue[] = [];
  for (const item of node.items) {
    if (changed.length === 0) {
      items.push(writtenValue(item, options));
      continue;
    }
    const start = placeStart(item);
    for (const value of inserted.get(start) ?? []) items.push(value);
    if (!removed.has(start)) items.push(writtenValue(item, options));
  }
  for (const value of inserted.get('') ?? []) items.push(value);
  return items;
}

function textValue(node: StringNode | UnknownNode, options: ValueOptions): string {
  const change = options.changes.textAt(node);
  if (change !== undefined) return JSON.stringify(change);
  if (options.edits !== undefined && holdsEdit(node, options.edits)) return EDITED;
  if (node.kind === 'string') return JSON.stringify(node.value);
  if (node.template === undefined) return `<${node.why}>`;
  // In source code no quotes tell a value of any type from a text.
  const isBare = node.bare && !isScriptPath(spanOf(node).file.path);
  return isBare ? `<${node.template}>` : JSON.stringify(node.template);
}

function holdsEdit(node: Place, edits: EditedPlaces): boolean {
  return edits.count > 0 && node.anchor === undefined && edits.isWithin(spanOf(node));
}

function dataValue(value: Data): WrittenValue {
  if (typeof value === 'string') return JSON.stringify(value);
  if (value === null || typeof value !== 'object') return String(value);
  if (isList(value)) return value.map(dataValue);
  return object(
    '',
    Object.entries(value).map(([key, item]) => [key, dataValue(item)]),
  );
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** The same for changes of the same value. */
export function keyOfChange(change: IntendedChange): string {
  return placeKey(change.span) + (change.kind === 'members' ? (change.role ?? '') : '');
}

function keyOf(place: Place): string {
  return placeKey(spanOf(place));
}

function placeKey({ file, start, end }: HostSpan): string {
  return `${file.path}\0${start}\0${end}`;
}

function placeStart(place: Place): string {
  return startKey(place.layer.toHost({ start: place.start, end: place.start + 1 }));
}

function startKey({ file, start }: HostSpan): string {
  return `${file.path}\0${start}`;
}
