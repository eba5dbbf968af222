/** What is known of models by their ids, in the spellings in which definitions name them. */
import { expect, it } from 'vitest';
import { calledModel } from '../../src/asl/called-model.ts';
import type { CalledModel } from '../../src/asl/called-model.ts';
import type { OwnModel } from '../../src/aws/models.ts';
import { loadMachines } from '../support/lint-files.ts';

async function modelOf(id: string, own: readonly OwnModel[] = []): Promise<CalledModel | undefined> {
  const task = {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Parameters: { ModelId: id },
    End: true,
  };
  const [machine] = await loadMachines({ 'a.asl.json': JSON.stringify({ StartAt: 'T', States: { T: task } }) });
  const state = machine?.states[0];
  return state?.type === 'Task' ? calledModel(state, own) : undefined;
}

it.each([
  ['anthropic.claude-3-haiku-20240307-v1:0', 'small'],
  ['us.amazon.nova-micro-v1:0', 'small'],
  ['global.amazon.nova-2-lite-v1:0', 'small'],
  ['mistral.ministral-3-14b-instruct', 'small'],
  ['mistral.mistral-7b-instruct-v0:2', 'small'],
  ['meta.llama3-8b-instruct-v1:0', 'small'],
  ['us.meta.llama3-2-1b-instruct-v1:0', 'small'],
  ['openai.gpt-oss-20b-1:0', 'small'],
  ['nvidia.nemotron-nano-12b-v2', 'small'],
  ['us.anthropic.claude-sonnet-4-6', 'medium'],
  ['amazon.nova-pro-v1:0', 'medium'],
  ['us.meta.llama3-2-11b-instruct-v1:0', 'medium'],
  ['meta.llama3-1-70b-instruct-v1:0', 'medium'],
  ['mistral.mixtral-8x7b-instruct-v0:1', 'medium'],
  ['cohere.command-r-v1:0', 'medium'],
  ['us.meta.llama4-scout-17b-instruct-v1:0', 'medium'],
  ['openai.gpt-oss-120b-1:0', 'medium'],
  ['qwen.qwen3-32b-v1:0', 'medium'],
  ['jp.anthropic.claude-opus-4-1-20250805-v1:0', 'large'],
  ['cohere.command-r-plus-v1:0', 'large'],
  ['us.meta.llama4-maverick-17b-instruct-v1:0', 'large'],
  ['meta.llama3-1-405b-instruct-v1:0', 'large'],
  ['us.deepseek.r1-v1:0', 'large'],
  ['qwen.qwen3-coder-480b-a35b-v1:0', 'large'],
  ['us.anthropic.claude-fable-1', undefined],
  ['openai.gpt-5-nano', undefined],
  ['xai.grok-4-mini', undefined],
  ['acme.large-model', undefined],
  ['qwen.qwen3-next-80b-a3b', undefined],
  ['cohere.embed-english-v3', undefined],
])('%s is of the tier %s', async (id, tier) => {
  expect((await modelOf(id))?.tier).toBe(tier);
});

it.each([
  ['arn:aws:bedrock:us-east-1::foundation-model/amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
  ['arn:aws:bedrock:us-east-1:111122223333:inference-profile/eu.amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
  ['arn:aws:bedrock:us-east-1:111122223333:application-inference-profile/abc123', undefined],
  ['arn:aws:bedrock:us-east-1:111122223333:provisioned-model/abc123', undefined],
  ['arn:aws:bedrock:us-east-1:111122223333:prompt/ABCDEFGHIJ', undefined],
  ['arn:aws:bedrock:${Region}::foundation-model/amazon.nova-pro-v1:0', 'amazon.nova-pro-v1:0'],
  ['arn:aws:bedrock:us-east-1::foundation-model/${Model}', undefined],
  ['amazon.nova-${Size}-v1:0', undefined],
  ['${ModelId}', undefined],
])('%s names the model %s', async (text, id) => {
  expect((await modelOf(text))?.id).toBe(id);
});

it.each([
  ['amazon.titan-embed-text-v2:0', false],
  ['amazon.titan-image-generator-v2:0', false],
  ['us.amazon.nova-canvas-v1:0', false],
  ['cohere.rerank-v3-5:0', false],
  ['us.amazon.nova-lite-v1:0', true],
])('%s writes text: %s', async (id, writesText) => {
  expect((await modelOf(id))?.writesText).toBe(writesText);
});

it.each([
  ['arn:aws:bedrock:*:application-inference-profile/abc', true],
  ['arn:*', true],
  ['arn:*Account*', false],
  ['*abc', false],
  ['arn:aws:bedrock:eu-west-1:*', false],
])('an entry for %s names a profile in an account that is not known yet: %s', async (pattern, expected) => {
  const text = 'arn:aws:bedrock:${Region}:${Account}:application-inference-profile/abc';
  const model = await modelOf(text, [{ pattern, tier: 'large' }]);
  expect(model?.tier).toBe(expected ? 'large' : undefined);
  expect(model?.id).toBe(expected ? text : undefined);
});

it('takes from each entry what the ones before it leave open, and the rest from the tables', async () => {
  const own: readonly OwnModel[] = [
    { pattern: 'anthropic.claude-3-opus-*', tier: 'medium' },
    { pattern: 'anthropic.*', tier: 'small', prices: { inputPerMillionTokens: 1 } },
    { pattern: 'amazon.*', family: 'llama' },
  ];
  expect(await modelOf('us.anthropic.claude-3-opus-20240229-v1:0', own)).toMatchObject({
    id: 'anthropic.claude-3-opus-20240229-v1:0',
    tier: 'medium',
    prices: { inputPerMillionTokens: 1 },
    family: 'claude',
    isRetired: true,
    retiredFrom: undefined,
  });
});
