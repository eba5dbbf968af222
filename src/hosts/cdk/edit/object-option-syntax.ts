/**
 * An option that is an object of options itself, such as `logs: { level, destination }`. It is changed where it is
 * written, and only where it serves one construct.
 */
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Collection, CollectionSyntax, LayerEdit, MemberChange } from '../../../tree/syntax.ts';
import { reasonAgainstEdit } from './consumption.ts';
import { Names } from './names.ts';
import { NOT_WRITTEN, changeObject } from './options.ts';
import { changedOptions } from './options-syntax.ts';
import type { OptionWriters } from './options-syntax.ts';
import { pathTo } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';

export class ObjectOptionSyntax implements CollectionSyntax {
  readonly role = 'object option';
  readonly #writers: OptionWriters;

  constructor(writers: OptionWriters) {
    this.#writers = writers;
  }

  changeMembers(collection: Collection, { removed, inserted }: MemberChange): readonly LayerEdit[] | Refusal {
    const { layer } = collection;
    if (!(layer instanceof ScriptLayer) || collection.kind !== 'object') return refuse(NOT_WRITTEN);
    const literal = pathTo(layer.program, collection, ['ObjectExpression']).at(-1);
    if (literal?.type !== 'ObjectExpression') return refuse(NOT_WRITTEN);
    const reason = reasonAgainstEdit(layer.program, collection);
    if (reason !== undefined) return refuse(reason);
    const names = new Names(layer);
    const gone = removed.flatMap((index) => collection.entries[index]?.key.value ?? []);
    const change = changedOptions(gone, inserted, this.#writers, names);
    if (isRefusal(change)) return change;
    const edits = changeObject(literal, change, layer);
    return isRefusal(edits) ? edits : [...edits, ...names.imports];
  }

  replaceValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }

  wrapValue(): Refusal {
    return refuse(NOT_WRITTEN);
  }
}
