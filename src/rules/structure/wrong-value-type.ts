/** A field whose value is of a type that it does not take. */
import { describePartFirst } from '../../asl/describe-part.ts';
import { writtenFields } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { UNCONFIRMED_FIELDS, UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import type { FieldMeta } from '../../asl/fields.ts';
import { isJsonata } from '../../asl/payload.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'wrong-value-type',
    category: 'structure',
    summary: 'A field of the definition has a value of the wrong type.',
    why: 'Step Functions checks the type of every field, and refuses the definition, so the deployment fails.',
    remedy: 'Write a value of the type that the field takes.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      type: {
        text: '{Part} has {actual} in {field}, which takes {wanted}: Step Functions refuses the definition.',
        help: 'Write {wanted}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      empty: {
        text: '{Part} has an empty list in {field}: Step Functions refuses the definition.',
        help: 'Give {field} at least one entry.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has {actual} in {field}, which takes {wanted}.',
        help: 'Write {wanted}.',
        severity: 'warning',
      },
      state: {
        text: 'State "{state}" is {actual}, where an object is wanted: Step Functions refuses the definition.',
        help: 'Write an object with a Type.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      noErrors: {
        text: '{Part} has an empty list in ErrorEquals, so it never matches.',
        help: 'Name the errors, or remove the entry.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    anyMachine(machine, context) {
      const states = machine.node.get('States');
      if (states?.kind !== 'object') return;
      for (const { key, value } of states.entries) {
        if (value.kind === 'object' || value.kind === 'unknown') continue;
        context.report({ at: value, message: 'state', data: { state: key.value, actual: nameOf(value) } });
      }
    },
    state(state, context) {
      const type = state.node.get('Type');
      if (type === undefined || type.kind === 'string' || type.kind === 'unknown') return;
      const data = { Part: `State "${state.name}"`, actual: nameOf(type), field: 'Type', wanted: 'a text' };
      context.report({ at: type, message: 'type', data });
    },
    part(part, context) {
      for (const { key, value, meta } of writtenFields(part)) {
        if (meta === undefined || value.kind === 'unknown' || isResolvedLater(value)) continue;
        const wanted = wantedType(meta, value, part);
        if (wanted === undefined && !isEmptyList(meta, value)) continue;
        const data = { Part: describePartFirst(part), field: key.value, actual: nameOf(value) };
        if (wanted !== undefined) {
          const message = isUnconfirmed(meta, value, part) ? 'unconfirmed' : 'type';
          const entry = wrongEntry(meta, value);
          const inList = entry === undefined ? {} : { actual: nameOf(entry), field: `the list ${data.field}` };
          context.report({ at: entry ?? value, message, data: { ...data, ...inList, wanted } });
        } else {
          context.report({ at: value, message: meta.form.kind === 'texts' ? 'noErrors' : 'empty', data });
        }
      }
    },
  },
);

/** Whether no verdict of the service on such a value is known. */
function isUnconfirmed({ name, form, required }: FieldMeta, value: Node, { kind, language }: Part): boolean {
  if (UNCONFIRMED_FIELDS.includes(name) || (UNCONFIRMED_PARTS.includes(kind) && form.kind !== 'number')) return true;
  const isPath = form.kind === 'path' || form.kind === 'referencePath';
  if (value.kind === 'null') return !required && (!isPath || name === 'ItemsPath');
  if (value.kind !== 'string' || language === 'JSONPath') return false;
  // A whole expression as Assign, and text that is no expression as a number.
  return form.kind === 'number' || (form.kind === 'template' && isJsonata(value.value));
}

/** A dynamic reference, or `{"Fn::GetAtt": […]}` in a file that a template takes in: not known here. */
function isResolvedLater(value: Node): boolean {
  if (value.kind === 'string') return value.value.includes('{{resolve:');
  if (value.kind !== 'object') return false;
  const [only, second] = value.entries.filter(({ key }) => !hasPlaceholder(key.value));
  if (only === undefined || second !== undefined) return false;
  return only.key.value === 'Ref' || only.key.value.startsWith('Fn::');
}

/** What the field takes, when that is not what is written; undefined when it is, or may be. */
function wantedType({ form }: FieldMeta, value: Node, part: Part): string | undefined {
  const mayBeExpression = part.language !== 'JSONPath' && value.kind === 'string' && isJsonata(value.value);
  switch (form.kind) {
    case 'number':
      return value.kind === 'number' || mayBeExpression ? undefined : 'a number';
    case 'true':
      return value.kind === 'boolean' && value.value ? undefined : 'true';
    case 'condition':
      return isCondition(value, part) ? undefined : 'true, false or an expression';
    case 'path':
    case 'referencePath':
      return wantedPath(value, form.nullable === true);
    case 'parts':
      return value.kind === 'array' ? wantedItems(value.items) : 'a list of objects';
    case 'texts':
      return wantedTexts(value, mayBeExpression);
    case 'items':
      return ['array', 'string', 'object'].includes(value.kind) ? undefined : 'a list or an expression';
    case 'template':
      return form.isObject === true && value.kind !== 'object' ? 'an object' : undefined;
    case 'any':
      return undefined;
    default:
      return wantedPlain(form.kind, value);
  }
}

/** A text without delimiters is no expression and never true; one that lacks only one of them is told elsewhere. */
function isCondition(value: Node, { language }: Part): boolean {
  if (value.kind !== 'string') return value.kind === 'boolean';
  return language !== 'JSONata' || value.value.includes('{%') || value.value.includes('%}');
}

type PlainKind = 'name' | 'text' | 'string' | 'timestamp' | 'choice' | 'action' | 'boolean' | 'states' | 'part';

const PLAIN_TYPES: Readonly<Record<PlainKind, { readonly kind: Node['kind']; readonly wanted: string }>> = {
  name: { kind: 'string', wanted: 'a text' },
  text: { kind: 'string', wanted: 'a text' },
  string: { kind: 'string', wanted: 'a text' },
  timestamp: { kind: 'string', wanted: 'a timestamp' },
  choice: { kind: 'string', wanted: 'a text' },
  action: { kind: 'string', wanted: 'a text' },
  boolean: { kind: 'boolean', wanted: 'true or false' },
  states: { kind: 'object', wanted: 'an object' },
  part: { kind: 'object', wanted: 'an object' },
};

function wantedPlain(form: PlainKind, value: Node): string | undefined {
  const { kind, wanted } = PLAIN_TYPES[form];
  return value.kind === kind ? undefined : wanted;
}

function wantedPath(value: Node, isNullable: boolean): string | undefined {
  if (value.kind === 'string' || (isNullable && value.kind === 'null')) return undefined;
  return isNullable ? 'a path or null' : 'a path';
}

function wantedItems(items: readonly Node[]): string | undefined {
  return items.every(({ kind }) => kind === 'object' || kind === 'unknown') ? undefined : 'a list of objects';
}

/** The first entry of a list that is not what the list is made of. */
function wrongEntry({ form }: FieldMeta, value: Node): Node | undefined {
  if (value.kind !== 'array') return undefined;
  const kind = form.kind === 'parts' ? 'object' : form.kind === 'texts' ? 'string' : undefined;
  return kind && value.items.find((item) => item.kind !== kind && item.kind !== 'unknown');
}

function wantedTexts(value: Node, mayBeExpression: boolean): string | undefined {
  if (mayBeExpression) return undefined;
  const isList = value.kind === 'array' && value.items.every(({ kind }) => kind === 'string' || kind === 'unknown');
  return isList ? undefined : 'a list of texts';
}

function isEmptyList({ name, form }: FieldMeta, value: Node): boolean {
  if (value.kind !== 'array' || value.items.length > 0) return false;
  return (form.kind === 'parts' && form.minItems > 0) || name === 'ErrorEquals';
}

function nameOf(value: Node): string {
  switch (value.kind) {
    case 'object':
      return 'an object';
    case 'array':
      return 'a list';
    case 'string':
      return 'a text';
    case 'number':
      return 'a number';
    case 'boolean':
      return String(value.value);
    case 'null':
      return 'null';
    case 'unknown':
      return 'a value';
  }
}
