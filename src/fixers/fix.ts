/**
 * What a rule offers to mend a finding: changes of nodes, free of the host they are written in. Rules build them with
 * `edit`; `lower.ts` makes text of them.
 */
import type { Range } from '../text/source-file.ts';
import type { ArrayNode, Node, ObjectNode, StringNode, UnknownNode } from '../tree/node.ts';
import type { Collection, Data, Right } from '../tree/syntax.ts';
import { placeOf } from './field-order.ts';

/**
 * - `safe`: the same observable behaviour, or the definition could not be deployed and has one possible reading.
 * - `unsafe`: behaviour may change.
 * - `plan`: printed, never applied.
 */
export type FixSafety = 'safe' | 'unsafe' | 'plan';

export type Intent =
  | {
      readonly op: 'insert';
      readonly into: Collection;
      /** Index of the member it goes in front of; the number of members for the end. */
      readonly before: number;
      readonly key?: string | undefined;
      readonly value: Data;
    }
  | { readonly op: 'remove'; readonly from: Collection; readonly index: number }
  | { readonly op: 'replace'; readonly within: Collection; readonly index: number; readonly value: Data }
  /** Puts an item of a list in front of another one; the number of items for the end. */
  | { readonly op: 'move'; readonly within: ArrayNode; readonly index: number; readonly before: number }
  /** Puts the value of a member into a list of its own. */
  | { readonly op: 'wrap'; readonly within: Collection; readonly index: number }
  | { readonly op: 'rename'; readonly key: StringNode; readonly to: string }
  | {
      readonly op: 'splice';
      readonly node: StringNode | UnknownNode;
      /** In the decoded text. */
      readonly range: Range;
      readonly text: string;
    }
  /** Allows what the collection writes, where its syntax gives rights; and says what texts in it stand for. */
  | {
      readonly op: 'allow';
      readonly within: Collection;
      readonly rights: readonly Right[];
      readonly values: ReadonlyMap<string, Node>;
    }
  /**
   * Changes nothing: says what a value of a definition reads as afterwards, once substitutions are filled in; no value
   * for what a substitution then gives, whatever it is.
   */
  | { readonly op: 'reads'; readonly node: Node; readonly value: Data | undefined };

/** A file that is not there yet; `path` as reported. */
export interface NewFileIntent {
  readonly path: string;
  readonly text: string;
}

export interface Fix {
  /** What it does, as a short command: `Remove the retrier`. */
  readonly title: string;
  readonly safety: FixSafety;
  readonly edits: readonly Intent[];
  /** Written together with the edits, or not at all. */
  readonly files?: readonly NewFileIntent[];
  /** Of fixes that name the same turn, one goes in at a time: each looks at what the others have left. */
  readonly turn?: string;
}

export const edit = {
  /** Adds an entry where one usually writes it, or gives the one with that name another value. */
  set(object: ObjectNode, key: string, value: Data): Intent {
    const index = object.entries.findLastIndex((entry) => entry.key.value === key);
    if (index >= 0) return { op: 'replace', within: object, index, value };
    return { op: 'insert', into: object, before: placeOf(key, object), key, value };
  },

  /** The same, but a new entry goes behind all others: for objects whose entries are in no usual order. */
  append(object: ObjectNode, key: string, value: Data): Intent {
    if (object.entry(key) !== undefined) return edit.set(object, key, value);
    return { op: 'insert', into: object, before: object.entries.length, key, value };
  },

  /** Adds an entry behind another one. */
  insertBehind(object: ObjectNode, neighbour: string, key: string, value: Data): Intent {
    const index = object.entries.findLastIndex((entry) => entry.key.value === neighbour);
    return { op: 'insert', into: object, before: index + 1, key, value };
  },

  remove(object: ObjectNode, key: string): Intent {
    return { op: 'remove', from: object, index: object.entries.findLastIndex((entry) => entry.key.value === key) };
  },

  /** Takes out the one entry with this key node, where there are several of its name. */
  removeEntry(object: ObjectNode, key: StringNode): Intent {
    return { op: 'remove', from: object, index: object.entries.findIndex((entry) => entry.key === key) };
  },

  rename(key: StringNode, to: string): Intent {
    return { op: 'rename', key, to };
  },

  insertItem(list: ArrayNode, before: number, value: Data): Intent {
    return { op: 'insert', into: list, before, value };
  },

  removeItem(list: ArrayNode, item: Node): Intent {
    return { op: 'remove', from: list, index: list.items.indexOf(item) };
  },

  /** Puts an item behind all others, as it is written. */
  moveLast(list: ArrayNode, item: Node): Intent {
    return { op: 'move', within: list, index: list.items.indexOf(item), before: list.items.length };
  },

  /** Puts the value of a field into a list, as it is written. */
  wrap(object: ObjectNode, key: string): Intent {
    return { op: 'wrap', within: object, index: object.entries.findLastIndex((entry) => entry.key.value === key) };
  },

  replaceItem(list: ArrayNode, item: Node, value: Data): Intent {
    return { op: 'replace', within: list, index: list.items.indexOf(item), value };
  },

  /** Replaces a part of a text, in UTF-16 offsets of its decoded form. */
  splice(node: StringNode | UnknownNode, range: Range, text: string): Intent {
    return { op: 'splice', node, range, text };
  },

  allow(within: Collection, rights: readonly Right[], values: ReadonlyMap<string, Node> = new Map()): Intent {
    return { op: 'allow', within, rights, values };
  },

  /** For a value whose text comes through a substitution, before or after the fix. */
  reads(node: Node, value: Data | undefined): Intent {
    return { op: 'reads', node, value };
  },

  /** Replaces a whole text by another; its quotes stay as they are. */
  retext(node: StringNode, text: string): Intent {
    return { op: 'splice', node, range: { start: 0, end: node.value.length }, text };
  },
} as const;
