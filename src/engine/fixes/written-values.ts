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
import type { Collection, Data } from '../../tree/syntax.ts';

/** Changes by the place of what they change. */
export class ChangeTable {
  readonly #members = new Map<string, Extract<IntendedChange, { kind: 'members' }>[]>();
  readonly #values = new Map<string, Data>();
  readonly #keys = new Map<string, string>();
  readonly #texts = new Map<string, string>();
  readonly #reads = new Map<string, Data | undefined>();
  readonly #wrapped = new Set<string>();

  constructor(changes: readonly IntendedChange[]) {
    for (const change of changes) this.#add(change, placeKey(change.span));
  }

  #add(change: IntendedChange, key: string): void {
    switch (change.kind) {
      case 'members':
        this.#members.set(key, [...(this.#members.get(key) ?? []), change]);
        return;
      case 'value':
        this.#values.set(key, change.value);
        return;
      case 'key':
        this.#keys.set(key, change.name);
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

  valueAt(node: Node): Data | undefined {
    return this.#values.size === 0 ? undefined : this.#values.get(keyOf(node));
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
    return this.#wrapped.size > 0 && this.#wrapped.has(keyOf(node));
  }

  nameAt(key: StringNode): string {
    return (this.#keys.size === 0 ? undefined : this.#keys.get(keyOf(key))) ?? key.value;
  }

  textAt(node: Node): string | undefined {
    return this.#texts.size === 0 ? undefined : this.#texts.get(keyOf(node));
  }

  membersAt(node: Collection): readonly Extract<IntendedChange, { kind: 'members' }>[] {
    return this.#members.size === 0 ? [] : (this.#members.get(keyOf(node)) ?? []);
  }
}

export interface ValueOptions {
  readonly changes: ChangeTable;
  /** Edits by file, in order; a scalar that holds one and is not changed itself is masked. Only for whole files. */
  readonly edits?: readonly TextEdit[];
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
  const removed = new Set(changed.flatMap((change) => change.removed.map(startKey)));
  const entries: WrittenEntry[] = [];
  for (const { key, value } of node.entries) {
    if (removed.size > 0 && key.anchor === undefined && removed.has(placeStart(key))) continue;
    entries.push([options.changes.nameAt(key), writtenValue(value, options)]);
  }
  for (const { inserted } of changed) {
    for (const { key = '', value } of inserted) entries.push([key, dataValue(value)]);
  }
  return object(node.tag ?? '', entries);
}

function arrayValue(node: Extract<Node, { kind: 'array' }>, options: ValueOptions): WrittenValue {
  const changed = options.changes.membersAt(node);
  const moved = changed.flatMap((change) => change.moved);
  const gone = changed.flatMap((change) => change.removed.map(startKey));
  const removed = new Set([...gone, ...moved.map(({ item }) => placeStart(item))]);
  const inserted = [
    ...changed
      .flatMap((change) => change.inserted)
      .map(({ before, value }) => ({ before, value: () => dataValue(value) })),
    ...moved.map(({ before, item }) => ({ before, value: () => writtenValue(item, options) })),
  ];
  const items: WrittenValue[] = [];
  for (const item of node.items) {
    const start = inserted.length + removed.size === 0 ? '' : placeStart(item);
    for (const { before, value } of inserted) {
      if (before !== undefined && startKey(before) === start) items.push(value());
    }
    if (!removed.has(start)) items.push(writtenValue(item, options));
  }
  for (const { before, value } of inserted) if (before === undefined) items.push(value());
  return items;
}

function textValue(node: StringNode | UnknownNode, options: ValueOptions): string {
  const change = options.changes.textAt(node);
  if (change !== undefined) return JSON.stringify(change);
  if (options.edits !== undefined && holdsEdit(node, options.edits)) return EDITED;
  if (node.kind === 'string') return JSON.stringify(node.value);
  if (node.template === undefined) return `<${node.why}>`;
  return node.bare ? `<${node.template}>` : JSON.stringify(node.template);
}

function holdsEdit(node: Place, edits: readonly TextEdit[]): boolean {
  if (edits.length === 0 || node.anchor !== undefined) return false;
  const span = spanOf(node);
  return edits.some((edit) => edit.file.path === span.file.path && edit.start >= span.start && edit.end <= span.end);
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
