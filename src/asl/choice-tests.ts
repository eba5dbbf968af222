/**
 * What a choice rule tests and what would be the opposite test, as texts to compare: `x` and `Not x`, `IsNull` true and
 * false, less than and not less than. Values of another type match neither of two such comparisons; that is not looked at.
 */
import type { Entry, Node, ObjectNode } from '../tree/node.ts';
import type { QueryLanguage } from './model.ts';
import { isJsonata } from './payload.ts';

export interface ChoiceTest {
  readonly own: string;
  readonly opposite: string;
  readonly isAlwaysTrue: boolean;
  /** Set for less than, equal to and greater than, which cover all values between the three of them. */
  readonly third?: { readonly values: string; readonly order: 'less' | 'equal' | 'greater' } | undefined;
}

/** Undefined for a rule that is not wholly known. */
export function readChoiceTest(rule: Node, language: QueryLanguage): ChoiceTest | undefined {
  if (rule.kind !== 'object' || language === 'unknown') return undefined;
  return language === 'JSONata' ? conditionTest(rule.isOpen ? undefined : rule.get('Condition')) : comparisonTest(rule);
}

function conditionTest(condition: Node | undefined): ChoiceTest | undefined {
  if (condition?.kind === 'boolean') return { own: 'false', opposite: '!false', isAlwaysTrue: condition.value };
  if (condition?.kind !== 'string' || !isJsonata(condition.value)) return undefined;
  const text = condition.value.slice(2, -2).trim();
  const negated = /^\$not\((.*)\)$/s.exec(text)?.[1];
  const comparison = negated === undefined ? readComparison(text) : undefined;
  const test = comparison ?? testOf(squeeze(negated ?? text), negated !== undefined);
  return { ...test, isAlwaysTrue: text === 'true' };
}

/** One comparison and nothing else: `$states.input.kind = 'a'`. */
function readComparison(text: string): Omit<ChoiceTest, 'isAlwaysTrue'> | undefined {
  const [, left = '', operator = '', right = ''] = /^([^=!<>]+)(!=|<=|>=|=|<|>)([^=!<>]+)$/.exec(text) ?? [];
  if (operator === '' || /\s(?:and|or)\s|[?:]/.test(text)) return undefined;
  const values = `${squeeze(left)} with ${squeeze(right)}`;
  const positive = NEGATIVE_OPERATORS[operator];
  const order = ORDERS[operator];
  const third = order === undefined ? undefined : { values, order };
  return { ...testOf(`${positive ?? operator} ${values}`, positive !== undefined), third };
}

/** Operators, each with the one that holds just when it does not. */
const NEGATIVE_OPERATORS: Readonly<Record<string, string>> = { '!=': '=', '<': '>=', '<=': '>' };

const ORDERS: Readonly<Record<string, 'less' | 'equal' | 'greater'>> = {
  '<': 'less',
  '=': 'equal',
  '>': 'greater',
  LessThan: 'less',
  Equals: 'equal',
  GreaterThan: 'greater',
};

/** Blanks aside, and a pair of brackets around the whole. */
function squeeze(expression: string): string {
  const text = expression.replaceAll(/\s+/g, '');
  return /^\([^()]*\)$/.test(text) ? text.slice(1, -1) : text;
}

function comparisonTest(rule: ObjectNode): ChoiceTest | undefined {
  const inner = rule.get('Not');
  if (inner !== undefined) {
    const test = inner.kind === 'object' ? comparisonTest(inner) : undefined;
    return test && { own: test.opposite, opposite: test.own, isAlwaysTrue: false };
  }
  const tests = rule.entries.filter(({ key }) => !NO_TESTS.includes(key.value));
  if (rule.isOpen || !tests.every(({ value }) => isKnown(value))) return undefined;
  let isNegated = false;
  const parts = tests.map(({ key, value }) => {
    const name = key.value;
    if (value.kind === 'boolean' && (name.startsWith('Is') || name === 'BooleanEquals')) {
      isNegated = !value.value;
      return `${name}=true`;
    }
    const opposite = OPPOSITES.find(([, negative]) => name.replace(/Path$/, '').endsWith(negative));
    if (opposite === undefined) return `${name}=${textOf(value)}`;
    isNegated = true;
    return `${name.replace(opposite[1], opposite[0])}=${textOf(value)}`;
  });
  return { ...testOf(parts.sort().join('&'), isNegated), isAlwaysTrue: false, third: orderOf(tests) };
}

function orderOf(tests: readonly Entry[]): ChoiceTest['third'] {
  const operator = tests.find(({ key }) => key.value !== 'Variable');
  const [, type = '', name = '', path = ''] =
    /^(Numeric|String|Timestamp)(LessThan|Equals|GreaterThan)(Path)?$/.exec(operator?.key.value ?? '') ?? [];
  const order = ORDERS[name];
  if (order === undefined) return undefined;
  return {
    values: `${type}${path} ${tests
      .map(({ value }) => textOf(value))
      .sort()
      .join()}`,
    order,
  };
}

function isKnown(node: Node): boolean {
  switch (node.kind) {
    case 'unknown':
      return false;
    case 'object':
      return !node.isOpen && node.entries.every(({ value }) => isKnown(value));
    case 'array':
      return node.items.every(isKnown);
    default:
      return true;
  }
}

function testOf(text: string, isNegated: boolean): Pick<ChoiceTest, 'own' | 'opposite'> {
  return isNegated ? { own: `!${text}`, opposite: text } : { own: text, opposite: `!${text}` };
}

/** Members of a rule that say what comes after it. */
const NO_TESTS: readonly string[] = ['Next', 'Assign', 'Output', 'Comment'];

/** Comparisons, each with the one that holds just when it does not. */
const OPPOSITES: readonly (readonly [positive: string, negative: string])[] = [
  ['GreaterThanEquals', 'LessThan'],
  ['GreaterThan', 'LessThanEquals'],
];

/** A known value as text. */
function textOf(node: Node): string {
  switch (node.kind) {
    case 'object':
      return `{${node.entries.map(({ key, value }) => `${JSON.stringify(key.value)}:${textOf(value)}`).join(',')}}`;
    case 'array':
      return `[${node.items.map(textOf).join(',')}]`;
    case 'unknown':
    case 'null':
      return node.kind;
    default:
      return JSON.stringify(node.value);
  }
}
