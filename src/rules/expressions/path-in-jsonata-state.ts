/**
 * A JSONPath or an intrinsic function call in a JSONata state. A text such as `$.detail` may be meant for the service
 * that is called, as event patterns and filters are written so: in the arguments of SDK calls, and under keys that speak
 * of paths, only context object paths and intrinsic calls are taken for a slip.
 */
import { jsonataTextsOf } from '../../analysis/expressions.ts';
import type { ValueString } from '../../analysis/expressions.ts';
import { describePartFirst } from '../../asl/describe-part.ts';
import type { FieldMeta } from '../../asl/fields.ts';
import { fieldMeta } from '../../asl/parts.ts';
import type { Part } from '../../asl/parts.ts';
import { JSONATA_REPLACEMENTS } from '../../aws/intrinsic-functions.ts';
import { isIntrinsicText, isPathText, isTemplateMember } from '../../expr/reference-text.ts';
import { defineRule } from '../rule.ts';

/** Forms of fields that take a text as it is; in others it is of the wrong type, which another rule says. */
const TEXT_FORMS: readonly (FieldMeta['form']['kind'] | undefined)[] = ['template', 'items', 'string', 'any'];

const KEYS_OF_PATHS =
  /path|variable|query|expression|pattern|filter|selector|pointer|template|location|field|column|map/i;

export default defineRule(
  {
    id: 'path-in-jsonata-state',
    category: 'expressions',
    summary: 'A JSONata state holds a JSONPath or an intrinsic function call, which is plain text there.',
    why:
      'A JSONata state reads no JSONPaths and calls no intrinsic functions. Step Functions stores such a definition; ' +
      'the state then hands on the text `$.order.id` in place of the value, under a key that keeps its `.$` ' +
      '(recorded 2026-02), and nothing fails at first.',
    remedy:
      'Write an expression: `{% $states.input.order.id %}` for `$.order.id`, `{% $states.context.Execution.Id %}` for ' +
      '`$$.Execution.Id`, and remove `.$` from the key.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      key: {
        text: '{Part} has the member {field} with the value {text}, but .$ has no meaning in a JSONata state: key and value are handed on as they are.',
        help: 'Remove .$ from the key, and write {instead}.',
      },
      path: {
        text: '{Part} has the path {text} in {field}, but a JSONata state reads no paths: it is plain text there.',
        help: 'Write {instead}.',
      },
      intrinsic: {
        text: '{Part} has an intrinsic function call in {field}, but a JSONata state makes none: it is plain text there.',
        help: 'Write {instead}.',
      },
    },
    references: ['AWS Step Functions developer guide: Transforming data with JSONata in Step Functions'],
  },
  {
    part(part, context) {
      for (const text of jsonataTextsOf(part)) {
        const { node, field, key } = text;
        const message = slipOf(text, part);
        if (message === undefined) continue;
        context.report({
          at: message === 'key' ? { key } : node,
          message,
          data: { Part: describePartFirst(part), field, text: clip(node.value), instead: expressionFor(node.value) },
        });
      }
    },
  },
);

function slipOf(
  { node, field, key, isOfDefinition }: ValueString,
  part: Part,
): 'key' | 'path' | 'intrinsic' | undefined {
  const text = node.value;
  if (isOfDefinition) return undefined;
  const [root = field] = field.split(/[.[]/, 1);
  if (!TEXT_FORMS.includes(fieldMeta(part.kind, root)?.form.kind)) return undefined;
  const isMember = field.endsWith(`.${key.value}`);
  if (isMember && isTemplateMember(key.value, text)) return 'key';
  if (isIntrinsicText(text)) return 'intrinsic';
  if (field === key.value && (text === '$' || text === '$$')) return 'path';
  if (!isPathText(text)) return undefined;
  if (text.startsWith('$$')) return 'path';
  return mayBeForTheService(field, key.value, part) ? undefined : 'path';
}

/** Whether what is called may itself take a JSONPath there. */
function mayBeForTheService(field: string, key: string, { kind, state }: Part): boolean {
  if (field === key && kind !== 'credentials') return false;
  if (KEYS_OF_PATHS.test(field.slice(field.indexOf('.') + 1))) return true;
  if (!field.startsWith('Arguments')) return false;
  const integration = kind === 'Task' && state?.type === 'Task' ? state.integration.kind : 'unknown';
  return integration !== 'lambda' && integration !== 'optimised';
}

function expressionFor(text: string): string {
  if (text.startsWith('$$')) return `{% $states.context${text.slice(2)} %}`;
  if (text.startsWith('$.') || text.startsWith('$[') || text === '$') {
    return `{% $states.input${text.slice(1)} %}, or $states.result where the result is meant`;
  }
  const name = /^[\w.]+/.exec(text)?.[0] ?? '';
  const replacement = JSONATA_REPLACEMENTS.get(name);
  return replacement === undefined ? `{% ${text.startsWith('$') ? text : '…'} %}` : `{% ${replacement} %}`;
}

function clip(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`;
}
