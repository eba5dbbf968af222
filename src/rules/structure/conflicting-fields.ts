/** Two fields of which a part takes at most one. */
import { describePartFirst } from '../../asl/describe-part.ts';
import { EXCLUSIVE_FIELDS, FIELD_DEMANDS } from '../../asl/fields.ts';
import { isDemanded } from '../../asl/parts.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { Entry } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'conflicting-fields',
    category: 'structure',
    summary: 'A part of the definition has two fields of which it takes only one.',
    why: 'Step Functions refuses a definition that says the same thing twice, so the deployment fails.',
    remedy: 'Keep one of the two.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'Which of the two was meant is not known.',
    messages: {
      unconfirmed: {
        text: '{Part} has both {first} and {second}, and may have one of them.',
        help: 'Keep one of the two.',
        severity: 'warning',
      },
      excluded: {
        text: '{Part} has {field} {value}, with which {second} is not used.',
        help: 'Remove {second}, or change {field}.',
        severity: 'warning',
      },
      both: {
        text: '{Part} has both {first} and {second}, and may have one of them: Step Functions refuses the definition.',
        help: 'Keep one of the two.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: [
      'AWS Step Functions developer guide: Task, Wait, Fail and Map state pages',
      'AWS Step Functions developer guide: ItemReader',
    ],
  },
  {
    part(part, context) {
      for (const group of EXCLUSIVE_FIELDS[part.kind] ?? []) {
        const written = part.node.entries.filter((entry) => group.includes(entry.key.value) && !isUnset(entry));
        const [first, second] = written;
        if (first === undefined || second === undefined || first.key.value === second.key.value) continue;
        const data = { Part: describePartFirst(part), first: first.key.value, second: second.key.value };
        const related = [{ at: { key: first.key }, note: `${first.key.value} is here` }];
        const message = part.kind === 'Fail' ? 'unconfirmed' : 'both';
        const fix = removal(first.key.value, second.key.value);
        context.report({ at: { key: second.key }, message, data, related, fix });
      }
      for (const demand of FIELD_DEMANDS[part.kind] ?? []) {
        const cause = part.node.entry(demand.field);
        const second = demand.excludes === undefined ? undefined : part.node.entry(demand.excludes);
        if (cause?.value.kind !== 'string' || second === undefined || !isDemanded(demand, part)) continue;
        const { key, value } = cause;
        const data = { Part: describePartFirst(part), field: key.value, value: value.value, second: second.key.value };
        const related = [{ at: { key }, note: `${key.value} is here` }];
        const fix: Fix = { title: `Remove ${second.key.value}, or change ${key.value}`, safety: 'plan', edits: [] };
        context.report({ at: { key: second.key }, message: 'excluded', data, related, fix });
      }
    },
  },
);

function removal(first: string, second: string): Fix {
  return { title: `Remove ${first} or ${second}`, safety: 'plan', edits: [] };
}

/** Not there, or perhaps not; `"End": false` says nothing, and tools write null for what is left out. */
function isUnset({ key, value }: Entry): boolean {
  if (value.kind === 'unknown') return value.mayBeAbsent;
  return value.kind === 'null' || (key.value === 'End' && value.kind === 'boolean' && !value.value);
}
