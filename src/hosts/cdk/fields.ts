/** Collects the fields of a state, each placed at the option that sets it. */
import { objectNode, stringNode, withEntries } from '../../tree/node.ts';
import type { Entry, Node, ObjectNode, Place } from '../../tree/node.ts';
import { isJsonPath, jsonPathText } from './json-path.ts';
import { fieldsNode, keyNode, textNode, unknownAt, valueNode } from './nodes.ts';
import type { Props } from './state.ts';
import type { Member, Value } from './values.ts';

export class Fields {
  readonly entries: Entry[] = [];
  isOpen = false;

  add(name: string, place: Place, value: Node | undefined): void {
    if (value !== undefined) this.entries.push({ key: keyNode(name, place), value });
  }

  /** A field that an option sets as it is. */
  option(props: Props, option: string, name: string, render: (value: Value) => Node | undefined = valueNode): void {
    const member = props.member(option);
    if (member !== undefined) this.add(name, member.key.place, render(member.value));
  }

  /** A value in an object in which CDK looks for paths: a path is written under `name.$`. */
  field(name: string, place: Place, value: Value | undefined): void {
    const entry = value === undefined ? undefined : fieldEntry(name, place, value);
    if (entry !== undefined) this.entries.push(entry);
  }

  node(place: Place): ObjectNode {
    return objectNode(place, this.entries, undefined, this.isOpen);
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
