/**
 * Translation validation: evaluates what a handler does, and the state that was made of it, on made-up events and
 * replies, and compares what they send, what they give and when they fail. Not a proof; a net under the writer.
 */
import { OutsideDomain, SourceFailure, evaluate } from '../handlers/evaluate.ts';
import type { Roots } from '../handlers/evaluate.ts';
import { partsOf } from '../handlers/ir.ts';
import type { Check, Expr, Json, Summary } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { JsonataRunner, QueryFailure } from './jsonata-run.ts';
import type { States } from './jsonata-run.ts';
import { Samples, placesOf, seededRandom } from './samples.ts';

export interface Trial {
  readonly summary: Summary;
  /** What is sent and given, as the state names it, and as the source makes it. */
  readonly expectedArguments: Expr;
  readonly expectedOutput: Expr;
  /** What the state has in their place. */
  readonly arguments: Json;
  readonly output: Json;
  /** Kinds of the input and of the reply that are certain. */
  readonly knownInput: KnownKinds;
  readonly knownReply: KnownKinds;
  /** Whether the state may refuse inputs that the source takes. */
  readonly isGuarded: boolean;
  /** The reply as the task gives it. */
  readonly replyInTask: (reply: Json) => Json;
  /** States for what the handler gives although its call failed. */
  readonly rescues?: readonly RescueTrial[];
  /** Whether one of them is for failures of expressions as well: the one that the handler has for its own. */
  readonly catchesOwn?: boolean;
}

export interface RescueTrial {
  readonly checks: readonly Check[];
  readonly expectedOutput: Expr;
  readonly output: Json;
}

/** An event for which the two differ, and how. */
export interface Mismatch {
  readonly input: Json;
  readonly reply: Json | undefined;
  readonly what: string;
}

export const TRIALS = 240;

export async function validate(trial: Trial): Promise<Mismatch | undefined> {
  return new Validation(trial).run();
}

export type Outcome =
  { readonly kind: 'value'; readonly value: Json } | { readonly kind: 'failure' } | { readonly kind: 'outside' };

class Validation {
  readonly #trial: Trial;
  readonly #runner = new JsonataRunner();
  readonly #codes: readonly string[];

  constructor(trial: Trial) {
    this.#trial = trial;
    this.#codes = codesIn(allExprs(trial));
  }

  async run(): Promise<Mismatch | undefined> {
    const { knownInput, knownReply } = this.#trial;
    const exprs = allExprs(this.#trial);
    const texts = textsIn(exprs);
    const random = seededRandom(20261121);
    const events = placesOf({ kind: 'event', start: 0, end: 0 }, exprs);
    const replies = placesOf({ kind: 'reply', call: 0, start: 0, end: 0 }, exprs);
    const eventSamples = new Samples(random, knownInput, texts);
    const replySamples = new Samples(random, knownReply, texts);
    for (let i = 0; i < TRIALS; i++) {
      const strange = [0, 4, 15, 40][i % 4] ?? 0;
      const input = eventSamples.value(events, strange) ?? {};
      const reply = replySamples.value(replies, [0, 0, 6, 30][i % 4] ?? 0) ?? {};
      const mismatch = await this.#one(input, reply);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }

  async #one(input: Json, reply: Json): Promise<Mismatch | undefined> {
    const { summary, expectedArguments, isGuarded } = this.#trial;
    const states = { input, context: CONTEXT };
    const codes = await this.#evaluateCodes(states);
    const roots: Roots = {
      event: input,
      replies: () => undefined,
      deployed: deployedText,
      code: (text) => codes.get(text),
    };
    const sent = outcomeOf(() => checked(summary.before, roots, expectedArguments));
    const lowered = await this.#attempt(this.#trial.arguments, states);
    if (lowered.kind === 'failure' && this.#trial.catchesOwn === true)
      return this.#swallowed([...summary.before, this.#atCall(expectedArguments)], roots, states);
    if (lowered.kind === 'failure') {
      if (sent.kind !== 'value') return undefined;
      return isGuarded
        ? undefined
        : { input, reply: undefined, what: 'the handler makes its call, and the state fails before it' };
    }
    if (sent.kind !== 'value')
      return { input, reply: undefined, what: 'the handler fails before its call, and the state makes it' };
    if (!isEqual(sent.value, value(lowered)))
      return { input, reply: undefined, what: 'the handler and the state send different requests' };
    return (await this.#unanswered(roots, states)) ?? this.#answered(reply, roots, states);
  }

  async #unanswered(roots: Roots, states: States): Promise<Mismatch | undefined> {
    for (const rescue of this.#trial.rescues ?? []) {
      const mismatch = await this.#rescued(rescue, roots, states);
      if (mismatch !== undefined) return mismatch;
    }
    return undefined;
  }

  async #answered(reply: Json, roots: Roots, states: States): Promise<Mismatch | undefined> {
    const { summary, expectedOutput, replyInTask } = this.#trial;
    const { input } = states;
    const given = outcomeOf(() =>
      checked([...summary.after, evaluated(summary.result)], { ...roots, replies: () => reply }, expectedOutput),
    );
    const output = await this.#attempt(this.#trial.output, { ...states, result: replyInTask(reply) });
    if (given.kind === 'value') {
      if (output.kind !== 'value')
        return { input, reply, what: 'the handler gives a result, and the state fails after its call' };
      return isEqual(given.value, output.value)
        ? undefined
        : { input, reply, what: 'the handler and the state give different results' };
    }
    if (output.kind === 'value')
      return { input, reply, what: 'the handler fails after its call, and the state gives a result' };
    return this.#trial.catchesOwn === true
      ? this.#swallowed([...summary.after, this.#atCall(expectedOutput)], { ...roots, replies: () => reply }, states)
      : undefined;
  }

  /** What the call itself is made of is evaluated where it stands. */
  #atCall(expr: Expr): Check {
    const level = this.#trial.summary.failures?.own.caughtWithin;
    return level === undefined ? evaluated(expr) : { ...evaluated(expr), within: [level] };
  }

  /** A failed expression leads to the state for what the handler swallows; what it does not swallow must fail there. */
  async #swallowed(checks: readonly Check[], roots: Roots, states: States): Promise<Mismatch | undefined> {
    const { summary, rescues = [], isGuarded } = this.#trial;
    const level = summary.failures?.own.caughtWithin;
    const rescue = rescues[ownRescue(summary) ?? -1];
    if (rescue === undefined || level === undefined) return undefined;
    const failing = checks
      .map((check) => ({ check, ...outcomeOf(() => checked([check], roots, NOTHING)) }))
      .find(({ kind }) => kind !== 'value');
    const given = await this.#attempt(rescue.output, states);
    const at = { input: states.input, reply: roots.replies(0) };
    const isCaught = failing?.kind === 'failure' && failing.check.within?.includes(level) === true;
    if (!isCaught) {
      const what = 'the handler does not swallow a failure, and the state does';
      return given.kind === 'failure' ? undefined : { ...at, what };
    }
    if (given.kind === 'failure' && isGuarded) return undefined;
    return this.#rescued(rescue, roots, states);
  }

  async #rescued(rescue: RescueTrial, roots: Roots, states: States): Promise<Mismatch | undefined> {
    const expected = outcomeOf(() => checked(rescue.checks, roots, rescue.expectedOutput));
    const given = await this.#attempt(rescue.output, states);
    const isSame =
      expected.kind === 'value' && given.kind === 'value'
        ? isEqual(expected.value, given.value)
        : expected.kind !== 'value';
    if (isSame && (expected.kind === 'value') === (given.kind === 'value')) return undefined;
    const what = 'the handler and the state give different results after a failed call';
    return { input: states.input, reply: roots.replies(0), what };
  }

  async #evaluateCodes(states: States): Promise<ReadonlyMap<string, Json | undefined>> {
    const found = new Map<string, Json | undefined>();
    for (const text of this.#codes) {
      try {
        found.set(text, await this.#runner.expression(text, states));
      } catch (error) {
        if (!(error instanceof QueryFailure)) throw error;
        found.set(text, undefined);
      }
    }
    return found;
  }

  async #attempt(template: Json, states: States): Promise<Outcome> {
    try {
      return { kind: 'value', value: withDeployed(await this.#runner.template(template, states)) };
    } catch (error) {
      if (error instanceof QueryFailure) return { kind: 'failure' };
      throw error;
    }
  }
}

export const CONTEXT: Json = {
  Execution: {
    Id: 'arn:aws:states:eu-west-1:111122223333:execution:m:e',
    Name: 'e',
    StartTime: '2026-01-02T03:04:05Z',
    RoleArn: 'arn:aws:iam::111122223333:role/r',
    Input: {},
    RedriveCount: 0,
  },
  State: { Name: 's', EnteredTime: '2026-01-02T03:04:05Z', RetryCount: 0 },
  StateMachine: { Id: 'arn:aws:states:eu-west-1:111122223333:stateMachine:m', Name: 'm' },
};

export function evaluated(expr: Expr): Check {
  return { kind: 'evaluate', value: expr, when: undefined, start: expr.start, end: expr.end };
}

function ownRescue({ failures }: Summary): number | undefined {
  const end = failures?.courses.find((course) => course.failures.some(({ kind }) => kind === 'own'))?.end;
  return end?.kind === 'rescue' ? end.rescue : undefined;
}

const NOTHING: Expr = { kind: 'literal', value: null, start: 0, end: 0 };

export function checked(checks: readonly Check[], roots: Roots, expr: Expr): Json {
  for (const check of checks) {
    if (check.when !== undefined && evaluate(check.when, roots) !== true) continue;
    if (check.kind === 'refuse') throw new SourceFailure(check.error);
    evaluate(check.value, roots);
  }
  return evaluate(expr, roots) ?? null;
}

export function outcomeOf(work: () => Json): Outcome {
  try {
    return { kind: 'value', value: work() };
  } catch (error) {
    if (error instanceof SourceFailure) return { kind: 'failure' };
    if (error instanceof OutsideDomain) return { kind: 'outside' };
    throw error;
  }
}

function value(outcome: Outcome): Json {
  return outcome.kind === 'value' ? outcome.value : null;
}

export function deployedText(name: string): string {
  return `the value of ${name}`;
}

/** What the deployment puts in place of placeholders. */
export function withDeployed(json: Json): Json {
  if (typeof json === 'string') return json.replace(/^\$\{(\w+)\}$/, (_, name: string) => deployedText(name));
  if (Array.isArray(json)) return (json as readonly Json[]).map(withDeployed);
  if (typeof json !== 'object' || json === null) return json;
  return Object.fromEntries(
    Object.entries(json as Readonly<Record<string, Json>>).map(([key, inner]) => [key, withDeployed(inner)]),
  );
}

export function isEqual(one: Json | undefined, other: Json | undefined): boolean {
  if (one === other) return true;
  if (typeof one !== 'object' || typeof other !== 'object' || one === null || other === null) return false;
  if (Array.isArray(one) !== Array.isArray(other)) return false;
  const [left, right] = [one as Readonly<Record<string, Json>>, other as Readonly<Record<string, Json>>];
  const keys = Object.keys(left);
  return (
    keys.length === Object.keys(right).length &&
    keys.every((key) => Object.hasOwn(right, key) && isEqual(left[key], right[key]))
  );
}

function allExprs({ summary, expectedArguments, expectedOutput }: Trial): readonly Expr[] {
  const checks = [...summary.before, ...summary.after].flatMap((check) => [
    ...(check.kind === 'evaluate' ? [check.value] : []),
    ...(check.when === undefined ? [] : [check.when]),
  ]);
  return [...checks, expectedArguments, expectedOutput, summary.result];
}

export function codesIn(exprs: readonly Expr[]): readonly string[] {
  const found = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'code') found.add(expr.text);
    partsOf(expr).forEach(visit);
  };
  exprs.forEach(visit);
  return [...found];
}

/** Texts that the source compares with or looks for, and keys of its tables. */
export function textsIn(exprs: readonly Expr[]): readonly string[] {
  const found = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'equals' && typeof expr.value === 'string') found.add(expr.value);
    if (expr.kind === 'lookup') for (const { key } of expr.table) found.add(key);
    if (expr.kind === 'contains' || expr.kind === 'startsWith' || expr.kind === 'endsWith')
      found.add(`${expr.text} x ${expr.text}`);
    if (expr.kind === 'replace') found.add(`a${expr.search}b${expr.search}`);
    partsOf(expr).forEach(visit);
  };
  exprs.forEach(visit);
  return [...found];
}
