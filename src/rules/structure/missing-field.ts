/** A field that a part of a definition cannot do without. */
import { describePart, describePartFirst } from '../../asl/describe-part.ts';
import { ONE_OF_FIELDS, UNCONFIRMED_PARTS } from '../../asl/fields.ts';
import { fieldsInLanguage } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-field',
    category: 'structure',
    summary: 'A part of the definition lacks a field that it needs.',
    why: 'Step Functions refuses a definition in which a required field is missing, so the deployment fails.',
    remedy: 'Add the field.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      field: {
        text: '{Part} has no {field}: Step Functions refuses the definition.',
        help: 'Add {field} to {part}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      oneOf: {
        text: '{Part} has none of {field}: Step Functions refuses the definition.',
        help: 'Give it one of them.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has no {field}, which it needs to work.',
        help: 'Add {field} to {part}.',
        severity: 'warning',
      },
      batch: {
        text: '{Part} has none of {field}, so it makes no batches.',
        help: 'Give it one of them.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    state(state, context) {
      if (state.node.isOpen || state.node.get('Type') !== undefined) return;
      const part = `state "${state.name}"`;
      const data = { part, Part: `State "${state.name}"`, field: 'Type' };
      context.report({ at: { key: state.key }, message: 'field', data });
    },
    part(part, context) {
      if (part.node.isOpen) return;
      const data = { part: describePart(part), Part: describePartFirst(part) };
      for (const field of fieldsInLanguage(part)) {
        if (!field.required || part.node.get(field.name) !== undefined) continue;
        if (part.language === 'unknown' && field.languages !== 'both') continue;
        const message = UNCONFIRMED_PARTS.includes(part.kind) ? 'unconfirmed' : 'field';
        context.report({ at: ownerOf(part), message, data: { ...data, field: field.name } });
      }
      for (const group of ONE_OF_FIELDS[part.kind] ?? []) {
        if (group.some((name) => part.node.get(name) !== undefined)) continue;
        const shown = fieldsInLanguage(part).filter(({ name }) => group.includes(name) && !ALTERNATIVES.includes(name));
        const message = part.kind === 'itemBatcher' ? 'batch' : shown.length === 1 ? 'field' : 'oneOf';
        const field = shown.map(({ name }) => name).join(', ');
        context.report({ at: ownerOf(part), message, data: { ...data, field } });
      }
    },
  },
);

/** Other spellings of a field, which the message need not offer. */
const ALTERNATIVES: readonly string[] = ['Iterator', 'RoleArn.$'];

/** A part of a state stands at its own opening bracket, everything else at the key of what lacks the field. */
function ownerOf(part: Part): Target {
  const isWhole = part.kind === 'machine' || (part.state !== undefined && part.node === part.state.node);
  if (!isWhole || part.owner === undefined) return part.node;
  return { key: part.owner };
}
