/** A field whose value is of a type that it does not take. */
import { describePartFirst } from '../../asl/describe-part.ts';
import { writtenFields } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { isEmptyList, wantedType } from '../../asl/field-values.ts';
import { UNCONFIRMED_FIELDS, UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import type { FieldMeta } from '../../asl/fields.ts';
import { isJsonata } from '../../asl/payload.ts';
import { correctionOf } from '../../fixers/corrected-value.ts';
import type { Fix } from '../../fixers/fix.ts';
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
    fix: 'safe',
    fixSafety:
      'Safe where the service refuses the value and one other is meant: a number, `true` or `false` in quotes; a path in ' +
      'the field beside the one that takes it; one object or name in place of a list; a number in place of a text. ' +
      'Unsafe where no verdict of the service on the old value is known. An entry that names no errors has a plan.',
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
          const correction = correctionOf(part, { key, value, meta }, meta);
          const fix: Fix | undefined = correction && { ...correction, safety: message === 'type' ? 'safe' : 'unsafe' };
          const entry = wrongEntry(meta, value);
          const inList = entry === undefined ? {} : { actual: nameOf(entry), field: `the list ${data.field}` };
          context.report({ at: entry ?? value, message, data: { ...data, ...inList, wanted }, fix });
        } else {
          const isErrors = meta.form.kind === 'texts';
          const fix = isErrors ? NAME_ERRORS : undefined;
          context.report({ at: value, message: isErrors ? 'noErrors' : 'empty', data, fix });
        }
      }
    },
  },
);

const NAME_ERRORS: Fix = { title: 'Name the errors, or remove the entry', safety: 'plan', edits: [] };

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

/** The first entry of a list that is not what the list is made of. */
function wrongEntry({ form }: FieldMeta, value: Node): Node | undefined {
  if (value.kind !== 'array') return undefined;
  const kind = form.kind === 'parts' ? 'object' : form.kind === 'texts' ? 'string' : undefined;
  return kind && value.items.find((item) => item.kind !== kind && item.kind !== 'unknown');
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
