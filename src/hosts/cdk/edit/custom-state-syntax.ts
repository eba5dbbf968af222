/**
 * The fields of a `CustomState`: those of its object literal, and the lists that calls make of it. A list that only calls
 * make goes with its calls; all else is a change of the literal.
 */
import { isRefusal } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Collection, CollectionSyntax, LayerEdit, MemberChange } from '../../../tree/syntax.ts';
import type { LiteralSyntax } from './literal-syntax.ts';
import { withoutCalls } from './options-syntax.ts';
import type { CalledList } from './options-syntax.ts';

export class CustomStateSyntax implements CollectionSyntax {
  readonly role: string;
  readonly #literal: LiteralSyntax;
  readonly #lists: readonly CalledList[];

  /** `lists` are those of which nothing is written in the literal. */
  constructor(literal: LiteralSyntax, lists: readonly CalledList[]) {
    this.role = literal.role;
    this.#literal = literal;
    this.#lists = lists;
  }

  changeMembers(collection: Collection, change: MemberChange): readonly LayerEdit[] | Refusal {
    const listAt = (index: number): CalledList | undefined => {
      const field = collection.kind === 'object' ? collection.entries[index]?.key.value : undefined;
      return this.#lists.find((list) => list.field === field);
    };
    const isSet = (list: CalledList | undefined): boolean => change.inserted.some(({ key }) => key === list?.field);
    const gone = change.removed.filter((index) => listAt(index) !== undefined && !isSet(listAt(index)));
    const cut = withoutCalls(gone.flatMap((index) => listAt(index)?.calls ?? []));
    if (isRefusal(cut)) return cut;
    const removed = change.removed.filter((index) => !gone.includes(index));
    if (removed.length + change.inserted.length + change.moved.length === 0) return cut;
    const written = this.#literal.changeMembers(collection, { ...change, removed });
    return isRefusal(written) ? written : [...cut, ...written];
  }

  replaceValue(): Refusal {
    return this.#literal.replaceValue();
  }

  wrapValue(collection: Collection, index: number): readonly LayerEdit[] | Refusal {
    return this.#literal.wrapValue(collection, index);
  }

  isTextHere(collection: Collection, index: number): boolean {
    return this.#literal.isTextHere(collection, index);
  }
}
