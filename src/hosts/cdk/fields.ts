/** Collects the fields of a state, each placed at the option that sets it. */
import { objectNode, stringNode, withEntries } from '../../tree/node.ts';
import type { Entry, Node, ObjectNode, Place } from '../../tree/node.ts';
import type { CollectionSyntax, NameSyntax } from '../../tree/syntax.ts';
import { durationNode } from './durations.ts';
import { handedOver } from './edit/handed-over.ts';
import { OptionName } from './edit/new-names.ts';
import { durationOption, plainOption } from './edit/option-writers.ts';
import type { OptionWriter, WriteOption } from './edit/option-writers.ts';
import { isJsonPath, jsonPathText } from './json-path.ts';
import { fieldsNode, keyNode, textNode, unknownAt, valueNode } from './nodes.ts';
import type { Props } from './state.ts';
import type { Member, Value } from './values.ts';

type Render = (value: Value) => Node | undefined;

/** How an option is written that is read like this. */
const WRITERS: ReadonlyMap<Render, WriteOption> = new Map<Render, WriteOption>([
  [valueNode, plainOption],
  [fieldsNode, plainOption],
  [durationNode, durationOption],
]);

export class Fields {
  readonly entries: Entry[] = [];
  /** The options that stand for fields, whether they are set or not. */
  readonly writers = new Map<string, OptionWriter>();
  readonly #renders = new Map<string, { readonly option: string; readonly render: Render }>();
  /** How the fields are written. */
  syntax: CollectionSyntax | undefined;
  isOpen = false;

  add(name: string, place: Place, value: Node | undefined, naming?: NameSyntax): void {
    if (value !== undefined) this.entries.push({ key: keyNode(name, place, naming), value });
  }

  /** A field that an option sets as it is. */
  option(
    props: Props,
    option: string,
    name: string,
    render: Render = valueNode,
    write: WriteOption | undefined = WRITERS.get(render),
  ): void {
    const member = props.member(option);
    if (write !== undefined && (member !== undefined || !this.writers.has(name))) {
      this.writers.set(name, { option, write });
      this.#renders.set(name, { option, render });
    }
    if (member === undefined) return;
    const { place } = member.key;
    this.add(name, place, render(member.value), new OptionName(place, (to) => this.#optionLike(render, to)));
  }

  /** The option for another field that is read in the same way. */
  #optionLike(render: Render, name: string): string | undefined {
    const found = this.#renders.get(name);
    return found?.render === render ? found.option : undefined;
  }

  /** Objects that are made elsewhere are handed over in the options of a call; `parameters` is the option for those. */
  handOver(call: Place, parameters: string | undefined): void {
    for (const [i, { key, value }] of this.entries.entries()) {
      const writer = this.writers.get(key.value)?.option;
      const option = key.value === 'Parameters' || key.value === 'Arguments' ? (parameters ?? writer) : writer;
      if (typeof option !== 'string') continue;
      this.entries[i] = { key, value: handedOver(value, { call, index: 2, option }) };
    }
  }

  /** A value in an object in which CDK looks for paths: a path is written under `name.$`. */
  field(name: string, place: Place, value: Value | undefined): void {
    const entry = value === undefined ? undefined : fieldEntry(name, place, value);
    if (entry !== undefined) this.entries.push(entry);
  }

  node(place: Place): ObjectNode {
    const { layer, start, end } = place;
    return objectNode({ layer, start, end, syntax: this.syntax }, this.entries, undefined, this.isOpen);
  }
}

export function fieldEntry(name: string, place: Place, value: Value): Entry | undefined {
  if (isJsonPath(value)) {
    const path = jsonPathText(value);
    const node = path === undefined ? unknownAt(value.place, 'a path that is not known here') : textNode(path);
    return { key: keyNode(`${name}.$`, place), value: node };
  }
  const node = fieldsNode(value);
  return node === undefined ? undefined : { key: keyNode(name, place), value: node };
}

/** The same object with one more entry. */
export function withEntry(node: ObjectNode, entry: Entry): ObjectNode {
  return withEntries(node, [...node.entries, entry]);
}

export function memberKey({ key }: Member, name: string): Entry['key'] {
  return stringNode(key.place, name, { kind: 'elsewhere' });
}
