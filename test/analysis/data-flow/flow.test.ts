/** Shapes of state inputs along the paths of a machine, in both query languages. */
import { describe, expect, it } from 'vitest';
import { flowOf } from './machines.ts';

const PASS = { Type: 'Pass' };
const END = { Type: 'Pass', End: true };
const LAMBDA = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Parameters: { FunctionName: 'f' } };
const CHILD = 'arn:aws:states:::states:startExecution';
const ALL = ['States.ALL'];

function machine(states: Readonly<Record<string, object>>, more: object = {}): object {
  return { StartAt: Object.keys(states)[0], States: states, ...more };
}

const JSONATA = { QueryLanguage: 'JSONata' };

describe('JSONPath data flow', () => {
  it('knows nothing of the input of the execution', async () => {
    const flow = await flowOf(machine({ A: END }));
    expect(flow.input('A')).toBe('any');
  });

  it('follows Result, Parameters, ResultPath, InputPath and OutputPath', async () => {
    const flow = await flowOf(
      machine({
        A: { ...PASS, Result: { a: 'x', list: [1, 'y'] }, Next: 'B' },
        B: { ...PASS, InputPath: '$.list', ResultPath: '$.copy.of', Next: 'C' },
        C: { ...PASS, Parameters: { 'n.$': '$.copy.of[0]', k: null }, ResultPath: '$.made', Next: 'D' },
        D: { ...PASS, OutputPath: '$.made', Next: 'E' },
        E: { Type: 'Wait', Seconds: 1, Next: 'F' },
        F: END,
      }),
    );
    expect(flow.input('B')).toBe("{a: 'x', list: [number, 'y']}");
    expect(flow.input('D')).toContain('made: {n: number, k: null}');
    expect(flow.input('E')).toBe('{n: number, k: null}');
    expect(flow.input('F')).toBe('{n: number, k: null}');
  });

  it('keeps an open input open, and what is put into it apart', async () => {
    const flow = await flowOf(machine({ A: { ...PASS, Result: 1, ResultPath: '$.n', Next: 'B' }, B: END }));
    expect(flow.input('B')).toBe('{n: number, …}');
  });

  it('joins what meets, and leaves out what is never reached', async () => {
    const flow = await flowOf(
      machine({
        A: { Type: 'Choice', Choices: [{ Variable: '$.x', BooleanEquals: true, Next: 'B' }], Default: 'C' },
        B: { ...PASS, Result: { a: 1, b: 'x' }, Next: 'D' },
        C: { ...PASS, Result: { a: 'y' }, Next: 'D' },
        D: END,
        E: END,
      }),
    );
    expect(flow.input('D')).toBe("{a: number | 'y', b?: 'x'}");
    expect(flow.input('E')).toBe('never');
  });

  it('comes to an end in loops that build ever more', async () => {
    const flow = await flowOf(
      machine({
        A: { ...PASS, Result: { v: 1 }, Next: 'B' },
        B: { Type: 'Choice', Choices: [{ Variable: '$.v', NumericEquals: 1, Next: 'C' }], Default: 'D' },
        C: { ...PASS, Parameters: { 'v.$': 'States.Array($.v)', 'old.$': '$' }, Next: 'B' },
        D: END,
      }),
    );
    expect(flow.flow.isOpen).toBe(false);
    expect(flow.input('D')).toBe('any');
  });

  it('stays small where each state repeats the one before it many times', async () => {
    const names = Array.from({ length: 20 }, (_, i) => `m${i}.$`);
    const copies = Object.fromEntries(names.map((name) => [name, '$']));
    const branch = (prefix: string): readonly (readonly [string, object])[] =>
      Array.from({ length: 11 }, (_, i) => {
        const next = i === 10 ? 'Meet' : `${prefix}${i + 1}`;
        return [`${prefix}${i}`, { ...PASS, Parameters: { ...copies, [prefix]: i }, Next: next }];
      });
    const flow = await flowOf(
      machine({
        Data: { ...PASS, Result: { x: 1 }, Next: 'Fork' },
        Fork: { Type: 'Choice', Choices: [{ Variable: '$.x', NumericEquals: 1, Next: 'A0' }], Default: 'B0' },
        ...Object.fromEntries([...branch('A'), ...branch('B')]),
        Meet: END,
      }),
    );
    expect(flow.input('Meet')).not.toBe('never');
  });

  it('puts the error where the catcher says', async () => {
    const flow = await flowOf(
      machine({
        Start: { ...PASS, Result: { id: 'x' }, Next: 'A' },
        A: {
          ...LAMBDA,
          Catch: [
            { ErrorEquals: ['E1'], Next: 'Bare' },
            { ErrorEquals: ['E2'], ResultPath: '$.error', Next: 'Kept' },
            { ErrorEquals: ALL, ResultPath: null, Next: 'Dropped' },
          ],
          ResultPath: '$.r',
          OutputPath: '$.r.Payload',
          Next: 'After',
        },
        Bare: END,
        Kept: END,
        Dropped: END,
        After: END,
      }),
    );
    expect(flow.input('Bare')).toBe('{Error: null | text, Cause: null | text}');
    expect(flow.input('Kept')).toBe("{id: 'x', error: {Error: null | text, Cause: null | text}}");
    expect(flow.input('Dropped')).toBe("{id: 'x'}");
    expect(flow.input('After')).toBe('any');
  });

  it('follows items into a Map and results out of it', async () => {
    const flow = await flowOf(
      machine({
        A: { ...PASS, Result: { list: [{ n: 1 }, { n: 2 }], name: 'x' }, Next: 'M' },
        M: {
          Type: 'Map',
          ItemsPath: '$.list',
          ItemSelector: { 'item.$': '$$.Map.Item.Value', 'i.$': '$$.Map.Item.Index', 'name.$': '$.name' },
          ItemProcessor: { StartAt: 'I', States: { I: { ...PASS, Parameters: { 'v.$': '$.item.n' }, End: true } } },
          ResultPath: '$.out',
          Next: 'B',
        },
        B: END,
      }),
    );
    expect(flow.input('I')).toBe("{item: {n: number}, i: number, name: 'x'}");
    expect(flow.input('B')).toContain('out: [{v: number}…]');
  });

  it('keeps the branches of a Parallel apart, and never leaves one that cannot end well', async () => {
    const branch = (name: string, state: object): object => ({ StartAt: name, States: { [name]: state } });
    const flow = await flowOf(
      machine({
        P: {
          Type: 'Parallel',
          Branches: [branch('X', { ...PASS, Result: 1, End: true }), branch('Y', { ...PASS, Result: 'y', End: true })],
          Next: 'Q',
        },
        Q: { Type: 'Parallel', Branches: [branch('Z', { Type: 'Fail' })], Next: 'R' },
        R: END,
      }),
    );
    expect(flow.input('Q')).toBe("[number, 'y']");
    expect(flow.input('R')).toBe('never');
  });

  it('knows variables across states and machines, but not in the children of a Distributed Map', async () => {
    const map = (mode: string, inner: string): object => ({
      Type: 'Map',
      ItemsPath: '$.list',
      ItemProcessor: {
        ProcessorConfig: { Mode: mode, ExecutionType: 'STANDARD' },
        StartAt: inner,
        States: { [inner]: { ...PASS, Parameters: { 'x.$': '$name' }, End: true } },
      },
    });
    const flow = await flowOf(
      machine({
        A: { ...PASS, Assign: { name: 'x' }, Next: 'B' },
        B: { ...PASS, Assign: { 'name.$': '$.n' }, Parameters: { n: 1, list: [1] }, Next: 'M' },
        M: { ...map('INLINE', 'I'), ResultPath: null, Next: 'N' },
        N: { ...map('DISTRIBUTED', 'J'), End: true },
      }),
    );
    expect(flow.value('I', 'Parameters.x.$')).toBe("number | 'x'");
    expect(flow.value('J', 'Parameters.x.$')).toBe('any');
  });

  it('gives up where a transition or a state is not known', async () => {
    const flow = await flowOf(machine({ A: { ...PASS, Result: 1, Next: '${Next}' }, B: END }));
    expect(flow.flow.isOpen).toBe(true);
    expect(flow.input('B')).toBe('any');
  });
});

describe('JSONata data flow', () => {
  it('follows Output, Assign and the input that stays', async () => {
    const flow = await flowOf(
      machine(
        {
          A: { ...PASS, Output: { a: "{% 'x' & 'y' %}", n: '{% 1 + 2 %}' }, Assign: { v: [1, 2] }, Next: 'B' },
          B: { Type: 'Wait', Seconds: 1, Next: 'C' },
          C: { ...PASS, Output: { all: '{% $states.input %}', v: '{% $v[0] %}', w: '{% $v %}' }, Next: 'D' },
          D: END,
        },
        JSONATA,
      ),
    );
    expect(flow.input('C')).toBe("{a: 'xy', n: number}");
    expect(flow.input('D')).toBe("{all: {a: 'xy', n: number}, v: number, w: [number, number]}");
  });

  it('runs the Output of the rule that matches, and that of the state by default', async () => {
    const flow = await flowOf(
      machine(
        {
          A: {
            Type: 'Choice',
            Choices: [{ Condition: '{% $states.input.x %}', Output: 'ruled', Next: 'B' }],
            Output: 'default',
            Default: 'C',
          },
          B: END,
          C: END,
        },
        JSONATA,
      ),
    );
    expect([flow.input('B'), flow.input('C')]).toEqual(["'ruled'", "'default'"]);
  });

  it('hands the error object on, or what the catcher makes of it', async () => {
    const task = { Type: 'Task', Resource: 'arn:aws:states:::lambda:invoke', Arguments: { FunctionName: 'f' } };
    const flow = await flowOf(
      machine(
        {
          A: {
            ...task,
            Catch: [
              { ErrorEquals: ['E1'], Next: 'Bare' },
              { ErrorEquals: ALL, Output: { e: '{% $states.errorOutput.Error %}' }, Next: 'Made' },
            ],
            End: true,
          },
          Bare: END,
          Made: END,
        },
        JSONATA,
      ),
    );
    expect(flow.input('Bare')).toBe('{Error: null | text, Cause: null | text}');
    expect(flow.input('Made')).toBe('{e: null | text}');
  });
});

describe('task results', () => {
  const result = async (resource: string, parameters: object = {}): Promise<string> => {
    const task = { Type: 'Task', Resource: resource, Parameters: parameters, ResultPath: '$', Next: 'B' };
    return (await flowOf(machine({ A: task, B: END }))).input('B');
  };
  const model = 'arn:aws:states:::bedrock:invokeModel';

  it.each(['anthropic.claude-3-haiku-20240307-v1:0', 'us.anthropic.claude-sonnet-4-6'])(
    'knows the body of %s',
    async (id) => {
      expect(await result(model, { ModelId: id, Body: {} })).toMatch(
        /^\{Body: \{id: text, .*content: \[\{type: text, text\?: model text/,
      );
    },
  );

  it('knows a Claude body by its request where the model is not known', async () => {
    const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 1, messages: [] };
    expect(await result(model, { 'ModelId.$': '$.model', Body: body })).toContain('stop_reason: text');
    expect(await result(model, { 'ModelId.$': '$.model', Body: {} })).toMatch(/^\{Body: any, ContentType: text/);
  });

  it.each([
    ['amazon.nova-lite-v1:0', {}],
    ['mistral.mistral-large-2402-v1:0', {}],
    ['cohere.command-r-v1:0', {}],
    ['anthropic.claude-v2', {}],
    ['anthropic.claude-3-haiku-20240307-v1:0', { Output: { S3Uri: 's3://b/k' } }],
  ])('knows nothing of the body of %s with %j', async (id, more) => {
    expect(await result(model, { ModelId: id, Body: {}, ...more })).toMatch(/^\{Body: any, ContentType: text/);
  });

  it('tells JSON as text from JSON in nested executions', async () => {
    const input = { StateMachineArn: 'x' };
    expect(await result(`${CHILD}.sync`, input)).toContain('Output?: json text');
    expect(await result(`${CHILD}.sync:2`, input)).toContain('Output: any');
    expect(await result(CHILD, input)).toMatch(/^\{ExecutionArn: text, StartDate: any/);
  });

  it('knows nothing where a job may end the task with an output of its own', async () => {
    const input = { StateMachineArn: 'x', Input: { 'token.$': '$$.Task.Token' } };
    expect(await result(`${CHILD}.sync:2`, input)).toBe('any');
    expect(await result('arn:aws:states:::lambda:invoke.waitForTaskToken', {})).toBe('any');
  });

  it.each([
    ['arn:aws:lambda:us-east-1:111122223333:function:f', 'any'],
    ['arn:aws:states:::aws-sdk:bedrockruntime:invokeModel', 'any'],
    ['arn:aws:states:::aws-sdk:nosuchservice:action', 'any'],
    ['arn:aws:states:::ecs:runTask.sync', 'any'],
    [
      'arn:aws:states:::sns:publish',
      '{MessageId: text, SequenceNumber?: text, SdkHttpMetadata: any, SdkResponseMetadata: any}',
    ],
  ])('of %s are %s', async (resource, expected) => {
    expect(await result(resource)).toBe(expected);
  });

  it('come from the service tables for SDK calls, with model text where it is', async () => {
    const converse = await result('arn:aws:states:::aws-sdk:bedrockruntime:converse', { ModelId: 'm' });
    expect(converse).toContain('Text?: model text');
    expect(converse).toContain('StopReason?: text');
  });
});
