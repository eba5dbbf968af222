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
}

/** An event for which the two differ, and how. */
export interface Mismatch {
  readonly input: Json;
  readonly reply: Json | undefined;
  readonly what: string;
}

const TRIALS = 240;

export async function validate(trial: Trial): Promise<Mismatch | undefined> {
  return new Validation(trial).run();
}

type Outcome =
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
    const events = placesOf('event', exprs);
    const replies = placesOf('reply', exprs);
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
    const { summary, expectedArguments, expectedOutput, isGuarded, replyInTask } = this.#trial;
    const states = { input, context: CONTEXT };
    const codes = await this.#evaluateCodes(states);
    const roots: Roots = { event: input, reply: undefined, deployed: deployedText, code: (text) => codes.get(text) };
    const sent = outcomeOf(() => checked(summary.before, roots, expectedArguments));
    const lowered = await this.#attempt(this.#trial.arguments, states);
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
    const given = outcomeOf(() =>
      checked([...summary.after, evaluated(summary.result)], { ...roots, reply }, expectedOutput),
    );
    const output = await this.#attempt(this.#trial.output, { ...states, result: replyInTask(reply) });
    if (given.kind === 'value') {
      if (output.kind !== 'value')
        return { input, reply, what: 'the handler gives a result, and the state fails after its call' };
      return isEqual(given.value, output.value)
        ? undefined
        : { input, reply, what: 'the handler and the state give different results' };
    }
    return output.kind === 'value'
      ? { input, reply, what: 'the handler fails after its call, and the state gives a result' }
      : undefined;
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

const CONTEXT: Json = {
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

function evaluated(expr: Expr): Check {
  return { kind: 'evaluate', value: expr, when: undefined, start: expr.start, end: expr.end };
}

function checked(checks: readonly Check[], roots: Roots, expr: Expr): Json {
  for (const check of checks) {
    if (check.when !== undefined && evaluate(check.when, roots) !== true) continue;
    if (check.kind === 'refuse') throw new SourceFailure(check.error);
    evaluate(check.value, roots);
  }
  return evaluate(expr, roots) ?? null;
}

function outcomeOf(work: () => Json): Outcome {
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

function deployedText(name: string): string {
  return `the value of ${name}`;
}

/** What the deployment puts in place of placeholders. */
function withDeployed(json: Json): Json {
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

function codesIn(exprs: readonly Expr[]): readonly string[] {
  const found = new Set<string>();
  const visit = (expr: Expr): void => {
    if (expr.kind === 'code') found.add(expr.text);
    partsOf(expr).forEach(visit);
  };
  exprs.forEach(visit);
  return [...found];
}

/** Texts that the source compares with or looks for, and keys of its tables. */
function textsIn(exprs: readonly Expr[]): readonly string[] {
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
