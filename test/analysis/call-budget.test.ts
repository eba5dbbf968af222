/** The worst-case number of calls of a task, factor by factor, in machines small enough to count by hand. */
import { describe, expect, it } from 'vitest';
import { CallBudgets } from '../../src/analysis/call-budget.ts';
import type { CallBudget } from '../../src/analysis/call-budget.ts';
import { EscapingErrors } from '../../src/analysis/escaping-errors.ts';
import { machinesWithin } from '../../src/asl/model.ts';
import { SHIPPED_FACTS } from '../../src/aws/facts.ts';
import { parseJsonata } from '../../src/expr/jsonata/parse.ts';
import { loadMachines } from '../support/lint-files.ts';

type Json = Readonly<Record<string, unknown>>;

const THROTTLED = 'BedrockRuntime.ThrottlingException';

function call(more: Json = {}): Json {
  return { Type: 'Task', Resource: 'arn:aws:states:::aws-sdk:bedrockruntime:converse', End: true, ...more };
}

function retry(MaxAttempts: number | undefined, ...ErrorEquals: readonly string[]): Json {
  return { ErrorEquals, ...(MaxAttempts === undefined ? {} : { MaxAttempts }) };
}

async function budgetOf(machine: Json, task = 'Ask'): Promise<CallBudget> {
  const [root] = await loadMachines({ 'a.asl.json': JSON.stringify(machine) });
  if (root === undefined) throw new Error('no machine');
  const state = [...machinesWithin(root)].flatMap(({ states }) => states).find(({ name }) => name === task);
  if (state?.type !== 'Task') throw new Error(`no task ${task}`);
  return new CallBudgets(new EscapingErrors(), parseJsonata, SHIPPED_FACTS.limits).of(state);
}

function alone(state: Json): Json {
  return { StartAt: 'Ask', States: { Ask: state } };
}

function mapOf(more: Json, states: Json): Json {
  return { Type: 'Map', ItemProcessor: { StartAt: 'Ask', States: states }, End: true, ...more };
}

describe('attempts', () => {
  it.each([
    ['no Retry', [], 1],
    ['the default of three', [retry(undefined, 'States.ALL')], 4],
    ['one retrier', [retry(5, THROTTLED)], 6],
    ['each retrier counts alone', [retry(5, THROTTLED), retry(2, 'States.TaskFailed')], 8],
    ['names that are never raised', [retry(5, 'Lambda.ServiceException'), retry(2, THROTTLED)], 3],
    ['none for MaxAttempts 0', [retry(0, THROTTLED), retry(2, 'States.ALL')], 3],
    ['what an earlier retrier takes', [retry(1, 'States.TaskFailed'), retry(7, THROTTLED)], 2],
    ['a timeout that nothing can raise', [retry(4, 'States.Timeout')], 1],
  ] as const)('count %s', async (_, Retry, calls) => {
    const budget = await budgetOf(alone(call({ Retry })));
    expect(budget).toMatchObject({ callsPerItem: calls, calls, isExact: true });
  });

  it('of levels multiply', async () => {
    const inner = mapOf({ Retry: [retry(2, 'States.ALL')] }, { Ask: call({ Retry: [retry(4, THROTTLED)] }) });
    const outer = {
      Type: 'Parallel',
      Branches: [{ StartAt: 'M', States: { M: inner } }],
      Retry: [retry(1, 'States.ALL')],
      End: true,
    };
    const budget = await budgetOf({ StartAt: 'P', States: { P: outer } });
    expect(budget.callsPerItem).toBe(5 * 3 * 2);
    expect(budget.calls).toBeUndefined();
    expect(budget.factors.map(({ kind, state, count }) => [kind, state.name, count])).toEqual([
      ['attempts', 'Ask', 5],
      ['items', 'M', undefined],
      ['attempts', 'M', 3],
      ['attempts', 'P', 2],
    ]);
  });

  it('of a Map count only for errors that leave its iterations', async () => {
    const caught = {
      Ask: call({ Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Skip' }] }),
      Skip: { Type: 'Pass', End: true },
    };
    const map = mapOf({ Retry: [retry(3, 'States.ALL')] }, caught);
    expect((await budgetOf({ StartAt: 'M', States: { M: map } })).callsPerItem).toBe(1);
  });

  it('of a Map do not count for its reader', async () => {
    const processor = { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Ask', States: { Ask: call() } };
    const map = { Type: 'Map', ItemProcessor: processor, Retry: [retry(3, 'States.ItemReaderFailed')], End: true };
    expect((await budgetOf({ StartAt: 'M', States: { M: map } })).callsPerItem).toBe(1);
    const all = { ...map, Retry: [retry(3, 'States.ALL')] };
    expect((await budgetOf({ StartAt: 'M', States: { M: all } })).callsPerItem).toBe(4);
  });

  it('that are not known leave what happens at least', async () => {
    const budget = await budgetOf(
      alone(call({ Retry: [retry(2, THROTTLED), { ErrorEquals: ['States.ALL'], MaxAttempts: '${N}' }] })),
    );
    expect(budget).toMatchObject({ isExact: false, calls: undefined, callsPerItem: 1 });
  });
});

describe('items', () => {
  it('of a literal list are counted', async () => {
    const map = mapOf({ Items: [1, 2, 3] }, { Ask: call() });
    expect(await budgetOf({ QueryLanguage: 'JSONata', StartAt: 'M', States: { M: map } })).toMatchObject({
      calls: 3,
      callsPerItem: 1,
      concurrency: [{ count: 3, by: 'items' }],
    });
  });

  it('of a reader come in batches', async () => {
    const map = mapOf(
      {
        ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, StartAt: 'Ask', States: { Ask: call() } },
        ItemReader: { ReaderConfig: { MaxItems: 1001 } },
        ItemBatcher: { MaxItemsPerBatch: 100 },
        MaxConcurrency: 50,
      },
      {},
    );
    expect(await budgetOf({ StartAt: 'M', States: { M: map } })).toMatchObject({
      calls: 11,
      concurrency: [{ count: 50, by: 'limit' }],
    });
  });
});

describe('seconds', () => {
  it.each([
    ['grow to a cap', { IntervalSeconds: 2, MaxAttempts: 4, BackoffRate: 2, MaxDelaySeconds: 10 }, 2 + 4 + 8 + 10],
    ['grow without a cap', { IntervalSeconds: 3, MaxAttempts: 3 }, 3 + 6 + 12],
    ['stay the same', { IntervalSeconds: 5, MaxAttempts: 4, BackoffRate: 1 }, 20],
    ['start at the cap', { IntervalSeconds: 30, MaxAttempts: 4, MaxDelaySeconds: 10 }, 40],
    ['hit the cap exactly', { IntervalSeconds: 1, MaxAttempts: 4, BackoffRate: 2, MaxDelaySeconds: 4 }, 1 + 2 + 4 + 4],
    ['have defaults', {}, 1 + 2 + 4],
    ['outlast everything', { MaxAttempts: 99_999_999, BackoffRate: 1.5 }, Number.POSITIVE_INFINITY],
  ])('of waits that %s', async (_, fields, waits) => {
    const Retry = [{ ErrorEquals: [THROTTLED], ...fields }];
    const attempts = ((fields as { MaxAttempts?: number }).MaxAttempts ?? 3) + 1;
    const { secondsPerRun } = await budgetOf(alone(call({ Retry, TimeoutSeconds: 60 })));
    expect(secondsPerRun).toBeCloseTo(attempts * 60 + waits, 6);
  });

  it('are not known without a timeout', async () => {
    expect((await budgetOf(alone(call({ Retry: [retry(2, THROTTLED)] })))).secondsPerRun).toBeUndefined();
    expect((await budgetOf(alone(call({ TimeoutSeconds: 60 })))).secondsPerRun).toBe(60);
  });
});

function looping(counting: Json, more: Json = {}): Json {
  return {
    QueryLanguage: 'JSONata',
    StartAt: 'Start',
    States: {
      Start: { Type: 'Pass', Assign: { n: 0 }, Next: 'Ask' },
      Ask: call({ End: undefined, Next: 'Count' }),
      Count: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Next: 'Again' },
      Again: { Type: 'Choice', Choices: [{ ...counting, Next: 'Ask' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
      ...more,
    },
  };
}

describe('a loop', () => {
  it.each([
    ['{% $n < 5 %}', 5],
    ['{% $n <= 5 %}', 6],
    ['{% 5 > $n %}', 5],
    ['{% ($n < 5) and $states.input.more %}', 5],
    ['{% $n < 5 or $states.input.more %}', undefined],
    ['{% $states.input.more %}', undefined],
    ['{% $n > 5 %}', undefined],
    ['{% $n < $states.input.limit %}', undefined],
  ])('that goes on while %s', async (Condition, count) => {
    const budget = await budgetOf(looping({ Condition }));
    expect(budget.factors).toMatchObject([{ kind: 'loop', state: { name: 'Ask' }, count }]);
  });

  it.each([
    [
      'ends at its limit',
      { Again: { Type: 'Choice', Choices: [{ Condition: '{% $n >= 4 %}', Next: 'Done' }], Default: 'Ask' } },
      4,
    ],
    [
      'ends when it hits the limit',
      { Again: { Type: 'Choice', Choices: [{ Condition: '{% $n = 4 %}', Next: 'Done' }], Default: 'Ask' } },
      4,
    ],
    ['starts later', { Start: { Type: 'Pass', Assign: { n: 2 }, Next: 'Ask' } }, 3],
    [
      'starts from what is given',
      { Start: { Type: 'Pass', Assign: { n: '{% $states.input.n %}' }, Next: 'Ask' } },
      undefined,
    ],
    ['never counts', { Count: { Type: 'Pass', Next: 'Again' } }, undefined],
    ['sets its counter back', { Ask: call({ End: undefined, Next: 'Count', Assign: { n: 0 } }) }, undefined],
    [
      'counts in the call itself',
      { Ask: call({ End: undefined, Next: 'Again', Assign: { n: '{% $n + 1 %}' } }), Count: undefined },
      5,
    ],
    [
      'has a way round the counter',
      { Ask: call({ End: undefined, Next: 'Count', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Again' }] }) },
      undefined,
    ],
    [
      'has a way round the guard',
      { Ask: call({ End: undefined, Next: 'Count', Catch: [{ ErrorEquals: ['States.ALL'], Next: 'Ask' }] }) },
      undefined,
    ],
  ] as const)('that %s', async (_, states, count) => {
    const budget = await budgetOf(looping({ Condition: '{% $n < 5 %}' }, states));
    expect(budget.factors).toMatchObject([{ kind: 'loop', count }]);
  });

  it('counts in the rule that goes on, and in a catcher', async () => {
    const rule = { Condition: '{% $n < 3 %}', Assign: { n: '{% $n + 1 %}' } };
    const states = { Ask: call({ End: undefined, Next: 'Again' }), Count: undefined };
    expect((await budgetOf(looping(rule, states))).callsPerItem).toBe(3);
    const Catch = [{ ErrorEquals: ['States.ALL'], Assign: { n: '{% $n + 1 %}' }, Next: 'Again' }];
    expect(
      (await budgetOf(looping({ Condition: '{% $n < 3 %}' }, { Ask: call({ Catch }), Count: undefined }))).callsPerItem,
    ).toBe(3);
  });

  it.each([
    [
      'a variable',
      { Start: { Type: 'Pass', Assign: { n: 0 }, Next: 'Ask' } },
      '$n',
      { Assign: { 'n.$': 'States.MathAdd($n, 1)' } },
      3,
    ],
    [
      'a field',
      { Start: { Type: 'Pass', Result: 0, ResultPath: '$.n', Next: 'Ask' } },
      '$.n',
      { Parameters: { 'n.$': 'States.MathAdd($.n, 1)' } },
      3,
    ],
    [
      'a field further down',
      { Start: { Type: 'Pass', Result: { n: 1 }, ResultPath: '$.loop', Next: 'Ask' } },
      '$.loop.n',
      { Parameters: { 'n.$': 'States.MathAdd($.loop.n, 1)' }, ResultPath: '$.loop' },
      2,
    ],
    [
      'a field that the call replaces',
      {
        Start: { Type: 'Pass', Result: 0, ResultPath: '$.n', Next: 'Ask' },
        Ask: call({ End: undefined, Next: 'Count' }),
      },
      '$.n',
      { Parameters: { 'n.$': 'States.MathAdd($.n, 1)' } },
      undefined,
    ],
  ] as const)('counts in %s of JSONPath', async (_, states, Variable, count, rounds) => {
    const machine = {
      StartAt: 'Start',
      States: {
        Ask: call({ End: undefined, Next: 'Count', ResultPath: '$.answer' }),
        Count: { Type: 'Pass', ...count, Next: 'Again' },
        Again: { Type: 'Choice', Choices: [{ Variable, NumericLessThan: 3, Next: 'Ask' }], Default: 'Done' },
        Done: { Type: 'Succeed' },
        ...states,
      },
    };
    expect((await budgetOf(machine)).factors).toMatchObject([{ kind: 'loop', count: rounds }]);
  });

  it('around a Map multiplies what is in it', async () => {
    const map = { ...mapOf({ Items: [1, 2] }, { Ask: call() }), End: undefined, Next: 'Count' };
    const machine = looping(
      { Condition: '{% $n < 5 %}' },
      {
        Ask: undefined,
        Start: { Type: 'Pass', Assign: { n: 0 }, Next: 'M' },
        M: map,
        Again: { Type: 'Choice', Choices: [{ Condition: '{% $n < 5 %}', Next: 'M' }], Default: 'Done' },
      },
    );
    expect((await budgetOf(machine)).calls).toBe(10);
  });

  it('of 100,000 states is followed in no time', async () => {
    const states: Record<string, Json> = { Ask: call({ End: undefined, Next: 'P0' }) };
    for (let i = 0; i < 100_000; i++) states[`P${i}`] = { Type: 'Pass', Next: i < 99_999 ? `P${i + 1}` : 'Ask' };
    const start = performance.now();
    expect((await budgetOf({ StartAt: 'Ask', States: states })).isExact).toBe(false);
    expect(performance.now() - start).toBeLessThan(5000);
  });
});
