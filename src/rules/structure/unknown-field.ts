/** A field that the part of the definition it stands in does not take. */
import { meantField } from '../../analysis/fitting-fields.ts';
import { describeKind, describePartFirst } from '../../asl/describe-part.ts';
import { FIELDS, PARTS_OF_UNCONFIRMED_NAMES } from '../../asl/fields.ts';
import type { PartKind } from '../../asl/fields.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix, FixSafety } from '../../fixers/fix.ts';
import { nearName } from '../../text/near-name.ts';
import { fieldsInLanguage, writtenFields } from '../../asl/parts.ts';
import type { Part, WrittenField } from '../../asl/parts.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unknown-field',
    category: 'structure',
    summary: 'A part of the definition has a field that it does not take.',
    why: 'Step Functions refuses a definition with a field that it does not know there, so the deployment fails.',
    remedy: 'Correct the name, move the field to where it belongs, or remove it.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Safe where the service refuses the misspelt name: a field is renamed when it is near to the name of one other ' +
      'field alone, which is not there yet and takes the value. In the parts of a Map whose unknown fields the service ' +
      'may overlook (readers, batchers, writers, processor configurations) and in `Credentials`, the fix is unsafe: the ' +
      'field takes effect.',
    messages: {
      misspelt: {
        text: '{Part} has a field {field} that does not exist: Step Functions refuses the definition.',
        help: 'Write {near}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      elsewhere: {
        text: '{Part} has a field {field}, which {kinds} do not take: Step Functions refuses the definition.',
        help: 'It belongs to {others}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has a field {field}, which does not exist there.',
        help: 'Correct the name, or remove it.',
        severity: 'warning',
      },
      unconfirmedMisspelt: {
        text: '{Part} has a field {field}, which does not exist there.',
        help: 'Write {near}.',
        severity: 'warning',
      },
      unknown: {
        text: '{Part} has a field {field} that does not exist: Step Functions refuses the definition.',
        help: 'Remove it.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    part(part, context) {
      for (const field of writtenFields(part)) {
        const { key, meta } = field;
        if (meta !== undefined || hasPlaceholder(key.value)) continue;
        const data = { Part: describePartFirst(part), field: key.value, kinds: describeKind(part.kind) };
        const others = kindsWith(key.value);
        const near = nearName(key.value, candidates(part));
        if (PARTS_OF_UNCONFIRMED_NAMES.includes(part.kind)) {
          const message = near === undefined ? 'unconfirmed' : 'unconfirmedMisspelt';
          const fix = renaming(part, field, 'unsafe');
          context.report({ at: { key }, message, data: { ...data, near: near ?? '' }, fix });
        } else if (others !== '') context.report({ at: { key }, message: 'elsewhere', data: { ...data, others } });
        else if (near !== undefined) {
          const fix = renaming(part, field, 'safe');
          context.report({ at: { key }, message: 'misspelt', data: { ...data, near }, fix });
        } else context.report({ at: { key }, message: 'unknown', data });
      }
    },
  },
);

function renaming(part: Part, field: WrittenField, safety: FixSafety): Fix | undefined {
  const name = meantField(part, field);
  return name === undefined
    ? undefined
    : { title: `Rename it to ${name}`, safety, edits: [edit.rename(field.key, name)] };
}

function candidates(part: Part): readonly string[] {
  return fieldsInLanguage(part).map(({ name }) => name);
}

function kindsWith(field: string): string {
  const kinds = (Object.keys(FIELDS) as PartKind[]).filter((kind) => FIELDS[kind].some(({ name }) => name === field));
  const shown = kinds.slice(0, 4).map(describeKind).join(', ');
  return kinds.length > 4 ? `${shown} and others` : shown;
}
