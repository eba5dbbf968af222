/** The fallback state that `missing-quota-fallback` adds when its options name a model. */
import { describe, expect, it } from 'vitest';
import type { RuleSettings } from '../../src/engine/selection.ts';
import { fixFiles } from '../support/fix-files.ts';
import { fixtureCases } from '../support/fixture-cases.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const RULE = 'missing-quota-fallback';
const HAIKU = 'eu.anthropic.claude-haiku-4-5-20251001-v1:0';
const NOVA = 'eu.amazon.nova-lite-v1:0';

function withModel(model: string): { only: string[]; configured: ReadonlyMap<string, RuleSettings> } {
  return { only: [RULE], configured: new Map([[RULE, { options: new Map([['fallbackModel', model]]) }]]) };
}

async function errorsOf(files: FileTable): Promise<number> {
  const { diagnostics } = await lintFiles(files, { preset: 'all' });
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

const CASES = fixtureCases(RULE, 'invalid').map((fixture) => [fixture.name, fixture.files] as const);

describe('each fixture with a fallback model', () => {
  it.each(CASES)('%s', async (_, files) => {
    const before = await lintFiles(files, { ...withModel(HAIKU) });
    const fixed = await fixFiles(files, withModel(HAIKU));
    const offered = before.diagnostics.filter(({ fixes }) => fixes.some(({ safety }) => safety === 'unsafe'));
    expect(fixed.changed.length > 0).toBe(offered.length > 0);
    expect(fixed.result.diagnostics).toHaveLength(before.diagnostics.length - offered.length);
    expect(await errorsOf(fixed.files)).toBeLessThanOrEqual(await errorsOf(files));
    expect((await fixFiles(fixed.files, withModel(HAIKU))).changed).toEqual([]);
  });
});

/** Of the first state: its catchers, and the state that was added behind it. */
async function fixed(state: object, model: string): Promise<{ readonly added: unknown; readonly caught: unknown }> {
  const language = 'Arguments' in state ? 'JSONata' : 'JSONPath';
  const states = { Ask: state, Store: { Type: 'Pass', End: true }, 'Give up': { Type: 'Fail' } };
  const text = JSON.stringify({ QueryLanguage: language, StartAt: 'Ask', States: states });
  const { files } = await fixFiles({ 'ask.asl.json': text }, withModel(model));
  const machine = JSON.parse(files['ask.asl.json'] as string) as { States: Record<string, { Catch?: unknown }> };
  return { added: machine.States['Ask (fallback)'], caught: machine.States.Ask?.Catch };
}

const RETRY = { IntervalSeconds: 2, MaxAttempts: 5, BackoffRate: 2, MaxDelaySeconds: 60, JitterStrategy: 'FULL' };
const QUOTA = ['BedrockRuntime.ThrottlingException', 'BedrockRuntime.ServiceQuotaExceededException'];

const CONVERSE = {
  Type: 'Task',
  Resource: 'arn:aws:states:::aws-sdk:bedrockruntime:converse',
  Arguments: { ModelId: 'eu.anthropic.claude-sonnet-4-6', Messages: '{% $states.input.messages %}' },
  Output: '{% $states.result.Output %}',
  Next: 'Store',
};

const INVOKE = {
  Type: 'Task',
  Resource: 'arn:aws:states:::bedrock:invokeModel',
  Parameters: {
    ModelId: 'eu.anthropic.claude-sonnet-4-6',
    Body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 8, 'messages.$': '$.messages' },
  },
  ResultPath: '$.answer',
  Next: 'Store',
};

describe('the fallback state', () => {
  it('calls a model of another family by Converse, with the input of the first', async () => {
    const { added, caught } = await fixed({ Comment: 'First', ...CONVERSE }, NOVA);
    expect(caught).toEqual([{ ErrorEquals: QUOTA, Output: '{% $states.input %}', Next: 'Ask (fallback)' }]);
    expect(added).toEqual({
      ...CONVERSE,
      Arguments: { ...CONVERSE.Arguments, ModelId: NOVA },
      Retry: [{ ErrorEquals: ['BedrockRuntime.ThrottlingException'], ...RETRY }],
    });
  });

  it('puts its result where the first puts it, and fails in the same way', async () => {
    const other = { ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Give up' };
    const { added, caught } = await fixed({ ...INVOKE, Catch: [other] }, HAIKU);
    const names = ['Bedrock', 'BedrockRuntime'].flatMap((prefix) =>
      ['ThrottlingException', 'ServiceQuotaExceededException'].map((name) => `${prefix}.${name}`),
    );
    expect(caught).toEqual([{ ErrorEquals: names, ResultPath: null, Next: 'Ask (fallback)' }, other]);
    expect(added).toEqual({
      ...INVOKE,
      Parameters: { ...INVOKE.Parameters, ModelId: HAIKU },
      Retry: [{ ErrorEquals: names.filter((name) => name.includes('Throttling')), ...RETRY }],
      Catch: [other],
    });
  });
});

describe('no fallback state is made', () => {
  it.each([
    ['for a body that the other model does not take', INVOKE, NOVA],
    ['for the same model', CONVERSE, 'anthropic.claude-sonnet-4-6'],
    ['for a model that does not write text', CONVERSE, 'amazon.titan-embed-text-v2:0'],
    ['for one that is no longer offered', CONVERSE, 'amazon.titan-text-express-v1'],
    [
      'for parameters of the model',
      { ...CONVERSE, Arguments: { ...CONVERSE.Arguments, AdditionalModelRequestFields: { top_k: 5 } } },
      HAIKU,
    ],
    ['for arguments that are computed', { ...CONVERSE, Arguments: '{% $states.input %}' }, HAIKU],
  ])('%s', async (_, state, model) => {
    expect((await fixed(state, model)).added).toBeUndefined();
  });
});

describe('the role of the machine', () => {
  function template(allowed: string): FileTable {
    const Resource = `arn:aws:bedrock:*:*:${allowed}`;
    const statement = { Effect: 'Allow', Action: 'bedrock:InvokeModel', Resource };
    const state = { ...CONVERSE, Arguments: { ...CONVERSE.Arguments, ModelId: 'anthropic.claude-sonnet-4-6' } };
    const machine = {
      Type: 'AWS::Serverless::StateMachine',
      Properties: {
        Policies: [{ Version: '2012-10-17', Statement: [statement] }],
        Definition: {
          QueryLanguage: 'JSONata',
          StartAt: 'Ask',
          States: { Ask: state, Store: { Type: 'Pass', End: true } },
        },
      },
    };
    const text = { Transform: 'AWS::Serverless-2016-10-31', Resources: { Machine: machine } };
    return { 'template.json': JSON.stringify(text, null, 2) };
  }

  it.each([
    ['foundation-model/*', 1],
    ['foundation-model/anthropic.claude-sonnet-4-6', 0],
  ])('that allows %s', async (allowed, changes) => {
    const model = 'anthropic.claude-haiku-4-5-20251001-v1:0';
    const { changed, result } = await fixFiles(template(allowed), withModel(model));
    expect(changed).toHaveLength(changes);
    const titles = result.diagnostics.flatMap(({ fixes }) => fixes.map(({ title }) => title));
    if (changes === 0) expect(titles).toEqual([expect.stringMatching(/^Allow the role of the machine to call/)]);
  });
});
