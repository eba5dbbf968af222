/**
 * What a Choice asks for: paths under `IsPresent`, arguments of `$exists`; and what it mentions in any other way. A state
 * behind such a question knows what it reads, or is never reached: nothing is said of the place from there on.
 */
import { readDelimiters } from '../../expr/jsonata/delimiters.ts';
import { childrenOf, coreOf } from '../../expr/jsonata/expression.ts';
import type { Expression } from '../../expr/jsonata/expression.ts';
import type { JsonPath } from '../../expr/jsonpath/path.ts';
import type { Node } from '../../tree/node.ts';
import type { ParsedTexts } from './field-reader.ts';

/** A place in the input, or in a variable. */
export interface Guard {
  readonly variable: string | undefined;
  /** Names of members; a number for an element of a list. */
  readonly steps: readonly (string | number)[];
  /** Whether the Choice asks if it is there; otherwise it reads it as if it were. */
  readonly asks: boolean;
}

/** Of the rules of a Choice, nested ones included. */
export function guardsOf(choices: Node | undefined, texts: ParsedTexts): readonly Guard[] {
  const guards: Guard[] = [];
  const waiting = choices?.kind === 'array' ? [...choices.items] : [];
  for (let rule = waiting.pop(); rule !== undefined; rule = waiting.pop()) {
    if (rule.kind !== 'object') continue;
    for (const field of ['And', 'Or'] as const) {
      const inner = rule.get(field);
      if (inner?.kind === 'array') waiting.push(...inner.items);
    }
    const not = rule.get('Not');
    if (not !== undefined) waiting.push(not);
    guards.push(...guardsOfRule(rule.get('Variable'), rule.get('IsPresent'), rule.get('Condition'), texts));
  }
  return guards;
}

function guardsOfRule(
  variable: Node | undefined,
  isPresent: Node | undefined,
  condition: Node | undefined,
  texts: ParsedTexts,
): readonly Guard[] {
  if (condition?.kind === 'string') return guardsOfCondition(condition.value, texts);
  const path = variable?.kind === 'string' ? texts.path(variable.value).path : undefined;
  return path === undefined || path.root.kind === 'context' ? [] : [guardOfPath(path, isPresent !== undefined)];
}

function guardOfPath({ root, segments }: JsonPath, asks: boolean): Guard {
  const steps: (string | number)[] = [];
  for (const segment of segments) {
    if (segment.kind === 'member') steps.push(segment.member.name);
    else if (segment.kind === 'index') steps.push(segment.index);
    else break;
  }
  return { variable: root.kind === 'variable' ? root.name : undefined, steps, asks };
}

function guardsOfCondition(text: string, texts: ParsedTexts): readonly Guard[] {
  const delimited = readDelimiters(text);
  if (delimited.kind !== 'expression') return [];
  const parsed = texts.expression(text.slice(delimited.inner.start, delimited.inner.end))?.expression;
  const guards: Guard[] = [];
  const waiting: { readonly part: Expression; readonly asks: boolean }[] = [];
  if (parsed !== undefined) waiting.push({ part: parsed, asks: false });
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    const { part } = next;
    const asks = part.kind === 'call' && part.callee.kind === 'variable' && part.callee.name === 'exists';
    const guard = guardOfExpression(part, next.asks);
    if (guard !== undefined) guards.push(guard);
    for (const child of childrenOf(part)) waiting.push({ part: child, asks });
  }
  return guards;
}

function guardOfExpression(expression: Expression, asks: boolean): Guard | undefined {
  const [root, ...others] = expression.kind === 'path' ? expression.steps : [expression];
  if (root?.kind !== 'variable') return undefined;
  const steps: (string | number)[] = [];
  for (const step of others) {
    const core = coreOf(step);
    if (core.kind !== 'name') break;
    steps.push(core.name);
    if (core !== step) steps.push(0);
  }
  if (root.name !== 'states') return { variable: root.name, steps, asks };
  return steps[0] === 'input' ? { variable: undefined, steps: steps.slice(1), asks } : undefined;
}
