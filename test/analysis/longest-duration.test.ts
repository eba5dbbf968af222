/** The longest duration and the number of steps, in machines small enough to add up by hand. */
import { describe, expect, it } from 'vitest';
import { MachineAnalyses } from '../../src/analysis/index.ts';
import { longestDuration } from '../../src/analysis/longest-duration.ts';
import type { LongestDuration } from '../../src/analysis/longest-duration.ts';
import { countSteps } from '../../src/analysis/step-count.ts';
import type { StepCount } from '../../src/analysis/step-count.ts';
import { parseJsonata } from '../../src/expr/jsonata/parse.ts';
import { samTemplate } from '../cli/samples.ts';
import { loadMachines } from '../support/lint-files.ts';
import { SERVICES } from '../support/services.ts';

type Json = Readonly<Record<string, unknown>>;

async function measure(
  definition: Json,
  type?: string,
): Promise<{ duration: LongestDuration; steps: StepCount | undefined }> {
  const files =
    type === undefined
      ? { 'a.asl.json': JSON.stringify(definition) }
      : { 'template.json': samTemplate({ A: { Definition: definition, Type: type } }) };
  const [machine] = await loadMachines(files);
  if (machine === undefined) throw new Error('no machine');
  const analyses = new MachineAnalyses(machine, parseJsonata, SERVICES);
  return { duration: longestDuration(machine, analyses), steps: countSteps(machine, analyses) };
}

async function durationOf(definition: Json, type?: string): Promise<LongestDuration> {
  return (await measure(definition, type)).duration;
}

async function stepsOf(definition: Json): Promise<StepCount | undefined> {
  return (await measure(definition)).steps;
}

function wait(Seconds: number, more: Json = { End: true }): Json {
  return { Type: 'Wait', Seconds, ...more };
}

function task(TimeoutSeconds: number | undefined, more: Json = { End: true }): Json {
  const limit = TimeoutSeconds === undefined ? {} : { TimeoutSeconds };
  return { Type: 'Task', Resource: 'arn:aws:lambda:eu-west-1:111122223333:function:f', ...limit, ...more };
}

function machine(states: Json, more: Json = {}): Json {
  return { StartAt: Object.keys(states)[0], States: states, ...more };
}

const RETRY = { ErrorEquals: ['States.ALL'], IntervalSeconds: 2, BackoffRate: 3, MaxAttempts: 2 };

/** Adds one to a counter in each round, and goes round while it is below `limit`. */
function counted(limit: number, body: Json): Json {
  return machine(
    {
      Init: { Type: 'Pass', Assign: { n: 0 }, Next: 'Body' },
      Body: body,
      Add: { Type: 'Pass', Assign: { n: '{% $n + 1 %}' }, Next: 'More' },
      More: { Type: 'Choice', Choices: [{ Condition: `{% $n < ${limit} %}`, Next: 'Body' }], Default: 'Done' },
      Done: { Type: 'Succeed' },
    },
    { QueryLanguage: 'JSONata' },
  );
}

describe('the longest duration', () => {
  it('adds up the longer of two ways', async () => {
    const states = {
      Which: { Type: 'Choice', Choices: [{ Variable: '$.a', IsPresent: true, Next: 'Short' }], Default: 'Long' },
      Short: wait(5),
      Long: wait(7, { Next: 'Last' }),
      Last: task(30),
    };
    expect(await durationOf(machine(states))).toMatchObject({ seconds: 37, open: [], hasLoops: false });
  });

  it('counts every attempt and the waits between them', async () => {
    // Three attempts of 10 s, and waits of 2 s and 6 s.
    expect((await durationOf(machine({ A: task(10, { Retry: [RETRY], End: true }) }))).seconds).toBe(38);
  });

  it('follows what catches an error', async () => {
    const states = { A: task(10, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'B' }], End: true }), B: wait(100) };
    expect((await durationOf(machine(states))).seconds).toBe(110);
  });

  it('takes the longest branch, and runs a Parallel again with all of it', async () => {
    const branches = [machine({ A: wait(5) }), machine({ B: task(11) })];
    const retried = { Type: 'Parallel', Branches: branches, Retry: [RETRY], End: true };
    expect((await durationOf(machine({ P: { Type: 'Parallel', Branches: branches, End: true } }))).seconds).toBe(11);
    expect((await durationOf(machine({ P: retried }))).seconds).toBe(3 * 11 + 8);
  });

  it('runs the items of a Map as many at once as it may', async () => {
    const map = {
      Type: 'Map',
      Items: [1, 2, 3, 4, 5],
      MaxConcurrency: 2,
      ItemProcessor: machine({ A: wait(4) }),
      End: true,
    };
    expect((await durationOf(machine({ M: map }, { QueryLanguage: 'JSONata' }))).seconds).toBe(12);
  });

  it('multiplies by the rounds of a counted loop', async () => {
    expect(await durationOf(counted(4, wait(5, { Next: 'Add' })))).toMatchObject({ seconds: 20, hasLoops: true });
  });

  it('gives an agent no more than the service does', async () => {
    const call = { Type: 'Task', Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness', End: true };
    expect((await durationOf(machine({ A: call }))).seconds).toBe(900);
    expect((await durationOf(machine({ A: { ...call, TimeoutSeconds: 2000 } }))).seconds).toBe(900);
    expect((await durationOf(machine({ A: { ...call, TimeoutSeconds: 60 } }))).seconds).toBe(60);
  });

  it.each([
    ['noTimeout', machine({ A: task(undefined) })],
    ['unknownTime', machine({ A: { ...task(undefined), TimeoutSecondsPath: '$.limit' } })],
    ['unknownTime', machine({ A: { Type: 'Wait', TimestampPath: '$.until', End: true } })],
    ['loop', machine({ A: wait(3, { Next: 'A' }) })],
    ['items', machine({ A: { Type: 'Map', ItemProcessor: machine({ B: wait(1) }), End: true } })],
    ['retries', machine({ A: task(5, { Retry: [{ ...RETRY, IntervalSeconds: '${Seconds}' }], End: true }) })],
    ['unknownState', machine({ A: { Type: 'Nothing', End: true } })],
  ])('has no bound for the reason %s', async (why, definition) => {
    const { seconds, open } = await durationOf(definition);
    expect(seconds).toBeUndefined();
    expect(open.map((entry) => [entry.state.name, entry.why])).toEqual([['A', why]]);
  });

  it('is not asked of states that nothing reaches', async () => {
    expect((await durationOf(machine({ A: wait(3), B: task(undefined) }))).seconds).toBe(3);
  });

  it('has no loop where no time passes', async () => {
    const states = { A: { Type: 'Pass', Next: 'A' } };
    expect(await durationOf(machine(states))).toMatchObject({ seconds: 0, open: [] });
  });

  it('ends with the machine or the service', async () => {
    const states = { A: task(undefined) };
    expect((await durationOf(machine(states))).limit).toBeUndefined();
    expect((await durationOf(machine(states), 'STANDARD')).limit).toEqual({ seconds: 31_536_000, by: 'service' });
    expect((await durationOf(machine(states), 'EXPRESS')).limit).toEqual({ seconds: 300, by: 'service' });
    const limited = machine(states, { TimeoutSeconds: 600 });
    expect((await durationOf(limited)).limit).toEqual({ seconds: 600, by: 'machine' });
    expect((await durationOf(limited, 'EXPRESS')).limit).toEqual({ seconds: 300, by: 'service' });
    expect((await durationOf(machine(states, { TimeoutSeconds: '${Limit}' }), 'STANDARD')).limit).toBeUndefined();
  });

  it.each([
    ['a target', machine({ A: wait(3, { Next: '${Next}' }), B: wait(9) })],
    ['a state', { StartAt: 'A', States: { A: wait(3), '${More}': {} } }],
    [
      'a branch',
      machine({ P: { Type: 'Parallel', Branches: [machine({ A: wait(3, { Next: '${N}' }) })], End: true } }),
    ],
  ])('is not known where %s is not', async (_, definition) => {
    const { duration, steps } = await measure(definition);
    expect(duration.seconds).toBeUndefined();
    expect([duration.isWhole, steps?.isWhole]).toEqual([false, false]);
  });

  it('is not known without a start', async () => {
    expect(await durationOf({ StartAt: 'Nowhere', States: { A: wait(3) } })).toMatchObject({ open: [] });
    expect((await durationOf({ StartAt: 'Nowhere', States: { A: wait(3) } })).seconds).toBeUndefined();
  });
});

describe('the number of steps', () => {
  it('is that of the longest way without errors', async () => {
    const states = {
      A: task(1, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'E1' }], Next: 'B' }),
      B: { Type: 'Succeed' },
      E1: { Type: 'Pass', Next: 'E2' },
      E2: { Type: 'Pass', End: true },
    };
    expect(await stepsOf(machine(states))).toEqual({ steps: 2, perItem: [], unboundedLoops: [], isWhole: true });
  });

  it('adds all branches', async () => {
    const two = machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } });
    const three = { Type: 'Parallel', Branches: [two, machine({ C: { Type: 'Pass', End: true } })], End: true };
    expect((await stepsOf(machine({ P: three })))?.steps).toBe(4);
  });

  it('counts the items of a Map that are known, and tells what each other one adds', async () => {
    const inner = machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', End: true } });
    const known = { Type: 'Map', Items: [1, 2, 3], ItemProcessor: inner, Next: 'Of' };
    const unknown = { Type: 'Map', ItemProcessor: inner, Next: 'Far' };
    const far = { Type: 'Map', ItemProcessor: { ProcessorConfig: { Mode: 'DISTRIBUTED' }, ...inner }, End: true };
    const count = await stepsOf(machine({ M: known, Of: unknown, Far: far }, { QueryLanguage: 'JSONata' }));
    expect(count?.steps).toBe(1 + 3 * 2 + 1 + 2 + 1);
    expect(count?.perItem.map(({ map, steps }) => [map.name, steps])).toEqual([
      ['Of', 2],
      ['Far', 2],
    ]);
  });

  it('counts the rounds of a loop, or names it', async () => {
    // Init and Done once; Body, Add and More in each of four rounds.
    expect((await stepsOf(counted(4, { Type: 'Pass', Next: 'Add' })))?.steps).toBe(2 + 3 * 4);
    const open = await stepsOf(machine({ A: { Type: 'Pass', Next: 'B' }, B: { Type: 'Pass', Next: 'A' } }));
    expect(open?.steps).toBe(2);
    expect(open?.unboundedLoops.map(({ name }) => name)).toEqual(['A', 'B']);
  });

  it('does not count a loop that only errors make', async () => {
    const again = task(1, { Catch: [{ ErrorEquals: ['States.ALL'], Next: 'A' }], End: true });
    expect(await stepsOf(machine({ A: again }))).toEqual({ steps: 1, perItem: [], unboundedLoops: [], isWhole: true });
  });
});
