/**
 * The `${Name}` placeholders that are written in a definition, each with the state and the field it stands in, and the
 * names that its `Fn::Sub` and other intrinsic functions refer to. Reads the definition before substitutions. A
 * placeholder that stands for members of a JSON object as a whole is not among them.
 */
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State } from '../asl/model.ts';
import { firstEndingAfter } from '../text/layer.ts';
import { findPlaceholders } from '../text/placeholders.ts';
import type { Placeholder } from '../text/placeholders.ts';
import type { Range } from '../text/source-file.ts';
import type { Node, StringNode, UnknownNode } from '../tree/node.ts';

export interface PlaceholderUse {
  readonly name: string;
  readonly node: StringNode | UnknownNode;
  /** Of the placeholder in the text of `node`. */
  readonly range: Range;
  readonly text: string;
  readonly isKey: boolean;
  /** Whether the placeholder is the whole text. */
  readonly isWhole: boolean;
  /** The state it stands in; undefined for the fields of the whole machine. */
  readonly state: State | undefined;
  /** Members from the state or the machine down to the text; indexes of lists are left out. */
  readonly path: readonly string[];
}

export interface WrittenPlaceholders {
  /** What only `DefinitionSubstitutions` can fill, in writing order. */
  readonly placeholders: readonly PlaceholderUse[];
  /** What `Fn::Sub`, `Ref` and `Fn::GetAtt` refer to, and the labels of other functions, such as `Fn::If`. */
  readonly references: readonly PlaceholderUse[];
}

export function placeholdersOf(machine: Machine): WrittenPlaceholders {
  const collector = new Collector(machine);
  collector.visit(machine.written);
  return collector;
}

class Collector implements WrittenPlaceholders {
  readonly placeholders: PlaceholderUse[] = [];
  readonly references: PlaceholderUse[] = [];
  /** Substituting keeps the keys of the written definition. */
  readonly #stateByKey = new Map<StringNode, State>();
  #state: State | undefined;
  #path: string[] = [];

  constructor(machine: Machine) {
    for (const nested of machinesWithin(machine)) {
      for (const state of nested.states) this.#stateByKey.set(state.key, state);
    }
  }

  visit(node: Node): void {
    switch (node.kind) {
      case 'object':
        for (const { key, value } of node.entries) this.#member(key, value);
        return;
      case 'array':
        for (const item of node.items) this.visit(item);
        return;
      case 'unknown':
        this.#text(node, node.template ?? '', false);
        return;
      default:
    }
  }

  #member(key: StringNode, value: Node): void {
    const state = this.#stateByKey.get(key);
    if (state !== undefined) {
      this.#inState(state, key, value);
      return;
    }
    this.#path.push(key.value);
    this.#text(key, key.value, true);
    this.visit(value);
    this.#path.pop();
  }

  #inState(state: State, key: StringNode, value: Node): void {
    const outer = { state: this.#state, path: this.#path };
    this.#state = state;
    this.#path = [];
    this.#text(key, key.value, true);
    this.visit(value);
    this.#state = outer.state;
    this.#path = outer.path;
  }

  #text(node: StringNode | UnknownNode, text: string, isKey: boolean): void {
    for (const { name, start, end, isReference } of placeholdersIn(node, text)) {
      const isWhole = start === 0 && end === text.length;
      const range = { start, end };
      const use = { name, node, range, text, isKey, isWhole, state: this.#state, path: [...this.#path] };
      (isReference ? this.references : this.placeholders).push(use);
    }
  }
}

/** The placeholders in the text of one value or key; those that an intrinsic function makes are references. */
export function placeholdersIn(
  node: StringNode | UnknownNode,
  text: string,
): readonly (Placeholder & { readonly isReference: boolean })[] {
  if (!text.includes('${')) return [];
  const holes = node.content()?.holes ?? [];
  return findPlaceholders(text).map((placeholder) => {
    const hole = holes[firstEndingAfter(holes, placeholder.start)];
    return { ...placeholder, isReference: hole !== undefined && hole.start < placeholder.end };
  });
}
