/** A text that is none of the values that its field takes. */
import { fitsType } from '../../analysis/fitting-fields.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { FieldForm } from '../../asl/fields.ts';
import type { State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { nearName, onlyNearName } from '../../text/near-name.ts';
import { slipOf } from '../../text/slip.ts';
import { writtenFields } from '../../asl/parts.ts';
import { partsOfUntypedState } from '../../asl/parts.ts';
import { isJsonata } from '../../asl/payload.ts';
import type { Node, StringNode } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unknown-value',
    category: 'structure',
    summary: 'A field that takes one of a few values has another one.',
    why: 'Step Functions refuses a definition in which such a field has any other value, so the deployment fails.',
    remedy: 'Write one of the values, in exactly that case.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Safe where the service refuses the value: it becomes the only value that is near to it; a type only where all ' +
      'fields of the state belong to that type. In other fields, such as `ExecutionType` or `InputType`, the fix is ' +
      'unsafe: what the service made of the old value is not known.',
    messages: {
      near: {
        text: '{Part} has "{value}" in {field}, which takes {wanted}: Step Functions refuses the definition.',
        help: 'Write {near}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      other: {
        text: '{Part} has "{value}" in {field}, which takes {wanted}: Step Functions refuses the definition.',
        help: 'Write one of them.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      unconfirmed: {
        text: '{Part} has "{value}" in {field}, which takes {wanted}.',
        help: 'Write one of them.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    part(part, context) {
      for (const { key, value, meta } of writtenFields(part)) {
        if (meta?.form.kind !== 'choice' && meta?.form.kind !== 'action') continue;
        const { written, values } = readChoice(meta.form, value);
        if (written === undefined || values.includes(written)) continue;
        if (part.language !== 'JSONPath' && isJsonata(written)) continue;
        const near = nearName(written, values);
        const wanted = values.join(', ');
        const data = { Part: describePartFirst(part), field: key.value, value: written, wanted, near: near ?? '' };
        // Whether the service looks at these was not recorded.
        const isUnconfirmed = !CONFIRMED.includes(key.value);
        const message = isUnconfirmed ? 'unconfirmed' : near === undefined ? 'other' : 'near';
        context.report({ at: value, message, data, fix: correction(value, written, values, isUnconfirmed) });
      }
    },
    state(state, context) {
      if (state.type !== 'untyped') return;
      const part = partsOfUntypedState(state);
      const type = state.node.get('Type');
      if (type?.kind !== 'string') return;
      const near = nearName(type.value, STATE_TYPES);
      const data = {
        Part: describePartFirst(part),
        field: 'Type',
        value: type.value,
        wanted: STATE_TYPES.join(', '),
        near: near ?? '',
      };
      const fix = typeCorrection(state, type);
      context.report({ at: type, message: near === undefined ? 'other' : 'near', data, fix });
    },
  },
);

/** A value with placeholders in it, and an ARN but for what follows its partition, stay as they are. */
function correction(value: Node, written: string, values: readonly string[], isUnconfirmed: boolean): Fix | undefined {
  const meant = onlyNearName(written, values);
  if (meant === undefined || (value.kind !== 'string' && value.kind !== 'unknown')) return undefined;
  // A near value may be another one: `s3:putObject` is no slip of `s3:getObject`.
  if (isUnconfirmed && slipOf(written.toLowerCase(), meant.toLowerCase()) === 'other') return undefined;
  const text = value.kind === 'string' ? value.value : (value.template ?? '');
  const isAction = meant.startsWith(ACTION_PREFIX) && ACTION.test(text);
  if (!isAction && value.kind === 'unknown') return undefined;
  const start = isAction ? text.lastIndexOf(':::') + 3 : 0;
  const shown = isAction ? meant.slice(ACTION_PREFIX.length) : meant;
  const edits = [edit.splice(value, { start, end: text.length }, shown)];
  return { title: `Write ${shown}`, safety: isUnconfirmed ? 'unsafe' : 'safe', edits };
}

function typeCorrection(state: State, type: StringNode): Fix | undefined {
  const meant = STATE_TYPES.find((name) => name === onlyNearName(type.value, STATE_TYPES));
  if (meant === undefined || !fitsType(state, meant)) return undefined;
  return { title: `Write ${meant}`, safety: 'safe', edits: [edit.retext(type, meant)] };
}

type ChoiceForm = Extract<FieldForm, { readonly kind: 'choice' | 'action' }>;

interface Choice {
  /** Undefined when it is not known. */
  readonly written: string | undefined;
  readonly values: readonly string[];
}

function readChoice({ kind, values }: ChoiceForm, value: Node): Choice {
  if (kind === 'choice') return { written: value.kind === 'string' ? value.value : undefined, values };
  return { written: resourceText(value), values: values.map((action) => ACTION_PREFIX + action) };
}

/** The text of a resource, with the same partition for all ARNs of actions: which one it is need not be known. */
function resourceText(resource: Node): string | undefined {
  const text =
    resource.kind === 'unknown' ? resource.template : resource.kind === 'string' ? resource.value : undefined;
  const action = ACTION.exec(text ?? '')?.[1];
  if (action !== undefined) return ACTION_PREFIX + action;
  return resource.kind === 'string' ? text : undefined;
}

const ACTION = /^arn:(?:[a-z-]+|\$\{[^}]+\}):states:::([^${}]+)$/;
const ACTION_PREFIX = 'arn:aws:states:::';

const STATE_TYPES = ['Task', 'Pass', 'Choice', 'Wait', 'Succeed', 'Fail', 'Parallel', 'Map'] as const;

/** Fields for which the service's own validator is known to refuse other values. */
const CONFIRMED: readonly string[] = ['Type', 'QueryLanguage', 'JitterStrategy', 'Mode'];
