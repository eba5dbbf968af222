/** The data of a report, on machines whose numbers are counted by hand. */
import { describe, expect, it } from 'vitest';
import type { MachineReport } from '../../src/report/machine-report.ts';
import { samTemplate } from '../cli/samples.ts';
import { ask, projectReport, reportOf } from './report-of.ts';
import type { Json } from './report-of.ts';

const THROTTLED = 'BedrockRuntime.ThrottlingException';

function retry(MaxAttempts: number, ...ErrorEquals: readonly string[]): Json {
  return { ErrorEquals, MaxAttempts };
}

/** An inline Map over four at once, itself retried, around a Map over three at once, around the call. */
const NESTED = {
  StartAt: 'Outer',
  States: {
    Outer: {
      Type: 'Map',
      MaxConcurrency: 4,
      Retry: [retry(1, 'States.ALL')],
      ItemProcessor: {
        StartAt: 'Inner',
        States: {
          Inner: {
            Type: 'Map',
            MaxConcurrency: 3,
            ItemProcessor: {
              StartAt: 'Ask',
              States: { Ask: ask({ TimeoutSeconds: 60, Retry: [retry(2, THROTTLED)], End: true }) },
            },
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

function firstTask(report: MachineReport): MachineReport['aiTasks']['items'][number] {
  const [task] = report.aiTasks.items;
  if (task === undefined) throw new Error('no AI task');
  return task;
}

describe('an AI task', () => {
  it('has its model, its place and its path', async () => {
    expect(firstTask(await reportOf(NESTED))).toMatchObject({
      state: { name: 'Ask', within: ['Outer', 'Inner'] },
      operation: 'Converse',
      model: { kind: 'model', id: 'anthropic.claude-haiku-4-5-20251001-v1:0', tier: 'small' },
      place: { file: 'flow.asl.json', line: 24, column: 17 },
    });
  });

  it('has its calls factor by factor, and how many run at once', async () => {
    expect(firstTask(await reportOf(NESTED)).calls).toEqual({
      perItem: 6,
      isExact: true,
      factors: [
        { kind: 'attempts', type: 'Task', state: { name: 'Ask', within: ['Outer', 'Inner'] }, count: 3 },
        { kind: 'items', type: 'Map', state: { name: 'Inner', within: ['Outer'] } },
        { kind: 'items', type: 'Map', state: { name: 'Outer', within: [] } },
        { kind: 'attempts', type: 'Map', state: { name: 'Outer', within: [] }, count: 2 },
      ],
      atOnce: 12,
      concurrency: [
        { map: { name: 'Inner', within: ['Outer'] }, count: 3, by: 'limit' },
        { map: { name: 'Outer', within: [] }, count: 4, by: 'limit' },
      ],
      // Three attempts of 60 s, and waits of 1 s and 2 s.
      secondsPerRun: 183,
    });
  });

  it('says where its prompts are, and how long', async () => {
    const content = [{ Text: 'Line one\nline two' }, { 'Text.$': "States.Format('Say {} now', $.word)" }];
    const report = await reportOf({
      StartAt: 'Ask',
      States: { Ask: ask({ Parameters: { ModelId: 'm', Messages: [{ Role: 'user', Content: content }] }, End: true }) },
    });
    const { items, total } = firstTask(report).prompts;
    expect(total).toBe(2);
    expect(items.map(({ field, length, hasSeveralLines }) => [field, length, hasSeveralLines])).toEqual([
      ['Messages[0].Content[0].Text', 17, true],
      ['Messages[0].Content[1].Text', 8, false],
    ]);
  });

  it.each([
    [{ 'ModelId.$': '$.model' }, { kind: 'text', text: 'ModelId from the data' }],
    [{ ModelId: '${Model}' }, { kind: 'text', text: 'ModelId ${Model}' }],
    [{ ModelId: 'x.unheard-of' }, { kind: 'model', id: 'x.unheard-of' }],
    [{}, { kind: 'unknown' }],
  ])('says what is known of the model in %j', async (Parameters, model) => {
    const report = await reportOf({ StartAt: 'Ask', States: { Ask: ask({ Parameters, End: true }) } });
    expect(firstTask(report).model).toEqual(model);
  });
});

describe('error routes', () => {
  it('tell what is retried, what catches, and how it ends', async () => {
    const report = await reportOf({
      StartAt: 'Both',
      States: {
        Both: {
          Type: 'Parallel',
          Branches: [
            {
              StartAt: 'Ask',
              States: {
                Ask: ask({
                  Retry: [retry(4, THROTTLED)],
                  Catch: [{ ErrorEquals: ['BedrockRuntime.ValidationException'], Next: 'Stop' }],
                  End: true,
                }),
                Stop: { Type: 'Fail', Error: 'Refused' },
              },
            },
          ],
          Catch: [{ ErrorEquals: [THROTTLED], Next: 'Later' }],
          End: true,
        },
        Later: { Type: 'Succeed' },
      },
    });
    const state = { name: 'Ask', within: ['Both'] };
    expect(report.errorRoutes).toEqual({
      total: 3,
      items: [
        {
          state,
          error: THROTTLED,
          retries: 4,
          then: { kind: 'caught', by: { name: 'Both', within: [] }, next: 'Later' },
          outcome: 'survives',
        },
        {
          state,
          error: 'BedrockRuntime.ValidationException',
          retries: 0,
          then: { kind: 'caught', by: state, next: 'Stop' },
          outcome: 'fails',
        },
        { state, error: 'any other error', retries: 0, then: { kind: 'uncaught' }, outcome: 'fails' },
      ],
    });
  });

  it('of other tasks are those that they name, and the rest', async () => {
    const call = (more: Json): Json => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Next: 'End',
      ...more,
    });
    const report = await reportOf({
      StartAt: 'Plain',
      States: {
        Plain: call({ Next: 'Named' }),
        Named: call({
          Retry: [retry(2, 'States.ALL')],
          Catch: [{ ErrorEquals: ['Sns.NotFoundException', 'States.TaskFailed'], Next: 'End' }],
        }),
        End: { Type: 'Succeed' },
      },
    });
    const rows = report.errorRoutes.items.map(({ state, error, retries, then }) => [
      state.name,
      error,
      retries,
      then.kind,
    ]);
    expect(rows).toEqual([
      ['Plain', 'any error', 0, 'uncaught'],
      ['Named', 'Sns.NotFoundException', 2, 'caught'],
      ['Named', 'any other error', 2, 'caught'],
    ]);
  });

  it('end where a Distributed Map tolerates failures', async () => {
    const map = {
      Type: 'Map',
      ToleratedFailurePercentage: 10,
      ItemProcessor: {
        ProcessorConfig: { Mode: 'DISTRIBUTED', ExecutionType: 'STANDARD' },
        StartAt: 'Ask',
        States: { Ask: ask({ End: true }) },
      },
      End: true,
    };
    const { items } = (await reportOf({ StartAt: 'M', States: { M: map } })).errorRoutes;
    for (const { then, outcome } of items) {
      expect({ then, outcome }).toEqual({
        then: { kind: 'tolerated', by: { name: 'M', within: [] } },
        outcome: 'survives',
      });
    }
    expect(items).toHaveLength(3);
  });

  it('are not known where a placeholder stands for the catchers', async () => {
    const text = '{"StartAt": "A", "States": {"A": {"Type": "Task", "Resource": "x", "Catch": ${Catch}, "End": true}}}';
    const { machines } = await projectReport({ 'a.asl.json': text });
    expect(machines[0]?.errorRoutes.items).toMatchObject([{ then: { kind: 'unknown' }, outcome: 'unknown' }]);
  });
});

describe('findings', () => {
  it('stand on the state that they belong to, in the list and in the diagram', async () => {
    const same = { StartAt: 'Ask', States: { Ask: ask({ End: true }) } };
    const other = { StartAt: 'Ask', States: { Ask: { Type: 'Pass', End: true } } };
    const report = await reportOf(
      { StartAt: 'P', States: { P: { Type: 'Parallel', Branches: [same, other], End: true } } },
      ['missing-quota-fallback'],
    );
    expect(report.severities).toEqual({ error: 0, warning: 1, note: 0 });
    expect(report.findings.items).toMatchObject([
      { rule: 'missing-quota-fallback', severity: 'warning', state: { name: 'Ask', within: ['P'] } },
    ]);
    expect(firstTask(report).findings).toBe(1);
  });

  it('of a template are on the machine that it declares, or outside all', async () => {
    const flow = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const template = samTemplate({
      Good: { DefinitionUri: 'flow.asl.json', Name: 'no spaces please' },
      Bad: { DefinitionUri: 'nowhere.asl.json' },
    });
    const files = { 'flow.asl.json': flow, 'template.json': template };
    const { machines, others } = await projectReport(files, ['invalid-machine-name', 'unresolved-definition']);
    expect(machines).toHaveLength(1);
    expect(machines[0]?.declarations.map(({ name, place }) => [name, place.file])).toEqual([
      ['no spaces please', 'template.json'],
    ]);
    expect(machines[0]?.findings.items.map(({ rule }) => rule)).toEqual(['invalid-machine-name']);
    expect(others.items.map(({ rule }) => rule)).toEqual(['unresolved-definition']);
  });

  it('are cut with a count, the gravest kept', async () => {
    const states = Array.from({ length: 300 }, (_, i) => [`A${i}`, ask({ Next: `A${i + 1}` })] as const);
    const report = await reportOf({ StartAt: 'A0', States: Object.fromEntries(states) }, ['missing-quota-fallback']);
    expect(report.findings.items).toHaveLength(200);
    expect(report.findings.total).toBe(300);
    expect(report.severities).toEqual({ error: 0, warning: 300, note: 0 });
    expect(report.aiTasks.items).toHaveLength(100);
    expect(report.aiTasks.total).toBe(300);
    expect(report.errorRoutes.items.length).toBeLessThan(130);
    expect(report.diagram).toBeUndefined();
  });
});

describe('the diagram', () => {
  it('has a box for each state, with what runs inside it, and an arrow for each way', async () => {
    const { diagram } = await reportOf(NESTED, ['legacy-iterator']);
    const none = { error: 0, warning: 0, note: 0 };
    expect(diagram).toEqual({
      start: 's1',
      boxes: [
        {
          id: 's1',
          name: 'Outer',
          type: 'Map',
          isEnd: true,
          findings: none,
          within: [
            {
              start: 's2',
              arrows: [],
              boxes: [
                {
                  id: 's2',
                  name: 'Inner',
                  type: 'Map',
                  isEnd: true,
                  findings: none,
                  within: [
                    {
                      start: 's3',
                      arrows: [],
                      boxes: [
                        {
                          id: 's3',
                          name: 'Ask',
                          type: 'Task',
                          operation: 'Converse',
                          isEnd: true,
                          findings: none,
                          within: [],
                        },
                      ],
                    },
                  ],
                },
              ],
            },
          ],
        },
      ],
      arrows: [],
    });
  });

  it('draws ways that lead to one state once, and catchers apart', async () => {
    const { diagram } = await reportOf({
      StartAt: 'Which',
      States: {
        Which: {
          Type: 'Choice',
          Choices: [
            { Variable: '$.a', IsPresent: true, Next: 'Do' },
            { Variable: '$.b', IsPresent: true, Next: 'Do' },
          ],
          Default: 'Gone',
        },
        Do: {
          Type: 'Task',
          Resource: 'arn:aws:states:::sns:publish',
          Catch: [{ ErrorEquals: ['States.Timeout', 'States.TaskFailed'], Next: 'End' }],
          Next: 'End',
        },
        End: { Type: 'Succeed' },
      },
    });
    expect(diagram?.arrows).toEqual([
      { from: 's1', to: 's2', kind: 'Choice' },
      { from: 's2', to: 's3', kind: 'Next' },
      { from: 's2', to: 's3', kind: 'Catch', label: 'States.Timeout, States.TaskFailed' },
    ]);
  });
});

describe('the machine', () => {
  it('has its states by type, its kind and its languages', async () => {
    const definition = {
      StartAt: 'A',
      States: {
        A: { Type: 'Pass', QueryLanguage: 'JSONata', Next: 'B' },
        B: { Type: 'Pass', Next: 'C' },
        C: { Type: 'Succeed' },
      },
    };
    expect(await reportOf(definition)).toMatchObject({
      name: 'flow',
      type: 'unknown',
      queryLanguage: 'mixed',
      states: {
        total: 3,
        byType: [
          { type: 'Pass', count: 2 },
          { type: 'Succeed', count: 1 },
        ],
      },
    });
  });

  it('comes in the order of files and places', async () => {
    const flow = JSON.stringify({ StartAt: 'A', States: { A: { Type: 'Succeed' } } });
    const inline = { StartAt: 'A', States: { A: { Type: 'Succeed' } } };
    const table = {
      'z.asl.json': flow,
      'b.json': samTemplate({ Two: { Definition: inline }, One: { Definition: inline } }),
      'a.asl.json': flow,
    };
    const { machines } = await projectReport(table);
    expect(machines.map(({ name }) => name)).toEqual(['a', 'Two', 'One', 'z']);
    expect(await projectReport(table)).toEqual(await projectReport(table));
  });

  it('may be far larger than the service takes', async () => {
    const states = Array.from({ length: 20_000 }, (_, i) => [`S${i}`, ask({ Next: `S${(i + 1) % 20_000}` })] as const);
    const report = await reportOf({ StartAt: 'S0', States: Object.fromEntries(states) }, ['legacy-iterator']);
    expect(report.states.total).toBe(20_000);
    expect(report.transitions?.steps).toBe(20_000);
    expect(report.duration.open.total).toBe(20_000);
    expect(report.duration.open.items.length).toBeLessThan(20);
    expect(JSON.stringify(report).length).toBeLessThan(200_000);
  });

  it.each([
    ['an empty object', '{"StartAt": 1, "States": {}}'],
    ['states of wrong types', '{"StartAt": "A", "States": {"A": 1, "B": {"Type": 2}, "C": {"Type": "Map"}}}'],
    ['states that are a list', '{"StartAt": "A", "States": []}'],
  ])('is reported without a crash for %s', async (_, text) => {
    const { machines } = await projectReport({ 'a.asl.json': text });
    expect(machines).toHaveLength(1);
  });
});
