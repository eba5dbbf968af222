/** A number below or above what its field takes. */
import { describePartFirst } from '../../asl/describe-part.ts';
import type { FieldForm } from '../../asl/fields.ts';
import { writtenFields } from '../../asl/parts.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'value-out-of-range',
    category: 'structure',
    summary: 'A number is outside the range of its field.',
    why: 'Step Functions refuses a definition with a number outside the range of its field, so the deployment fails.',
    remedy: 'Write a number within the range.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      range: {
        text: '{Part} has {value} in {field}, which takes {wanted}: Step Functions refuses the definition.',
        help: 'Write {wanted}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has {value} in {field}, which takes {wanted} by its documentation.',
        help: 'Write {wanted}; what Step Functions makes of other numbers there is not known.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Task, Wait and Map state pages, Error handling'],
  },
  {
    part(part, context) {
      for (const { key, value, meta } of writtenFields(part)) {
        if (meta?.form.kind !== 'number' || value.kind !== 'number' || isWithin(meta.form, value.value)) continue;
        const data = {
          Part: describePartFirst(part),
          field: key.value,
          value: value.value,
          wanted: describeRange(meta.form),
        };
        context.report({ at: value, message: isRefused(meta.form, value.value) ? 'range' : 'unconfirmed', data });
      }
    },
  },
);

type NumberForm = Extract<FieldForm, { kind: 'number' }>;

function isWithin({ min, max, integer }: NumberForm, value: number): boolean {
  return value >= min && value <= max && (!integer || Number.isInteger(value));
}

/** Of a number that the pages exclude, whether the service is known to refuse it. */
function isRefused({ refusedBeyond }: NumberForm, value: number): boolean {
  return refusedBeyond === undefined || value < refusedBeyond.min || value > refusedBeyond.max;
}

function describeRange({ min, max, integer }: NumberForm): string {
  const what = integer ? 'a whole number' : 'a number';
  return max === Infinity ? `${what} from ${min} on` : `${what} from ${min} to ${max}`;
}
