/** A timestamp written out that is not RFC 3339. What an expression, a path or a placeholder gives is not known here. */
import { describePartFirst } from '../../asl/describe-part.ts';
import type { FieldMeta } from '../../asl/fields.ts';
import { writtenFields } from '../../asl/parts.ts';
import type { Part, WrittenField } from '../../asl/parts.ts';
import { pathFieldOf } from '../../fixers/corrected-value.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import type { StringNode } from '../../tree/node.ts';
import { readDelimiters } from '../../expr/jsonata/delimiters.ts';
import { readTimestamp } from '../../expr/timestamp.ts';
import { hasForeignPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-timestamp',
    category: 'expressions',
    summary: 'A timestamp that is written out is not one that RFC 3339 knows.',
    why:
      'Step Functions refuses a definition whose `Timestamp`, or literal of a timestamp comparison, is not RFC 3339: ' +
      'a date, a capital `T`, a time with seconds, and `Z` or an offset such as `+02:00`. Other spellings of ISO 8601 ' +
      'and days that a month does not have are warnings, since no answer of the service to them is known.',
    remedy:
      'Write `2026-03-14T01:59:00Z`. A path belongs into the field of the same name with `Path` at its end, and an ' +
      'expression of a JSONata state into `{% … %}`.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'A path moves to the field that takes it. A timestamp is respelt with `T` and `Z` where only a blank, small ' +
      'letters or blanks around it are wrong; unsafe where the service is not known to refuse the old spelling.',
    messages: {
      invalid: {
        text: '{Part} has {text} in {field}, which is no RFC 3339 timestamp, because {why}: Step Functions refuses the definition.',
        help: 'Write a timestamp such as 2026-03-14T01:59:00Z.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      path: {
        text: '{Part} has the path {text} in {field}, which takes a timestamp that is written out: Step Functions refuses the definition.',
        help: 'Put the path into {field}Path.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      doubtful: {
        text: '{Part} has {text} in {field}, which is not the form of a timestamp that Step Functions documents, because {why}: it may refuse the definition.',
        help: 'Write a timestamp such as 2026-03-14T01:59:00Z.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Wait workflow state, Choice workflow state',
      'RFC 3339: Date and Time on the Internet: Timestamps',
      'Answers of the service, recorded 2024-12',
    ],
  },
  {
    part(part, context) {
      for (const { key, value, meta } of writtenFields(part)) {
        if (meta?.form.kind !== 'timestamp' || value.kind !== 'string') continue;
        if (!isRead(meta, part) || mayBeOther(value.value, part)) continue;
        const fault = judge(value.value, part);
        if (fault === undefined) continue;
        const data = { Part: describePartFirst(part), field: key.value, text: shown(value.value), why: fault.why };
        const fix = correction(part, { key, value, meta }, value, fault);
        context.report({ at: value, message: fault.message, data, fix });
      }
    },
  },
);

/** Whether the state certainly takes the field in its query language. */
function isRead({ languages }: FieldMeta, { language }: Part): boolean {
  return languages === 'both' || languages === language;
}

/** What stands between delimiters is computed, and half of a delimiter is not this rule's matter. */
function mayBeOther(text: string, { language }: Part): boolean {
  if (hasForeignPlaceholder(text)) return true;
  if (language === 'JSONPath') return false;
  const { kind } = readDelimiters(text);
  return kind !== 'plain' && kind !== 'paddedExpression';
}

interface Fault {
  readonly message: 'invalid' | 'path' | 'doubtful';
  readonly why: string;
}

function judge(text: string, { kind, language }: Part): Fault | undefined {
  if (language === 'JSONPath' && /^\$[$.[]/.test(text)) return { message: 'path', why: '' };
  const reading = readTimestamp(text);
  switch (reading.kind) {
    case 'valid':
      return undefined;
    case 'blank':
      // A Wait was recorded to want its T when it runs; of comparisons nothing is known.
      return { message: kind === 'Wait' ? 'invalid' : 'doubtful', why: reading.why };
    case 'invalid':
    case 'doubtful':
      return { message: reading.kind, why: reading.why };
  }
}

function correction(part: Part, field: WrittenField, value: StringNode, { message }: Fault): Fix | undefined {
  if (message === 'path') {
    const name = pathFieldOf(part, field);
    const edits = name === undefined ? [] : [edit.rename(field.key, name)];
    return name === undefined ? undefined : { title: `Rename it to ${name}`, safety: 'safe', edits };
  }
  const text = value.value.trim().replace(' ', 'T').toUpperCase();
  if (readTimestamp(text).kind !== 'valid') return undefined;
  return {
    title: `Write ${text}`,
    safety: message === 'invalid' ? 'safe' : 'unsafe',
    edits: [edit.retext(value, text)],
  };
}

const LONGEST = 60;

function shown(text: string): string {
  if (text.trim() === '') return 'a blank text';
  return `"${text.length <= LONGEST ? text : `${text.slice(0, LONGEST)}…`}"`;
}
