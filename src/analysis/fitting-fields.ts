/**
 * Whether a part could have a field under another name, and a state be of another type, without anything else being wrong
 * of it: what makes a correction the only one possible. What is not known speaks against nothing.
 */
import { isEmptyList, wantedType } from '../asl/field-values.ts';
import { EXCLUSIVE_FIELDS, FIELDS, ONE_OF_FIELDS } from '../asl/fields.ts';
import type { FieldMeta, PartKind } from '../asl/fields.ts';
import type { State } from '../asl/model.ts';
import { fieldMeta, takesField } from '../asl/parts.ts';
import type { Part, WrittenField } from '../asl/parts.ts';
import { onlyNearName } from '../text/near-name.ts';
import type { Entry, Node, ObjectNode } from '../tree/node.ts';

/** Whether the part would be right with the value of `field` under `name`, which it does not have yet. */
export function fitsAs(part: Part, { key, value }: Pick<WrittenField, 'key' | 'value'>, name: string): boolean {
  const { node, kind, language } = part;
  const meta = fieldMeta(kind, name);
  if (meta === undefined || !takesField(meta.languages, language)) return false;
  if (node.isOpen || node.entry(name) !== undefined || isWrittenTwice(node, key.value)) return false;
  if (excludedBy(part, name).some((other) => other !== key.value && node.entry(other) !== undefined)) return false;
  return fitsValue(part, meta, value);
}

function isWrittenTwice({ entries }: ObjectNode, name: string): boolean {
  return entries.filter(({ key }) => key.value === name).length > 1;
}

/** The fields beside which the part does not take this one. */
function excludedBy({ kind }: Part, name: string): readonly string[] {
  const groups = EXCLUSIVE_FIELDS[kind] ?? [];
  const operators = kind === 'choiceRule' || kind === 'nestedChoiceRule' ? [OPERATORS] : [];
  return [...groups, ...operators].filter((group) => group.includes(name)).flat();
}

const OPERATORS: readonly string[] = FIELDS.nestedChoiceRule
  .map(({ name }) => name)
  .filter((name) => name !== 'Variable' && name !== 'Comment');

function fitsValue(part: Part, meta: FieldMeta, value: Node): boolean {
  if (value.kind === 'unknown') return true;
  if (wantedType(meta, value, part) !== undefined || isEmptyList(meta, value)) return false;
  const { form } = meta;
  if (form.kind === 'name') return value.kind === 'string' && part.machine.stateByName.has(value.value);
  if (form.kind === 'choice') return value.kind === 'string' && form.values.includes(value.value);
  if (form.kind !== 'number' || value.kind !== 'number') return true;
  return value.value >= form.min && value.value <= form.max && (!form.integer || Number.isInteger(value.value));
}

/** The field that an unknown one was certainly meant for. */
export function meantField(part: Part, field: WrittenField): string | undefined {
  const known = FIELDS[part.kind].filter(({ languages }) => takesField(languages, part.language));
  const names = known.map(({ name }) => name);
  const name = onlyNearName(field.key.value, names);
  if (name === undefined || !fitsAs(part, field, name)) return undefined;
  const isMeantTwice = part.fields.some(
    (other) => other !== field && other.meta === undefined && onlyNearName(other.key.value, names) === name,
  );
  return isMeantTwice ? undefined : name;
}

/** The type that a state without one must be of: the only one that takes its fields, one of them alone. */
export function onlyType(state: State): StateType | undefined {
  const [type, other] = STATE_TYPES.filter((candidate) => fitsType(state, candidate));
  if (type === undefined || other !== undefined) return undefined;
  const isOwn = (field: string): boolean =>
    STATE_TYPES.filter((each) => fieldMeta(each, field) !== undefined).length === 1;
  return state.node.entries.some(({ key }) => isOwn(key.value)) ? type : undefined;
}

type StateType = (typeof STATE_TYPES)[number];

const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;

/** Whether all fields of a state, its type left out, are those of a state of this type; but for one of another name. */
export function fitsType({ node, queryLanguage }: State, type: PartKind, but?: string): boolean {
  const taken = FIELDS[type].filter(({ languages }) => takesField(languages, queryLanguage));
  const names = new Set(taken.map(({ name }) => name));
  const isThere = (name: string): boolean => name === 'Type' || node.get(name) !== undefined;
  if (node.isOpen || !node.entries.every(({ key }: Entry) => names.has(key.value) || key.value === but)) return false;
  if (!taken.every(({ name, required }) => !required || isThere(name))) return false;
  return (ONE_OF_FIELDS[type] ?? []).every((group) => group.some(isThere));
}
