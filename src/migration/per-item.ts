/**
 * A handler with one call for each item of a list as a Map state: its items behind what is tested before the loop, its
 * processor the task of one item, its output made of the results. An item that the state takes in another way than the
 * handler is refused before the first call is made.
 */
import type { TaskState } from '../asl/model.ts';
import { OutsideDomain, SourceFailure } from '../handlers/evaluate.ts';
import type { Roots } from '../handlers/evaluate.ts';
import { ALL_KINDS, RESULTS, somePart, valuesOf } from '../handlers/ir.ts';
import type { Check, Expr, ExprOf, Json, PerItem, Summary } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import { changedSummary, inPlaceOfEvent, rewrite } from '../handlers/rewrite.ts';
import { planFailures } from './failures.ts';
import type { FailurePlan } from './failures.ts';
import { JsonataRunner, QueryFailure } from './jsonata-run.ts';
import { Unwritable } from './jsonata-text.ts';
import { StateLowering, evaluated, listsOf, lowerCall, refuseLate } from './lower.ts';
import type { Composition, LoweredCall, LoweringContext } from './lower.ts';
import { Samples, placesOf, seededRandom } from './samples.ts';
import { checked, deployedText, isEqual, withDeployed } from './validate.ts';
import type { Mismatch } from './validate.ts';

export interface LoweredItems {
  readonly items: Json;
  readonly selector: Json;
  readonly output: Json;
  /** The processor: a task of one item, by the names of `ITEM`. */
  readonly body: Summary;
  readonly lowered: LoweredCall;
  readonly failing: FailurePlan;
  readonly known: KnownKinds;
  readonly deployed: readonly string[];
  readonly guards: readonly string[];
  /** The same as expressions, for the trial. */
  readonly before: readonly Check[];
  readonly expectedItems: Expr;
  readonly after: readonly Check[];
  readonly expectedOutput: Expr;
}

const AT = { start: 0, end: 0 };
/** The input of the processor: the item, and the event of the handler. */
const INPUT: Expr = { kind: 'event', ...AT };
const ITEM: Expr = { kind: 'member', of: INPUT, key: 'item', ...AT };
const EVENT: Expr = { kind: 'member', of: INPUT, key: 'event', ...AT };

export function lowerItems(
  task: TaskState,
  perItem: PerItem,
  event: Expr,
  { compose, context }: { readonly compose: Composition; readonly context: LoweringContext },
): LoweredItems {
  if (somePart(event, ({ kind }) => kind === 'code'))
    throw new Unwritable(
      'the payload is computed, which the states inside a Map cannot do again',
      'Compute the payload in a state before.',
      AT,
      'types',
    );
  const body = changedSummary(perItem.body, (expr) => inProcessor(expr, perItem.name, event));
  const known = knownInside(context.known);
  const inner = { ...context, known };
  const same: Composition = (result) => result;
  const lowered = lowerCall(body, same, inner);
  const isInner = true;
  const failing = planFailures({ state: task, summary: body, lowered, compose: same, lowering: inner, isInner });
  const change = inPlaceOfEvent(event);
  const around = { ...perItem, items: change(perItem.items), result: change(perItem.result) };
  const payload: Check = { kind: 'evaluate', value: event, when: undefined, ...AT };
  const before = [payload, ...changed(perItem.before, change)];
  const after = changed(perItem.after, change);
  const list = asList(around.items);
  const head = writer(perItem, [list, ...before.flatMap(valuesOf)], context);
  for (const test of refusals(perItem, lowered, head, list)) head.testFirst(test);
  const items = head.output(list, before);
  const tail = writer(perItem, [around.result, ...after.flatMap(valuesOf)], context);
  const expectedOutput = compose(around.result);
  const output = tail.output(expectedOutput, [...after, evaluated(around.result)]);
  refuseLate(tail.differences[0]);
  return {
    items,
    selector: selectorOf(body),
    output,
    body,
    lowered,
    failing,
    known,
    deployed: [...new Set([head, lowered, tail, ...failing.rescues].flatMap((part) => part.deployed))],
    guards: [...new Set([...head.differences, ...lowered.differences].map(({ what }) => what))],
    before,
    expectedItems: list,
    after,
    expectedOutput,
  };
}

function selectorOf(body: Summary): Json {
  const checks = [...body.before, ...body.after].flatMap(valuesOf);
  const rescued = (body.failures?.rescues ?? []).flatMap((rescue) => [
    rescue.result,
    ...rescue.checks.flatMap(valuesOf),
  ]);
  const exprs = [body.result, ...body.call.parameters.values(), ...checks, ...rescued];
  const item = '{% $states.context.Map.Item.Value %}';
  return exprs.some((expr) => somePart(expr, isEvent)) ? { item, event: '{% $states.input %}' } : { item };
}

function isEvent(expr: Expr): boolean {
  return expr.kind === 'member' && expr.of.kind === 'event' && expr.key === 'event';
}

function changed(checks: readonly Check[], change: (expr: Expr) => Expr): readonly Check[] {
  return checks.map((one) =>
    one.kind === 'refuse'
      ? { ...one, when: change(one.when) }
      : { ...one, value: change(one.value), when: one.when === undefined ? undefined : change(one.when) },
  );
}

function writer({ language }: PerItem, exprs: readonly Expr[], context: LoweringContext): StateLowering {
  return new StateLowering({ language, call: undefined, earlier: [], lists: listsOf(exprs) }, context);
}

function inProcessor(expr: Expr, name: string, event: Expr): Expr {
  const whole = rewrite(event, (part) => (part.kind === 'event' ? EVENT : part));
  return rewrite(expr, (part) => {
    if (part.kind === 'event') return whole;
    return part.kind === 'item' && part.name === name ? ITEM : part;
  });
}

/** Both are there; what the event holds is known as it is outside. */
function knownInside(known: KnownKinds): KnownKinds {
  return (expr) => {
    if (expr.kind === 'event') return ['object'];
    if (expr.kind !== 'member' || expr.of.kind !== 'event') return undefined;
    return expr.key === 'event' ? (known(INPUT) ?? ALL_KINDS) : ALL_KINDS;
  };
}

/** A loop goes over texts and dictionaries as well, each in its own way. */
function asList(items: Expr): ExprOf<'ensure'> {
  return { kind: 'ensure', of: items, kinds: ['array'], otherwise: 'differs', start: items.start, end: items.end };
}

/** What the task of an item refuses is refused for all items before the first call. */
function refusals(
  { name }: PerItem,
  lowered: LoweredCall,
  head: StateLowering,
  list: ReturnType<typeof asList>,
): readonly { readonly text: string; readonly message: string }[] {
  if (lowered.refused === undefined)
    throw new Unwritable(
      'the values inside a list of each item must be tested before the first call, which is not followed',
      'Put plain texts of the item into the request.',
      list,
      'types',
    );
  const item: Expr = { kind: 'item', name, ...AT };
  const outside = (expr: Expr): Expr =>
    rewrite(expr, (part) => {
      if (part.kind !== 'member' || part.of.kind !== 'event') return part;
      return part.key === 'item' ? item : INPUT;
    });
  return lowered.refused.map(({ of, kinds }) => {
    const { text, message } = head.refusalOf({ of: outside(of), kinds });
    const isOfItem = somePart(of, (part) => part.kind === 'member' && part.of.kind === 'event' && part.key === 'item');
    if (!isOfItem) return { text, message };
    return { text: `$not(false in $map(${head.readOf(list.of)}, function($${name}) { ${text} }))`, message };
  });
}

// ---- the trial --------------------------------------------------------------------------------------------------

const TRIALS = 160;
const LISTS: readonly Json[] = [[], ['a'], [{ a: 1 }], ['a', 'b'], [['x']], [null], [{}, 'b', 3]];

/** Items and output against the source, as `validate` does for the task of one item. */
export async function validateAround(made: LoweredItems, known: KnownKinds): Promise<Mismatch | undefined> {
  const runner = new JsonataRunner();
  const exprs = [made.expectedItems, made.expectedOutput, ...[...made.before, ...made.after].flatMap(valuesOf)];
  const samples = new Samples(seededRandom(20261121), known, []);
  const places = placesOf({ kind: 'event', ...AT }, exprs);
  for (let i = 0; i < TRIALS; i++) {
    const input = samples.value(places, [0, 4, 15, 40][i % 4] ?? 0) ?? {};
    const results = LISTS[i % LISTS.length] ?? [];
    const roots: Roots = {
      event: input,
      replies: () => undefined,
      deployed: deployedText,
      code: (text) => (text === RESULTS ? results : undefined),
    };
    const source = attempt(() => checked(made.before, roots, made.expectedItems));
    const state = await query(runner, made.items, { input });
    if (source === undefined && state !== undefined)
      return { input, reply: undefined, what: 'the handler fails before its loop, and the state goes through it' };
    if (state === undefined) continue;
    if (!isEqual(source, state))
      return { input, reply: undefined, what: 'the handler and the state go through other items' };
    const given = attempt(() => checked(made.after, roots, made.expectedOutput));
    const output = await query(runner, made.output, { input, result: results });
    if (!isEqual(given, output))
      return { input, reply: results, what: 'the handler and the state make different results of the items' };
  }
  return undefined;
}

function attempt(work: () => Json): Json | undefined {
  try {
    return work();
  } catch (error) {
    if (error instanceof SourceFailure || error instanceof OutsideDomain) return undefined;
    throw error;
  }
}

async function query(
  runner: JsonataRunner,
  template: Json,
  states: { readonly input: Json; readonly result?: Json },
): Promise<Json | undefined> {
  try {
    return withDeployed(await runner.template(template, states));
  } catch (error) {
    if (error instanceof QueryFailure) return undefined;
    throw error;
  }
}
