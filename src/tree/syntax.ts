/**
 * How the members of a collection are written where the collection came from. Each host gives its objects and lists a
 * syntax; what changes them asks it for replacements in the text of their own layer and need not know the host.
 */
import type { Layer, Refusal } from '../text/layer.ts';
import type { Range } from '../text/source-file.ts';
import type { ArrayNode, Node, ObjectNode, Place } from './node.ts';

/** What can be written: the values of JSON. */
export type Data = null | boolean | number | string | readonly Data[] | DataObject;
export interface DataObject {
  readonly [key: string]: Data;
}

export type Collection = ObjectNode | ArrayNode;

/** Replace `[start, end)` of the text of `layer` by `text`. */
export interface LayerEdit extends Range {
  readonly layer: Layer;
  readonly text: string;
  /** Whether values go that are not known here. */
  readonly withHoles?: true;
  /** Made once, however many parts of a fix ask for it: an import. */
  readonly isShared?: true;
}

/** A new member, in front of the member with the index `before`; the number of members means at the end. */
export interface NewMember {
  readonly before: number;
  /** The name of an entry; absent for an item of a list. */
  readonly key?: string | undefined;
  readonly value: Data;
}

/** A member that comes to stand in front of another one, as it is written. */
export interface MovedMember {
  readonly index: number;
  readonly before: number;
}

/** What a call that is written must be allowed, as something else is allowed it already. */
export interface Right {
  readonly actions: readonly string[];
  readonly resources: Node;
  readonly conditions: Node | undefined;
}

/** Members to take out, by index, and to put in, both in ascending order; and items of a list to put elsewhere in it. */
export interface MemberChange {
  readonly removed: readonly number[];
  readonly inserted: readonly NewMember[];
  readonly moved: readonly MovedMember[];
  /** Where the collection is written by code that also gives rights. */
  readonly rights?: readonly Right[];
  /** Texts that stand for values which the code puts together elsewhere. */
  readonly values?: ReadonlyMap<string, Node>;
}

export interface CollectionSyntax {
  /**
   * Of collections that code makes, of which several may stand at one place: what this one is there. A value in them may
   * be written elsewhere, so that giving it another value is a change of members.
   */
  readonly role?: string;
  /** Whether the text of a member is written in the collection itself. Only with a role. */
  isTextHere?(collection: Collection, index: number): boolean;
  /** Whether what is written can be given rights together with a change of members. */
  readonly givesRights?: boolean;
  /** Comments and the layout of what stays are kept. */
  changeMembers(collection: Collection, change: MemberChange): readonly LayerEdit[] | Refusal;
  /** Writes `value` where the member with this index has its value. */
  replaceValue(collection: Collection, index: number, value: Data): LayerEdit | Refusal;
  /** Makes a list of the value of a member, with that value as it is written for its only item. */
  wrapValue(collection: Collection, index: number): readonly LayerEdit[] | Refusal;
}

/** A member of an object or list: `start` of its key or of the item, `end` of its value. */
export interface Member extends Range {
  readonly key: Place | undefined;
  readonly value: Node;
}

/** Made once for each collection: the fixes of a long one ask for them again and again. */
const MEMBERS = new WeakMap<Collection, readonly Member[]>();

export function membersOf(collection: Collection): readonly Member[] {
  const members = MEMBERS.get(collection) ?? listMembers(collection);
  MEMBERS.set(collection, members);
  return members;
}

function listMembers(collection: Collection): readonly Member[] {
  if (collection.kind === 'array') {
    return collection.items.map((value) => ({ start: value.start, end: value.end, key: undefined, value }));
  }
  return collection.entries.map(({ key, value }) => ({ start: key.start, end: value.end, key, value }));
}

/** What a parsed value says as data; undefined where a part of it is not known. */
export function dataOf(node: Node): Data | undefined {
  switch (node.kind) {
    case 'null':
      return null;
    case 'string':
    case 'number':
    case 'boolean':
      return node.value;
    case 'unknown':
      return node.bare ? undefined : node.template;
    case 'array':
      return listOf(node);
    case 'object':
      return objectOf(node);
  }
}

function listOf(node: ArrayNode): Data | undefined {
  const items: Data[] = [];
  for (const item of node.items) {
    const data = dataOf(item);
    if (data === undefined) return undefined;
    items.push(data);
  }
  return items;
}

function objectOf(node: ObjectNode): Data | undefined {
  const members: Record<string, Data> = {};
  for (const { key, value } of node.entries) {
    const data = dataOf(value);
    if (data === undefined) return undefined;
    members[key.value] = data;
  }
  return members;
}

/** How a name is written that code stands for, such as an option or a method. */
export interface NameSyntax {
  rename(to: string): RenamedName | Refusal;
}

export interface RenamedName {
  readonly edits: readonly LayerEdit[];
  /** What the host adds by itself to the object under the new name. */
  readonly adds?: DataObject | undefined;
}
