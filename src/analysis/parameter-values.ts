/**
 * Judges one constant that is passed as a parameter: its type, its range and its listed values. Objects and lists in
 * place of a text are left alone: some integrations write them as JSON text, and which ones is not documented.
 */
import type { Constraint } from '../aws/services/overlay.ts';
import type { Shape } from '../aws/services/service-model.ts';
import { nearName } from '../text/near-name.ts';
import type { Node } from '../tree/node.ts';

export interface ValueFault {
  /**
   * - `type`: of a type that cannot be meant; `coerced`: one that a lenient reader makes the wanted one of.
   * - `value`: not among the listed ones, which a service may have added to.
   * - `range`: outside of what is documented; `disputed`: sources differ.
   */
  readonly kind: 'type' | 'coerced' | 'value' | 'range' | 'disputed';
  readonly actual: string;
  readonly wanted: string;
}

/** Texts that stand for a value which somebody fills in later: `<model>`, `{{arn}}`. */
const STAND_IN = /[<>]|\{\{/;

export function judgeType(node: Node, shape: Shape): ValueFault | undefined {
  if (node.kind === 'string' && STAND_IN.test(node.value)) return undefined;
  switch (shape.kind) {
    case 'structure':
    case 'map':
      return node.kind === 'object' ? undefined : fault('type', node, 'an object');
    case 'list':
      return node.kind === 'array' ? undefined : fault('type', node, 'a list');
    case 'string':
      return judgeText(node, shape.values);
    case 'boolean':
      return judgeBoolean(node);
    case 'integer':
    case 'long':
    case 'float':
    case 'double':
    case 'number':
      return judgeNumber(node, shape.kind === 'integer' || shape.kind === 'long');
    case 'blob':
    case 'timestamp':
    case 'document':
    case 'eventStream':
      return undefined;
  }
}

function judgeText(node: Node, values: readonly string[] | undefined): ValueFault | undefined {
  if (node.kind === 'number' || node.kind === 'boolean') return fault('coerced', node, 'a text');
  if (node.kind !== 'string') return values === undefined ? undefined : fault('type', node, 'a text');
  if (values === undefined || values.includes(node.value)) return undefined;
  const wanted = listedValue(node.value, values);
  return wanted === undefined ? undefined : { kind: 'value', actual: quoted(node.value), wanted };
}

/** Longer lists, such as instance types, grow so often that a value they lack says nothing. */
const SHORT_LIST = 8;

/** What may be meant, when the value is certainly worth a word. */
function listedValue(written: string, values: readonly string[]): string | undefined {
  const same = values.find((value) => withoutForm(value) === withoutForm(written));
  if (same !== undefined || values.length > SHORT_LIST) return same;
  return nearName(written, values) ?? values.join(' or ');
}

function withoutForm(value: string): string {
  return value.toLowerCase().replaceAll(/[-_ ]/g, '');
}

function judgeBoolean(node: Node): ValueFault | undefined {
  if (node.kind === 'boolean') return undefined;
  const isLenient = node.kind === 'number' || (node.kind === 'string' && /^(?:true|false)$/i.test(node.value));
  return fault(isLenient ? 'coerced' : 'type', node, 'true or false');
}

function judgeNumber(node: Node, isInteger: boolean): ValueFault | undefined {
  const wanted = isInteger ? 'a whole number' : 'a number';
  if (node.kind === 'number') {
    return isInteger && !Number.isInteger(node.value) ? fault('coerced', node, wanted) : undefined;
  }
  const isLenient = node.kind === 'string' && node.value.trim() !== '' && Number.isFinite(Number(node.value));
  return fault(isLenient ? 'coerced' : 'type', node, wanted);
}

function fault(kind: ValueFault['kind'], node: Node, wanted: string): ValueFault {
  return { kind, actual: describe(node), wanted };
}

/** The first constraint that a constant breaks, those that no source disputes before the others. */
export function judgeRange(node: Node, constraints: readonly Constraint[]): ValueFault | undefined {
  const broken = constraints.flatMap((constraint) => {
    const wanted = brokenBy(node, constraint);
    if (wanted === undefined) return [];
    const kind = constraint.isDisputed === true ? ('disputed' as const) : ('range' as const);
    return [{ kind, actual: describe(node), wanted }];
  });
  return broken.find(({ kind }) => kind === 'range') ?? broken[0];
}

/** What the constraint asks for, when the constant does not meet it. */
function brokenBy(node: Node, constraint: Constraint): string | undefined {
  const { min, max, minLength, maxLength, maxItems, pattern } = constraint;
  switch (node.kind) {
    case 'number':
      return outside(node.value, min, max) ? `a number of ${within(min, max)}` : undefined;
    case 'string': {
      if (STAND_IN.test(node.value)) return undefined;
      const length = Array.from(node.value).length;
      if (outside(length, minLength, maxLength)) return `a text of ${counted(minLength, maxLength, 'character')}`;
      if (pattern === undefined || new RegExp(`^(?:${pattern})$`, 'u').test(node.value)) return undefined;
      return constraint.wanted ?? `a text of the form ${pattern}`;
    }
    case 'array':
      return outside(node.items.length, undefined, maxItems)
        ? `a list of ${counted(undefined, maxItems, 'entry')}`
        : undefined;
    case 'object':
      return outside(node.entries.length, undefined, maxItems) ? counted(undefined, maxItems, 'entry') : undefined;
    default:
      return undefined;
  }
}

function outside(value: number, min = -Infinity, max = Infinity): boolean {
  return value < min || value > max;
}

function within(min: number | undefined, max: number | undefined): string {
  if (min === undefined) return `at most ${String(max)}`;
  return max === undefined ? `at least ${String(min)}` : `${String(min)} to ${String(max)}`;
}

function counted(min: number | undefined, max: number | undefined, noun: 'character' | 'entry'): string {
  const plural = noun === 'entry' ? 'entries' : 'characters';
  return `${within(min, max)} ${(max ?? min) === 1 ? noun : plural}`;
}

const LONGEST = 40;

function describe(node: Node): string {
  switch (node.kind) {
    case 'string':
      return quoted(node.value);
    case 'number':
    case 'boolean':
      return String(node.value);
    case 'array':
      return 'a list';
    case 'object':
      return 'an object';
    default:
      return 'a value';
  }
}

function quoted(text: string): string {
  const line = text.replaceAll(/\s+/g, ' ');
  return line.length > LONGEST ? `"${line.slice(0, LONGEST)}…"` : `"${line}"`;
}
