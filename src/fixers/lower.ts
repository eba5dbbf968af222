/**
 * From intents to edits of files. Intents on one collection are taken together, so that commas and lines come out right;
 * each replacement is then carried out to the file through the text layers, or refused with a reason. What a fix means
 * for the values of the file goes along as `IntendedChange`s, keyed by place, for whoever reads the edited file back.
 */
import { isRefusal, refuse } from '../text/layer.ts';
import type { HostSpan, Layer, Refusal, TextEdit } from '../text/layer.ts';
import { hasPlaceholder } from '../text/placeholders.ts';
import { spanOf } from '../tree/node.ts';
import type { Node, Place, StringNode } from '../tree/node.ts';
import { membersOf } from '../tree/syntax.ts';
import type {
  Collection,
  Data,
  DataObject,
  LayerEdit,
  MemberChange,
  MovedMember,
  NameSyntax,
  NewMember,
  Right,
} from '../tree/syntax.ts';
import { compareFields } from './field-order.ts';
import type { Fix, Intent } from './fix.ts';
import { editsOf, entriesOf, placeholderOf } from './substituted.ts';
import type { SubstitutionTables } from './substituted.ts';

/** What becomes of the value at a place. */
export type IntendedChange =
  | {
      readonly kind: 'members';
      /** Of the collection. */
      readonly span: HostSpan;
      /** What the collection is at its place, where several may be there. */
      readonly role?: string | undefined;
      /** Where the removed members began. */
      readonly removed: readonly HostSpan[];
      /** Their names, of an object that code makes: several of its entries may stand at one place. */
      readonly removedNames?: readonly string[];
      /** In front of which member each goes; absent for the end. */
      readonly inserted: readonly {
        readonly before: HostSpan | undefined;
        readonly key?: string;
        readonly value: Data;
      }[];
      /** Which member each is, and in front of which one it goes; absent for the end. */
      readonly moved: readonly { readonly item: Node; readonly before: HostSpan | undefined }[];
    }
  /** The value becomes the only item of a list. */
  | { readonly kind: 'wrapped'; readonly span: HostSpan }
  | { readonly kind: 'value'; readonly span: HostSpan; readonly value: Data }
  | {
      readonly kind: 'key';
      readonly span: HostSpan;
      readonly name: string;
      /** What the host adds to the object under the new name. */
      readonly adds?: DataObject | undefined;
    }
  | { readonly kind: 'text'; readonly span: HostSpan; readonly text: string }
  /** Of the machine only, not of the file: what the value reads as; any scalar where there is no value. */
  | { readonly kind: 'reads'; readonly span: HostSpan; readonly value: Data | undefined };

export interface LoweredFix {
  readonly edits: readonly TextEdit[];
  readonly changes: readonly IntendedChange[];
}

/** `tables` are those of the machine's declarations. */
export function lowerFix({ edits }: Fix, tables: SubstitutionTables): LoweredFix | Refusal {
  const members = new Map<Collection, Intent[]>();
  const written: LayerEdit[] = [];
  const changes: IntendedChange[] = [];
  for (const intent of edits.flatMap(asMembers)) {
    if (isAboutMembers(intent)) {
      const collection = collectionOf(intent);
      const known = members.get(collection);
      if (known === undefined) members.set(collection, [intent]);
      else known.push(intent);
      continue;
    }
    if (intent.op === 'reads') {
      changes.push({ kind: 'reads', span: spanOf(intent.node), value: intent.value });
      continue;
    }
    const lowered = intent.op === 'wrap' ? lowerWrap(intent) : (lowerSubstituted(intent, tables) ?? lowerOne(intent));
    if (isRefusal(lowered)) return lowered;
    written.push(...('edit' in lowered ? [lowered.edit] : lowered.edits));
    changes.push(...('change' in lowered ? [lowered.change] : lowered.changes));
  }
  // Where an inner collection ends with the outer one, what is added to the inner one stands first.
  for (const [collection, intents] of [...members].sort(([a], [b]) => b.start - a.start)) {
    const lowered = lowerMembers(collection, intents);
    if (isRefusal(lowered)) return lowered;
    written.push(...lowered.edits);
    changes.push(...lowered.changes);
  }
  const texts = toFiles(written);
  return isRefusal(texts) ? texts : { edits: texts, changes };
}

/** Code may give a value from elsewhere: it is replaced where it is handed over. */
function asMembers(intent: Intent): readonly Intent[] {
  if (intent.op !== 'replace' || intent.within.syntax?.role === undefined) return [intent];
  const { within, index, value } = intent;
  if (typeof value === 'string' && within.syntax?.isTextHere?.(within, index) === true) return [intent];
  const key = within.kind === 'object' ? within.entries[index]?.key.value : undefined;
  return [
    { op: 'remove', from: within, index },
    { op: 'insert', into: within, before: index, key, value },
  ];
}

const REPEATED = 'the value is written once and repeated here through an alias';
const NOT_WRITTEN = 'the value is not written out here';

type MemberIntent = Extract<Intent, { op: 'insert' | 'remove' | 'move' | 'allow' }>;
type ValueIntent = Extract<Intent, { op: 'replace' | 'rename' | 'splice' }>;

function isAboutMembers(intent: Intent): intent is MemberIntent {
  return ['insert', 'remove', 'move', 'allow'].includes(intent.op);
}

function collectionOf(intent: MemberIntent): Collection {
  switch (intent.op) {
    case 'insert':
      return intent.into;
    case 'remove':
      return intent.from;
    case 'move':
    case 'allow':
      return intent.within;
  }
}

function lowerMembers(
  collection: Collection,
  intents: readonly Intent[],
): { readonly edits: readonly LayerEdit[]; readonly changes: readonly IntendedChange[] } | Refusal {
  const { syntax } = collection;
  if (collection.anchor !== undefined) return refuse(REPEATED);
  if (syntax === undefined) return refuse(NOT_WRITTEN);
  const removed: number[] = [];
  const inserted: NewMember[] = [];
  const moved: MovedMember[] = [];
  const rights: Right[] = [];
  let values: ReadonlyMap<string, Node> = new Map();
  for (const intent of intents as readonly MemberIntent[]) {
    if (intent.op === 'remove') removed.push(intent.index);
    else if (intent.op === 'move') moved.push(intent);
    else if (intent.op === 'allow') {
      rights.push(...intent.rights);
      values = intent.values;
    } else inserted.push({ before: intent.before, key: intent.key, value: intent.value });
  }
  removed.sort((a, b) => a - b);
  inserted.sort((a, b) => a.before - b.before || compareFields(a.key, b.key));
  const hasGifts = rights.length + values.size > 0;
  if (hasGifts && syntax.givesRights !== true) return refuse(NOT_WRITTEN);
  const given = hasGifts ? { rights, values } : {};
  const edits = syntax.changeMembers(collection, { removed, inserted, moved, ...given });
  if (isRefusal(edits)) return edits;
  // Rights are no part of a definition.
  if (removed.length + inserted.length + moved.length === 0) return { edits, changes: [] };
  const whole = removed.length > 0 ? edits.map((one) => ({ ...one, withHoles: true as const })) : edits;
  return { edits: whole, changes: [membersChange(collection, { removed, inserted, moved })] };
}

function membersChange(collection: Collection, { removed, inserted, moved }: MemberChange): IntendedChange {
  const members = membersOf(collection);
  const startOf = (index: number): HostSpan | undefined => {
    const member = members[index];
    return member && collection.layer.toHost({ start: member.start, end: member.start + 1 });
  };
  return {
    kind: 'members',
    span: spanOf(collection),
    role: collection.syntax?.role,
    removed: removed.flatMap((index) => startOf(index) ?? []),
    ...(collection.kind === 'object' && collection.syntax?.role !== undefined
      ? { removedNames: removed.flatMap((index) => collection.entries[index]?.key.value ?? []) }
      : {}),
    inserted: inserted.map(({ before, key, value }) => ({
      before: startOf(before),
      ...(key === undefined ? {} : { key }),
      value,
    })),
    moved: moved.flatMap(({ index, before }) => {
      const item = members[index]?.value;
      return item === undefined ? [] : [{ item, before: startOf(before) }];
    }),
  };
}

function lowerWrap({ within, index }: Extract<Intent, { op: 'wrap' }>): Substituted | Refusal {
  const member = membersOf(within)[index];
  if (within.anchor !== undefined) return refuse(REPEATED);
  if (within.syntax === undefined || member === undefined) return refuse(NOT_WRITTEN);
  const edits = within.syntax.wrapValue(within, index);
  return isRefusal(edits) ? edits : { edits, changes: [{ kind: 'wrapped', span: spanOf(member.value) }] };
}

interface Substituted {
  readonly edits: readonly LayerEdit[];
  readonly changes: readonly IntendedChange[];
}

/** Undefined for a value that does not come from a table. */
function lowerSubstituted(intent: ValueIntent, tables: SubstitutionTables): Substituted | Refusal | undefined {
  const old = replacedValue(intent);
  const name = old === undefined ? undefined : placeholderOf(old.node);
  if (old === undefined || name === undefined) return undefined;
  const entries = entriesOf(name, tables);
  if (entries.length === 0) return undefined;
  const edits = editsOf(entries, old.node, old.value);
  if (isRefusal(edits)) return edits;
  const changes = entries.map(({ value }): IntendedChange => ({
    kind: 'value',
    span: spanOf(value),
    value: old.value,
  }));
  return { edits, changes: [...changes, { kind: 'reads', span: spanOf(old.node), value: old.value }] };
}

function replacedValue(intent: ValueIntent): { readonly node: Node; readonly value: Data } | undefined {
  switch (intent.op) {
    case 'rename':
      return undefined;
    case 'replace': {
      const node = membersOf(intent.within)[intent.index]?.value;
      return node && { node, value: intent.value };
    }
    case 'splice': {
      const { node, range, text } = intent;
      if (node.kind !== 'string') return undefined;
      return { node, value: node.value.slice(0, range.start) + text + node.value.slice(range.end) };
    }
  }
}

interface InPlace {
  readonly edit: LayerEdit;
  readonly change: IntendedChange;
}

function lowerOne(intent: ValueIntent): InPlace | Substituted | Refusal {
  switch (intent.op) {
    case 'replace':
      return lowerReplace(intent);
    case 'rename': {
      const { key, to } = intent;
      if (key.naming !== undefined) return lowerNaming(key, key.naming, to);
      const layer = key.content();
      const edit = { layer, start: 0, end: layer.text.length, text: to };
      return inPlace(key, edit, { kind: 'key', span: spanOf(key), name: to });
    }
    case 'splice': {
      const { node, range, text } = intent;
      const layer = node.content();
      if (layer === undefined) return refuse(NOT_WRITTEN);
      const whole = layer.text.slice(0, range.start) + text + layer.text.slice(range.end);
      return inPlace(node, { layer, ...range, text }, { kind: 'text', span: spanOf(node), text: whole });
    }
  }
}

/** Where code stands for the name. */
function lowerNaming(key: StringNode, naming: NameSyntax, to: string): Substituted | Refusal {
  const renamed = naming.rename(to);
  if (isRefusal(renamed)) return renamed;
  const { edits, adds } = renamed;
  return { edits, changes: [{ kind: 'key', span: spanOf(key), name: to, adds }] };
}

function lowerReplace({ within, index, value }: Extract<Intent, { op: 'replace' }>): InPlace | Refusal {
  const old = membersOf(within)[index];
  if (within.anchor !== undefined) return refuse(REPEATED);
  if (within.syntax === undefined || old === undefined) return refuse(NOT_WRITTEN);
  const span = spanOf(old.value);
  const isPlainText = typeof value === 'string' && !hasPlaceholder(value);
  if (isPlainText && old.value.kind === 'string' && old.value.anchor === undefined) {
    const layer = old.value.content();
    const edit = { layer, start: 0, end: layer.text.length, text: value };
    return { edit, change: { kind: 'text', span, text: value } };
  }
  const edit = within.syntax.replaceValue(within, index, value);
  return isRefusal(edit) ? edit : { edit: { ...edit, withHoles: true }, change: { kind: 'value', span, value } };
}

function inPlace(place: Place, edit: LayerEdit, change: IntendedChange): InPlace | Refusal {
  return place.anchor === undefined ? { edit, change } : refuse(REPEATED);
}

/** Edits of one layer that cannot be written one by one are written as one. */
function toFiles(edits: readonly LayerEdit[]): readonly TextEdit[] | Refusal {
  const byLayer = new Map<Layer, LayerEdit[]>();
  for (const edit of withoutRepeats(edits)) {
    const known = byLayer.get(edit.layer);
    if (known === undefined) byLayer.set(edit.layer, [edit]);
    else known.push(edit);
  }
  const texts: TextEdit[] = [];
  for (const [layer, own] of byLayer) {
    const joined = joinTouching(own);
    if (joined === undefined) return refuse(OVERLAP);
    const separate = lowerEach(layer, joined);
    const lowered = isRefusal(separate) || overlap(separate) ? lowerAsOne(layer, joined) : separate;
    if (isRefusal(lowered)) return lowered;
    texts.push(...lowered);
  }
  const separate = joinInFiles(texts);
  return overlap(separate) ? refuse(OVERLAP) : separate;
}

function withoutRepeats(edits: readonly LayerEdit[]): readonly LayerEdit[] {
  const isSame = (a: LayerEdit, b: LayerEdit): boolean =>
    a.layer === b.layer && a.start === b.start && a.text === b.text && b.isShared === true;
  return edits.filter((edit, i) => edit.isShared !== true || edits.findIndex((other) => isSame(edit, other)) === i);
}

/** Edits of several layers that meet in a file: what stands there afterwards is certain unless both only insert. */
function joinInFiles(edits: readonly TextEdit[]): readonly TextEdit[] {
  const joined: TextEdit[] = [];
  for (const edit of inOrder(edits)) {
    const last = joined.at(-1);
    const meets = last?.file === edit.file && last.end === edit.start;
    if (last === undefined || !meets || last.start === edit.end) joined.push(edit);
    else joined[joined.length - 1] = { ...last, end: edit.end, text: last.text + edit.text };
  }
  return joined;
}

const OVERLAP = 'its own changes overlap';

function lowerEach(layer: Layer, edits: readonly LayerEdit[]): readonly TextEdit[] | Refusal {
  const texts: TextEdit[] = [];
  for (const edit of edits) {
    const lowered = layer.lower(edit, edit.text, edit.withHoles);
    if (isRefusal(lowered)) return lowered;
    texts.push(...lowered);
  }
  return texts;
}

/** Sorted, with what meets at one offset made one; undefined when some overlap. */
function joinTouching(edits: readonly LayerEdit[]): readonly LayerEdit[] | undefined {
  const joined: LayerEdit[] = [];
  for (const edit of [...edits].sort((a, b) => a.start - b.start || a.end - b.end)) {
    const last = joined.at(-1);
    if (last !== undefined && edit.start < last.end) return undefined;
    if (last === undefined || edit.start > last.end) joined.push(edit);
    else joined[joined.length - 1] = { ...edit, ...last, end: edit.end, text: last.text + edit.text };
  }
  return joined;
}

function lowerAsOne(layer: Layer, edits: readonly LayerEdit[]): readonly TextEdit[] | Refusal {
  const start = edits[0]?.start ?? 0;
  let text = '';
  let at = start;
  for (const edit of edits) {
    text += layer.text.slice(at, edit.start) + edit.text;
    at = edit.end;
  }
  return layer.lower(
    { start, end: at },
    text,
    edits.some(({ withHoles }) => withHoles === true),
  );
}

/** Whether some touch. */
function overlap(edits: readonly TextEdit[]): boolean {
  const sorted = inOrder(edits);
  return sorted.some((edit, i) => {
    const before = sorted[i - 1];
    return before?.file === edit.file && edit.start <= before.end;
  });
}

function inOrder(edits: readonly TextEdit[]): readonly TextEdit[] {
  return [...edits].sort((a, b) =>
    a.file === b.file ? a.start - b.start || a.end - b.end : a.file.path < b.file.path ? -1 : 1,
  );
}
