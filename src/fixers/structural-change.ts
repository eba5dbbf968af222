/** The edits that make a value say something else and leave what stays as it is written: layout, order, comments. */
import { dataOf } from '../tree/syntax.ts';
import type { Collection, Data, DataObject } from '../tree/syntax.ts';
import type { ArrayNode, Node, ObjectNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';

/** Undefined where a name stands twice in an object, so that it cannot be told which one counts. */
export function changesOfObject(node: ObjectNode, wanted: DataObject): readonly Intent[] | undefined {
  const names = node.entries.map(({ key }) => key.value);
  if (new Set(names).size < names.length) return undefined;
  const changes: Intent[] = [];
  for (const [index, { key, value }] of node.entries.entries()) {
    const next = wanted[key.value];
    if (next === undefined) changes.push({ op: 'remove', from: node, index });
    else changes.push(...changesOfMember(node, index, { value, next }));
  }
  for (const [name, value] of Object.entries(wanted)) {
    if (!names.includes(name)) changes.push(edit.set(node, name, value));
  }
  return changes;
}

function changesOfMember(
  within: Collection,
  index: number,
  { value, next }: { readonly value: Node; readonly next: Data },
): readonly Intent[] {
  if (isSameData(dataOf(value), next)) return [];
  const inside = changesInside(value, next);
  return inside ?? [{ op: 'replace', within, index, value: next }];
}

function changesInside(value: Node, next: Data): readonly Intent[] | undefined {
  if (typeof next !== 'object' || next === null) return undefined;
  if (isList(next)) return value.kind === 'array' ? changesOfList(value, next) : undefined;
  return value.kind === 'object' && value.tag === undefined ? changesOfObject(value, next) : undefined;
}

function changesOfList(node: ArrayNode, wanted: readonly Data[]): readonly Intent[] | undefined {
  return changesOfItems(node, wanted, (index, value, next) => changesOfMember(node, index, { value, next }));
}

/** Items that stay keep their places; new ones come together, where the others are changed least. */
export function changesOfItems(
  node: ArrayNode,
  wanted: readonly Data[],
  changesOfItem: (index: number, item: Node, next: Data) => readonly Intent[],
): readonly Intent[] | undefined {
  const { items } = node;
  const count = wanted.length - items.length;
  if (count < 0) return undefined;
  const gap = bestGap(items, wanted, count);
  const next = (i: number): Data => wanted[i < gap ? i : i + count] ?? null;
  const changes = items.flatMap((item, i) => changesOfItem(i, item, next(i)));
  return [...changes, ...wanted.slice(gap, gap + count).map((item) => edit.insertItem(node, gap, item))];
}

/** In front of which item the new ones come; the end where it makes no difference. */
function bestGap(items: readonly Node[], wanted: readonly Data[], count: number): number {
  if (count === 0) return items.length;
  const fits = (at: number, gap: number): number => likeness(items[at], wanted[at < gap ? at : at + count]);
  let best = items.length;
  let found = items.reduce((sum, _, i) => sum + fits(i, best), 0);
  let sum = found;
  // From the end to the front, one item after the other comes to stand behind the gap.
  for (let gap = items.length - 1; gap >= 0; gap--) {
    sum += fits(gap, gap) - fits(gap, gap + 1);
    if (sum > found) [best, found] = [gap, sum];
  }
  return best;
}

/** How much two values have in common: 1 for the same, a part of it for objects with members that are the same. */
function likeness(node: Node | undefined, wanted: Data | undefined): number {
  const data = node === undefined ? undefined : dataOf(node);
  if (isSameData(data, wanted)) return 1;
  if (node?.kind !== 'object' || typeof wanted !== 'object' || wanted === null || isList(wanted)) return 0;
  const same = node.entries.filter(({ key, value }) => isSameData(dataOf(value), wanted[key.value])).length;
  return same / (node.entries.length + 1);
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** Whether two values say the same, whatever the order of their members. */
export function isSameData(a: Data | undefined, b: Data | undefined): boolean {
  if (a === undefined || b === undefined || typeof a !== 'object' || typeof b !== 'object') return a === b;
  if (a === null || b === null) return a === b;
  if (isList(a) || isList(b)) {
    return isList(a) && isList(b) && a.length === b.length && a.every((item, i) => isSameData(item, b[i]));
  }
  const names = Object.keys(a);
  return names.length === Object.keys(b).length && names.every((name) => isSameData(a[name], b[name]));
}
