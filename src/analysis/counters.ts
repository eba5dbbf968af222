/**
 * Counters of loops: variables and fields that states set to a number, add to, or compare with a number in a Choice.
 * Reads constants only. What else may write a counter makes it unknown: any value that is computed otherwise, and, for a
 * field of the data, whatever may replace the data around it.
 */
import { isJsonata } from '../asl/payload.ts';
import type { QueryLanguage, State, Transition } from '../asl/model.ts';
import { parseIntrinsic } from '../expr/intrinsic/parse.ts';
import type { Expression, ParseJsonata } from '../expr/jsonata/expression.ts';
import type { Node, ObjectNode } from '../tree/node.ts';

/** `$n` for a variable, `$.a.n` for a field of the data. */
export type Counter = string;

export type Write = { readonly kind: 'set'; readonly value: number } | { readonly kind: 'add'; readonly step: number };

/** What a transition does to a counter: nothing, a write that is known, or one that is not. */
export type Effect = Write | { readonly kind: 'none' } | { readonly kind: 'unknown' };

const NONE: Effect = { kind: 'none' };
const UNKNOWN: Effect = { kind: 'unknown' };

/** A comparison that holds while the loop goes on: the counter is below the limit. */
export interface Bound {
  readonly counter: Counter;
  /** The counter is below this, or not above it when `isInclusive`. */
  readonly limit: number;
  readonly isInclusive: boolean;
  /** The loop ends only when the counter hits the limit exactly. */
  readonly mustHit?: true;
  /** Where the limit is written. */
  readonly node: Node;
}

/** A path of plain names: `$.a.b`, `$n`. */
const COUNTER = /^\$(?:[A-Za-z_]\w*|(?:\.[A-Za-z_]\w*)+)$/;

export function isVariable(counter: Counter): boolean {
  return !counter.startsWith('$.');
}

export class CounterReader {
  readonly #parseJsonata: ParseJsonata | undefined;
  readonly #rules = new Map<State, ReadonlyMap<Node, ObjectNode>>();

  constructor(parseJsonata: ParseJsonata | undefined) {
    this.#parseJsonata = parseJsonata;
  }

  /** What leaving a state over a transition does to a counter. */
  effectOf(state: State, transition: Transition, counter: Counter): Effect {
    if (isVariable(counter)) return this.#assigned(this.#assignOf(state, transition), counter, state.queryLanguage);
    return state.queryLanguage === 'JSONPath' ? fieldEffect(state, transition, counter) : UNKNOWN;
  }

  /** The literal numbers that a state gives to counters, over any of its transitions. */
  *settings(state: State): Generator<{ readonly counter: Counter; readonly effect: Effect }> {
    for (const assign of assignsOf(state)) {
      for (const { key } of assign.entries) {
        const counter = `$${nameOf(key.value)}`;
        yield { counter, effect: this.#assigned(assign, counter, state.queryLanguage) };
      }
    }
    if (state.type === 'Pass' && state.queryLanguage === 'JSONPath') yield* fieldSettings(state);
  }

  /** The bound that holds on a Choice's transition, if one does. */
  boundsOf(state: State): ReadonlyMap<Transition, Bound> {
    const bounds = new Map<Transition, Bound>();
    if (state.type !== 'Choice') return bounds;
    const rules = this.#rulesOf(state);
    let passed: Bound | undefined;
    for (const transition of state.transitions) {
      const rule = rules.get(transition.node);
      const test = rule === undefined ? undefined : this.#testOf(rule, state.queryLanguage);
      const bound = test?.below ?? passed;
      if (bound !== undefined) bounds.set(transition, bound);
      passed ??= test?.unless;
    }
    return bounds;
  }

  #assignOf(state: State, transition: Transition): ObjectNode | undefined {
    const owner =
      transition.kind === 'Choice'
        ? this.#rulesOf(state).get(transition.node)
        : (transition.catcher?.node ?? state.node);
    const assign = owner?.get('Assign');
    return assign?.kind === 'object' ? assign : undefined;
  }

  #rulesOf(state: State): ReadonlyMap<Node, ObjectNode> {
    const rules = this.#rules.get(state) ?? rulesOf(state);
    this.#rules.set(state, rules);
    return rules;
  }

  #assigned(assign: ObjectNode | undefined, counter: Counter, language: QueryLanguage): Effect {
    if (assign === undefined) return NONE;
    const name = counter.slice(1);
    const value = assign.get(name) ?? (language === 'JSONPath' ? assign.get(`${name}.$`) : undefined);
    if (value === undefined) return assign.isOpen ? UNKNOWN : NONE;
    if (value.kind === 'number') return { kind: 'set', value: value.value };
    if (value.kind !== 'string') return UNKNOWN;
    if (language === 'JSONPath') return assign.get(name) === undefined ? addition(value.value, counter) : UNKNOWN;
    const parsed = this.#expression(value.value);
    return parsed === undefined ? UNKNOWN : addedBy(parsed, counter);
  }

  #expression(text: string): Expression | undefined {
    return isJsonata(text) ? unwrap(this.#parseJsonata?.(text.slice(2, -2)).expression) : undefined;
  }

  #testOf(rule: ObjectNode, language: QueryLanguage): Test {
    if (language === 'JSONPath') return pathTest(rule);
    const condition = rule.get('Condition');
    if (language !== 'JSONata' || condition?.kind !== 'string') return {};
    const parsed = this.#expression(condition.value);
    return parsed === undefined ? {} : expressionTest(parsed, condition);
  }
}

/** `below`: holds when the rule matches; `unless`: holds when it does not. */
interface Test {
  readonly below?: Bound;
  readonly unless?: Bound;
}

function rulesOf(state: State): ReadonlyMap<Node, ObjectNode> {
  const choices = state.node.get('Choices');
  const rules = choices?.kind === 'array' ? choices.items : [];
  const byTarget = new Map<Node, ObjectNode>();
  for (const rule of rules) {
    const next = rule.kind === 'object' ? rule.get('Next') : undefined;
    if (next !== undefined && rule.kind === 'object') byTarget.set(next, rule);
  }
  return byTarget;
}

function assignsOf(state: State): readonly ObjectNode[] {
  const catchers = 'catchers' in state ? state.catchers.map(({ node }) => node) : [];
  const owners = [state.node, ...(state.type === 'Choice' ? rulesOf(state).values() : []), ...catchers];
  return owners.map((owner) => owner.get('Assign')).filter((assign) => assign?.kind === 'object');
}

function nameOf(key: string): string {
  return key.endsWith('.$') ? key.slice(0, -2) : key;
}

/** `States.MathAdd($n, 1)` */
function addition(text: string, counter: Counter): Effect {
  const { call } = parseIntrinsic(text);
  if (call?.name !== 'States.MathAdd' || call.arguments.length !== 2) return UNKNOWN;
  const path = call.arguments.find((part) => part.kind === 'path');
  const step = call.arguments.find((part) => part.kind === 'number');
  const isOwn = path?.text === counter && step !== undefined && step.value > 0;
  return isOwn ? { kind: 'add', step: step.value } : UNKNOWN;
}

/** `$n + 1` */
function addedBy(expression: Expression, counter: Counter): Effect {
  if (expression.kind === 'number') return { kind: 'set', value: expression.value };
  if (expression.kind !== 'binary' || expression.operator !== '+') return UNKNOWN;
  const [left, right] = [unwrap(expression.left), unwrap(expression.right)];
  const step = [left, right].find((part) => part?.kind === 'number');
  const isOwn = [left, right].some((part) => part?.kind === 'variable' && `$${part.name}` === counter);
  return isOwn && step?.kind === 'number' && step.value > 0 ? { kind: 'add', step: step.value } : UNKNOWN;
}

/** An expression without parentheses around it. */
function unwrap(expression: Expression | undefined): Expression | undefined {
  let inner = expression;
  while (inner?.kind === 'block' && inner.expressions.length === 1) inner = inner.expressions[0];
  return inner;
}

function pathTest(rule: ObjectNode): Test {
  const all = rule.get('And');
  if (all?.kind === 'array') return { ...firstTest(all.items, 'below') };
  const any = rule.get('Or');
  if (any?.kind === 'array') return { ...firstTest(any.items, 'unless') };
  const not = rule.get('Not');
  if (not?.kind === 'object') return swapped(pathTest(not));
  return comparison(rule);
}

/** Of a conjunction every part holds when it matches; of a disjunction none does when it does not. */
function firstTest(rules: readonly Node[], side: keyof Test): Test {
  for (const rule of rules) {
    const bound = rule.kind === 'object' ? pathTest(rule)[side] : undefined;
    if (bound !== undefined) return { [side]: bound };
  }
  return {};
}

function swapped({ below, unless }: Test): Test {
  return { ...(unless === undefined ? {} : { below: unless }), ...(below === undefined ? {} : { unless: below }) };
}

const COMPARISONS: readonly (readonly [field: string, side: keyof Test, isInclusive: boolean])[] = [
  ['NumericLessThan', 'below', false],
  ['NumericLessThanEquals', 'below', true],
  ['NumericGreaterThan', 'unless', true],
  ['NumericGreaterThanEquals', 'unless', false],
];

function comparison(rule: ObjectNode): Test {
  const variable = rule.get('Variable');
  if (variable?.kind !== 'string' || !COUNTER.test(variable.value)) return {};
  for (const [field, side, isInclusive] of COMPARISONS) {
    const node = rule.get(field);
    if (node?.kind !== 'number') continue;
    return { [side]: { counter: variable.value, limit: node.value, isInclusive, node } };
  }
  const node = rule.get('NumericEquals');
  if (node?.kind !== 'number') return {};
  return { unless: { counter: variable.value, limit: node.value, isInclusive: false, mustHit: true, node } };
}

const OPERATORS: Readonly<Record<string, readonly [side: keyof Test, isInclusive: boolean]>> = {
  '<': ['below', false],
  '<=': ['below', true],
  '>': ['unless', true],
  '>=': ['unless', false],
};

const MIRRORED: Readonly<Record<string, string>> = { '<': '>', '<=': '>=', '>': '<', '>=': '<=' };

function expressionTest(expression: Expression, node: Node): Test {
  if (expression.kind !== 'binary') return {};
  const left = unwrap(expression.left);
  const right = unwrap(expression.right);
  if (left === undefined || right === undefined) return {};
  if (expression.operator === 'and' || expression.operator === 'or') {
    const side = expression.operator === 'and' ? 'below' : 'unless';
    const bound = expressionTest(left, node)[side] ?? expressionTest(right, node)[side];
    return bound === undefined ? {} : { [side]: bound };
  }
  return left.kind === 'number'
    ? variableTest(right, MIRRORED[expression.operator] ?? expression.operator, left, node)
    : variableTest(left, expression.operator, right, node);
}

function variableTest(variable: Expression, operator: string, limit: Expression, node: Node): Test {
  if (variable.kind !== 'variable' || limit.kind !== 'number') return {};
  const counter = `$${variable.name}`;
  if (operator === '=') return { unless: { counter, limit: limit.value, isInclusive: false, mustHit: true, node } };
  const known = OPERATORS[operator];
  return known === undefined ? {} : { [known[0]]: { counter, limit: limit.value, isInclusive: known[1], node } };
}

/** What a JSONPath state does to a field of the data that it passes on. */
function fieldEffect(state: State, { catcher }: Transition, counter: Counter): Effect {
  if (catcher !== undefined) return resultEffect(catcher.node.get('ResultPath'), undefined, counter);
  const narrows = ['InputPath', 'OutputPath'].some((field) => {
    const path = state.node.get(field);
    return path !== undefined && !(path.kind === 'string' && path.value === '$');
  });
  if (narrows) return UNKNOWN;
  if (state.type === 'Choice' || state.type === 'Wait') return NONE;
  const value = state.type === 'Pass' ? (state.node.get('Parameters') ?? state.node.get('Result')) : undefined;
  if (state.type === 'Pass' && value === undefined) return NONE;
  return resultEffect(state.node.get('ResultPath'), value, counter);
}

/** `value`: the literal or template that is written to the path; undefined for a result that is not known. */
function resultEffect(resultPath: Node | undefined, value: Node | undefined, counter: Counter): Effect {
  if (resultPath?.kind === 'null') return NONE;
  const path = resultPath?.kind === 'string' ? resultPath.value : resultPath === undefined ? '$' : undefined;
  if (path === undefined) return UNKNOWN;
  if (path !== '$' && path !== counter && !counter.startsWith(`${path}.`)) {
    return path.startsWith(`${counter}.`) || !COUNTER.test(path) ? UNKNOWN : NONE;
  }
  return memberEffect(value, counter.slice(path.length).split('.').filter(Boolean), counter);
}

function memberEffect(value: Node | undefined, names: readonly string[], counter: Counter): Effect {
  const [name, ...rest] = names;
  if (name === undefined) return value?.kind === 'number' ? { kind: 'set', value: value.value } : UNKNOWN;
  if (value?.kind !== 'object') return UNKNOWN;
  const computed = value.get(`${name}.$`);
  if (computed === undefined) return memberEffect(value.get(name), rest, counter);
  if (computed.kind !== 'string') return UNKNOWN;
  const kept = rest.length === 0 ? counter : counter.slice(0, -rest.join('.').length - 1);
  if (computed.value === kept) return NONE;
  return rest.length === 0 ? addition(computed.value, counter) : UNKNOWN;
}

function* fieldSettings(state: State): Generator<{ readonly counter: Counter; readonly effect: Effect }> {
  const resultPath = state.node.get('ResultPath');
  const base = resultPath === undefined ? '$' : resultPath.kind === 'string' ? resultPath.value : undefined;
  const value = state.node.get('Parameters') ?? state.node.get('Result');
  if (base === undefined || value === undefined) return;
  if (value.kind === 'number') yield { counter: base, effect: { kind: 'set', value: value.value } };
  if (value.kind !== 'object') return;
  for (const { key, value: member } of value.entries) {
    if (member.kind === 'number')
      yield { counter: `${base}.${key.value}`, effect: { kind: 'set', value: member.value } };
  }
}
