/** The body of a model call as the object that it is text of. */
import type { TaskState } from '../asl/model.ts';
import { memberOf } from '../asl/payload.ts';
import type { ParseJsonata } from '../expr/jsonata/expression.ts';
import type { Data, DataObject } from '../tree/syntax.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';

/** None where it is an object already; undefined where it is not certain what the text is made of. */
export function bodyAsObject(state: TaskState, parseJsonata: ParseJsonata | undefined): readonly Intent[] | undefined {
  const { arguments: template, queryLanguage } = state;
  const body = memberOf(template, 'Body', queryLanguage);
  if (template?.kind !== 'object' || (body.kind !== 'literal' && body.kind !== 'computed')) return undefined;
  if (body.kind === 'literal' && body.node.kind === 'object') return [];
  if (body.node.kind !== 'string') return undefined;
  const { value } = body.node;
  if (body.kind === 'literal') {
    const object = objectIn(value);
    return object && [edit.set(template, 'Body', object)];
  }
  const made = queryLanguage === 'JSONPath' ? MADE_TEXT.exec(value)?.[1] : stringifiedIn(value, parseJsonata);
  return made === undefined ? undefined : [edit.retext(body.node, made)];
}

/** `States.JsonToString($.body)` */
const MADE_TEXT = /^States\.JsonToString\(\s*(\$[\w.$[\]']*)\s*\)$/;

/** Nothing in it may become a path, an expression or a placeholder once it is no text any more. */
function objectIn(text: string): DataObject | undefined {
  if (/\.\$"|\{%|\$\{/.test(text)) return undefined;
  try {
    const value = JSON.parse(text) as Data;
    return typeof value === 'object' && value !== null && !Array.isArray(value) ? (value as DataObject) : undefined;
  } catch {
    return undefined;
  }
}

/** The argument of a `$string` that is the whole expression. */
function stringifiedIn(text: string, parseJsonata: ParseJsonata | undefined): string | undefined {
  const inner = text.slice(2, -2);
  const expression = parseJsonata?.(inner).expression;
  if (expression?.kind !== 'call' || expression.callee.kind !== 'variable') return undefined;
  const [only, ...others] = expression.arguments;
  if (expression.callee.name !== 'string' || only === undefined || others.length > 0) return undefined;
  return `{% ${inner.slice(only.start, only.end)} %}`;
}
