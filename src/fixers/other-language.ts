/**
 * A field of the other query language put right where no value has to be rewritten: renamed to the field that does the
 * same, taken out where it says what holds anyway, or the state given the language that all of it is written in.
 */
import { fitsAs } from '../analysis/fitting-fields.ts';
import type { State } from '../asl/model.ts';
import { partsOfState } from '../asl/parts.ts';
import type { Part, WrittenField } from '../asl/parts.ts';
import { isJsonata } from '../asl/payload.ts';
import { looksLikeIntrinsic } from '../expr/intrinsic/parse.ts';
import { parsePath } from '../expr/jsonpath/parse.ts';
import { isReferencePath } from '../expr/jsonpath/path.ts';
import type { Node } from '../tree/node.ts';
import type { Correction } from './corrected-value.ts';
import { edit } from './fix.ts';

/** `field` is one that its part does not take in its language. */
export function inOwnLanguage(part: Part, field: WrittenField): Correction | undefined {
  if (part.kind === 'choiceRule' || part.kind === 'nestedChoiceRule') return inJsonata(part, field);
  return part.language === 'JSONata' ? fromJsonPath(part, field) : (fromJsonata(part, field) ?? inJsonata(part, field));
}

/** Paths that hold where nothing is written. */
const WITHOUT_EFFECT: readonly string[] = ['InputPath', 'OutputPath', 'ResultPath'];

function fromJsonPath(part: Part, field: WrittenField): Correction | undefined {
  const { key, value, meta } = field;
  if (
    WITHOUT_EFFECT.includes(key.value) &&
    value.kind === 'string' &&
    value.value === '$' &&
    isOnlyOne(part, key.value)
  ) {
    return { title: `Remove ${key.value}`, edits: [edit.remove(part.node, key.value)] };
  }
  const isTemplate = meta?.form.kind === 'template';
  const isExpression = value.kind === 'string' && isJsonata(value.value);
  return isExpression || (isTemplate && isSameInBoth(value)) ? renamed(part, field) : undefined;
}

function fromJsonata(part: Part, field: WrittenField): Correction | undefined {
  const { key, value } = field;
  if (part.state !== undefined && holdsText(part.state.node, isExpression)) return undefined;
  if (key.value === 'Arguments') return value.kind === 'object' ? renamed(part, field) : undefined;
  const { path } = key.value === 'Items' && value.kind === 'string' ? parsePath(value.value) : { path: undefined };
  return path !== undefined && isReferencePath(path) ? renamed(part, field) : undefined;
}

/** Where no other field of the part would have that name too. */
function renamed(part: Part, field: WrittenField): Correction | undefined {
  const name = field.meta?.counterpart;
  if (name === undefined || !fitsAs(part, field, name)) return undefined;
  const rivals = part.fields.filter(({ key, meta }) => key !== field.key && meta?.counterpart === name);
  return rivals.length > 0 ? undefined : { title: `Rename it to ${name}`, edits: [edit.rename(field.key, name)] };
}

function isOnlyOne({ node }: Part, name: string): boolean {
  return node.entries.filter(({ key }) => key.value === name).length === 1;
}

function inJsonata({ state, language }: Part, { value }: WrittenField): Correction | undefined {
  if (state === undefined || language !== 'JSONPath' || !holdsText(value, isExpression)) return undefined;
  return toJsonata(state);
}

/** Sets the language of a state that says none and is wholly written in JSONata. */
export function toJsonata(state: State): Correction | undefined {
  const { node } = state;
  if (node.isOpen || node.get('QueryLanguage') !== undefined) return undefined;
  const fields = partsOfState(state).flatMap(({ fields: written }) => written);
  const isMixed = fields.some(
    ({ value, meta }) =>
      meta === undefined ||
      meta.languages === 'JSONPath' ||
      (meta.form.kind !== 'part' && meta.form.kind !== 'parts' && !isSameInBoth(value)),
  );
  if (isMixed) return undefined;
  return { title: 'Set QueryLanguage to JSONata', edits: [edit.set(node, 'QueryLanguage', 'JSONata')] };
}

/** Whether nothing in a value is computed in JSONPath alone, or looks as if it should be. */
function isSameInBoth(value: Node): boolean {
  switch (value.kind) {
    case 'object':
      return value.entries.every((entry) => !entry.key.value.endsWith('.$') && isSameInBoth(entry.value));
    case 'array':
      return value.items.every(isSameInBoth);
    case 'string':
      return !value.value.startsWith('$') && !looksLikeIntrinsic(value.value);
    default:
      return true;
  }
}

function holdsText(node: Node, isWanted: (text: string) => boolean): boolean {
  switch (node.kind) {
    case 'object':
      return node.entries.some(({ key, value }) => !NESTED.includes(key.value) && holdsText(value, isWanted));
    case 'array':
      return node.items.some((item) => holdsText(item, isWanted));
    case 'string':
      return isWanted(node.value);
    default:
      return false;
  }
}

/** Machines of their own, whose states have languages of their own. */
const NESTED: readonly string[] = ['ItemProcessor', 'Iterator', 'Branches'];

function isExpression(text: string): boolean {
  return text.includes('{%');
}
