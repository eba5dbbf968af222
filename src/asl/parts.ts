/**
 * Walks the parts of one machine as the field table describes them: the machine, its states, their retriers, catchers,
 * rules, readers and writers. States of nested machines belong to those machines. A part of the wrong type is left out
 * here; the field that holds it says so.
 */
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { FIELDS } from './fields.ts';
import type { FieldDemand, FieldMeta, PartKind } from './fields.ts';
import type { Machine, QueryLanguage, State } from './model.ts';

export interface Part {
  readonly kind: PartKind;
  readonly node: ObjectNode;
  readonly machine: Machine;
  /** The state that the part is or belongs to; undefined for a machine's own fields. */
  readonly state: State | undefined;
  /** The language that its fields are read in. */
  readonly language: QueryLanguage;
  /** What stands for the part in a message about something it lacks. */
  readonly owner: StringNode | undefined;
  /** The fields that are certainly written in it, in writing order. */
  readonly fields: readonly WrittenField[];
}

/** A field that is written in a part, with what the table says of it. */
export interface WrittenField {
  readonly key: StringNode;
  readonly value: Node;
  /** Undefined for a field that the part does not take. */
  readonly meta: FieldMeta | undefined;
}

const FIELD_INDEX = new Map(
  Object.entries(FIELDS).map(([kind, fields]) => [kind, new Map(fields.map((field) => [field.name, field]))]),
);

export function fieldMeta(kind: PartKind, name: string): FieldMeta | undefined {
  return FIELD_INDEX.get(kind)?.get(name);
}

/** A part whose fields are looked up once, for all rules. */
class TabledPart implements Part {
  readonly kind: PartKind;
  readonly node: ObjectNode;
  readonly machine: Machine;
  readonly state: State | undefined;
  readonly language: QueryLanguage;
  readonly owner: StringNode | undefined;
  #fields: readonly WrittenField[] | undefined;

  constructor({ kind, node, machine, state, language, owner }: Omit<Part, 'fields'>) {
    this.kind = kind;
    this.node = node;
    this.machine = machine;
    this.state = state;
    this.language = language;
    this.owner = owner;
  }

  get fields(): readonly WrittenField[] {
    this.#fields ??= this.#readFields();
    return this.#fields;
  }

  #readFields(): readonly WrittenField[] {
    const known = FIELD_INDEX.get(this.kind);
    return this.node.entries
      .filter(({ value }) => !(value.kind === 'unknown' && value.mayBeAbsent))
      .map(({ key, value }) => ({ key, value, meta: known?.get(key.value) }));
  }
}

export function writtenFields(part: Part): readonly WrittenField[] {
  return part.fields;
}

/** The fields that a part takes in its language; all when the language is not known. */
export function fieldsInLanguage({ kind, language }: Part): readonly FieldMeta[] {
  return FIELDS[kind].filter(({ languages }) => takesField(languages, language));
}

export function takesField(languages: FieldMeta['languages'], language: QueryLanguage): boolean {
  return languages === 'both' || language === 'unknown' || languages === language;
}

/** Whether a demand applies to a part: the field is there, with one of the values. */
export function isDemanded({ field, values }: FieldDemand, { node }: Part): boolean {
  const value = node.get(field);
  if (values === undefined) return value !== undefined;
  return value?.kind === 'string' && values.includes(value.value);
}

/** The machine's own part and what belongs to it; its states are walked for themselves. */
export function* partsOfMachine(machine: Machine): Generator<Part> {
  const part = machinePart(machine);
  yield part;
  yield* partsWithin(part);
}

function machinePart(machine: Machine): Part {
  const kind = machine.kind === 'root' ? 'machine' : machine.kind;
  const owner = machine.node.entry('StartAt')?.key ?? machine.owner?.key;
  const { node, owner: state, queryLanguage: language } = machine;
  return new TabledPart({ kind, node, machine, state, language, owner });
}

let lastState: { readonly state: State; readonly parts: readonly Part[] } | undefined;

/** A walk and what the rules ask on the way are about one state at a time: the last answer is kept. */
export function partsOfState(state: State): readonly Part[] {
  if (lastState?.state !== state) lastState = { state, parts: [...readPartsOfState(state)] };
  return lastState.parts;
}

function* readPartsOfState(state: State): Generator<Part> {
  if (state.type === 'untyped') return;
  const { node, machine, queryLanguage: language, key: owner } = state;
  const part = new TabledPart({ kind: state.type, node, machine, state, language, owner });
  yield part;
  yield* partsWithin(part);
}

/** A state of no known type as a part, for messages about it. */
export function partsOfUntypedState(state: State): Part {
  const { node, machine, queryLanguage: language, key: owner } = state;
  return new TabledPart({ kind: 'Pass', node, machine, state, language, owner });
}

function* partsWithin(part: Part): Generator<Part> {
  for (const { value, meta } of writtenFields(part)) {
    if (meta === undefined || isMachine(meta)) continue;
    if (meta.form.kind === 'part') yield* inner(part, meta.form.part, [value]);
    else if (meta.form.kind === 'parts' && value.kind === 'array') yield* inner(part, meta.form.part, value.items);
  }
}

function* inner(outer: Part, kind: PartKind, nodes: readonly Node[]): Generator<Part> {
  for (const node of nodes) {
    if (node.kind !== 'object') continue;
    const { machine, state, language, owner } = outer;
    const part = new TabledPart({ kind, node, machine, state, language, owner });
    yield part;
    yield* partsWithin(part);
  }
}

/** Branches and item processors are machines: walked as such. */
function isMachine({ form }: FieldMeta): boolean {
  return (form.kind === 'part' && form.part === 'itemProcessor') || (form.kind === 'parts' && form.part === 'branch');
}
