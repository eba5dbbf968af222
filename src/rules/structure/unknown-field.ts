/** A field that the part of the definition it stands in does not take. */
import { describeKind, describePartFirst } from '../../asl/describe-part.ts';
import { FIELDS, PARTS_OF_UNCONFIRMED_NAMES } from '../../asl/fields.ts';
import type { PartKind } from '../../asl/fields.ts';
import { nearName } from '../../text/near-name.ts';
import { fieldsInLanguage, writtenFields } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
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
    fix: 'none',
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
      for (const { key, meta } of writtenFields(part)) {
        if (meta !== undefined || hasPlaceholder(key.value)) continue;
        const data = { Part: describePartFirst(part), field: key.value, kinds: describeKind(part.kind) };
        const others = kindsWith(key.value);
        const near = nearName(key.value, candidates(part));
        if (PARTS_OF_UNCONFIRMED_NAMES.includes(part.kind)) {
          const message = near === undefined ? 'unconfirmed' : 'unconfirmedMisspelt';
          context.report({ at: { key }, message, data: { ...data, near: near ?? '' } });
        } else if (others !== '') context.report({ at: { key }, message: 'elsewhere', data: { ...data, others } });
        else if (near !== undefined) context.report({ at: { key }, message: 'misspelt', data: { ...data, near } });
        else context.report({ at: { key }, message: 'unknown', data });
      }
    },
  },
);

function candidates(part: Part): readonly string[] {
  return fieldsInLanguage(part).map(({ name }) => name);
}

function kindsWith(field: string): string {
  const kinds = (Object.keys(FIELDS) as PartKind[]).filter((kind) => FIELDS[kind].some(({ name }) => name === field));
  const shown = kinds.slice(0, 4).map(describeKind).join(', ');
  return kinds.length > 4 ? `${shown} and others` : shown;
}
