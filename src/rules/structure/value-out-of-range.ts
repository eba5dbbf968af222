/** A number below or above what its field takes. */
import { describePartFirst } from '../../asl/describe-part.ts';
import type { FieldForm } from '../../asl/fields.ts';
import { writtenFields } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
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
    fix: 'safe',
    fixSafety:
      'A number that stands for «as much as there is» becomes the limit: one of nines alone, the largest of 32 or 64 ' +
      'bits, or the one right above the limit. Of any other number it is not known what was meant (it may be ' +
      'milliseconds): above the limit the fix is a plan, below it there is none.',
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
        const message = isRefused(meta.form, value.value) ? 'range' : 'unconfirmed';
        context.report({ at: value, message, data, fix: limited(part, key.value, value.value, meta.form) });
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

function limited({ node }: Part, field: string, value: number, form: NumberForm): Fix | undefined {
  const { max } = form;
  if (value <= max || node.entries.filter(({ key }) => key.value === field).length > 1) return undefined;
  const title = `Set ${field} to ${max}`;
  const isMost = /^9{6,}$/.test(String(value)) || LARGEST.includes(value) || value === max + 1;
  if (!isMost || !form.integer || !isRefused(form, value))
    return { title: `${title} or less`, safety: 'plan', edits: [] };
  return { title, safety: 'safe', edits: [edit.set(node, field, max)] };
}

/** Of integers with 32, 53 and 64 bits. */
const LARGEST: readonly number[] = [2 ** 31 - 1, 2 ** 32 - 1, Number.MAX_SAFE_INTEGER, 2 ** 63, 2 ** 64];

function describeRange({ min, max, integer }: NumberForm): string {
  const what = integer ? 'a whole number' : 'a number';
  return max === Infinity ? `${what} from ${min} on` : `${what} from ${min} to ${max}`;
}
