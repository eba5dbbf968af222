/** The `data` of the configuration file: each kind of entry changes what a real run says, and faulty ones end it. */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { Ajv } from 'ajv';
import { describe, expect, it } from 'vitest';
import { findingsOf } from './report.ts';
import { definition, samTemplate } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const FILE = 'sfn-lint.config.json';

function ask(model: string, more: object = {}): object {
  return {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Parameters: { ModelId: model, 'Body.$': '$' },
    End: true,
    ...more,
  };
}

function each(state: object, more: object = {}): string {
  const ItemProcessor = { StartAt: 'Ask', States: { Ask: state } };
  return definition({ Each: { Type: 'Map', MaxConcurrency: 5, ItemProcessor, End: true, ...more } });
}

function project(machine: string, configuration: unknown): Workspace {
  return workspace({ 'a.asl.json': machine, [FILE]: JSON.stringify(configuration) });
}

/** What one rule says of a machine, in a run with this configuration. */
function messages(rule: string, machine: string, configuration: unknown): readonly string[] {
  const run = project(machine, configuration).run(['--preset', 'all', '--only', rule, '--format', 'json']);
  expect(run.err).toBe('');
  return findingsOf(run).map(({ message }) => message);
}

const COSTLY = 'costly-model-in-map';
const OPUS = 'us.anthropic.claude-opus-4-1-20250805-v1:0';
const HAIKU = 'anthropic.claude-haiku-4-5-20251001-v1:0';
const PROFILE = 'arn:aws:bedrock:eu-west-1:111122223333:application-inference-profile/a1b2c3';

function models(entries: object): object {
  return { data: { models: entries } };
}

describe('a limit', () => {
  const machine = each({ Type: 'Pass', End: true }, { MaxConcurrency: 50 });
  const rule = 'map-concurrency-over-limit';

  it('that is raised silences, and one that is lowered finds', () => {
    expect(messages(rule, machine, {})).toEqual([
      'Map "Each" asks for 50 iterations at once, but an Inline Map runs 40 at most.',
    ]);
    expect(messages(rule, machine, { data: { limits: { inlineMapConcurrency: 60 } } })).toEqual([]);
    expect(messages(rule, machine, { data: { limits: { inlineMapConcurrency: 20 } } })).toEqual([
      'Map "Each" asks for 50 iterations at once, but an Inline Map runs 20 at most.',
    ]);
    expect(messages(rule, machine, { data: { limits: { distributedMapConcurrency: 20 } } })).toHaveLength(1);
  });

  it('is quoted in the help too', () => {
    const run = project(machine, { data: { limits: { inlineMapConcurrency: 20 } } }).run(['--only', rule]);
    expect(run.out).toContain('Set MaxConcurrency to 20, or use a Distributed Map.');
  });

  it('reaches findings about templates', () => {
    const template = samTemplate({ Machine: { Name: 'ten-letter', Definition: JSON.parse(machine) as object } });
    const name = 'invalid-machine-name';
    const found = (limit: number): readonly string[] => {
      const configuration = JSON.stringify({ data: { limits: { machineNameCharacters: limit } } });
      const there = workspace({ 'template.json': template, [FILE]: configuration });
      return findingsOf(there.run(['--only', name, '--format', 'json'])).map(({ message }) => message);
    };
    expect(found(10)).toEqual([]);
    expect(found(9)).toEqual([
      'State machine "ten-letter" is given a name of 10 characters; Step Functions takes 9 at most and refuses to create it.',
    ]);
  });

  it('reaches a report', () => {
    const inline = each(ask('m'), { MaxConcurrency: 0 });
    const report = (data: object): string => project(inline, { data }).run(['report']).out;
    expect(report({})).toContain('up to 40 (40 in "Each", no limit set)');
    expect(report({ limits: { inlineMapConcurrency: 60 } })).toContain('up to 60 (60 in "Each", no limit set)');
  });
});

describe('a model', () => {
  it('gets another tier', () => {
    expect(messages(COSTLY, each(ask(OPUS)), {})).toHaveLength(1);
    expect(messages(COSTLY, each(ask(OPUS)), models({ 'anthropic.claude-opus-*': { tier: 'small' } }))).toEqual([]);
    expect(messages(COSTLY, each(ask(OPUS)), models({ 'us.anthropic.*': { tier: 'unknown' } }))).toEqual([]);
    expect(messages(COSTLY, each(ask(OPUS)), models({ 'eu.anthropic.*': { tier: 'small' } }))).toHaveLength(1);
    expect(messages(COSTLY, each(ask(HAIKU)), {})).toEqual([]);
    expect(messages(COSTLY, each(ask(HAIKU)), models({ '*haiku*': { tier: 'large' } }))).toEqual([
      `State "Ask" calls ${HAIKU}, a large model, for each item of Map "Each": the cost of every item is that of the dearest tier.`,
    ]);
  });

  it('that the tables do not know becomes known', () => {
    expect(messages(COSTLY, each(ask('my-company.model-7')), {})).toEqual([]);
    expect(
      messages(COSTLY, each(ask('my-company.model-7')), models({ 'my-company.model-*': { tier: 'large' } })),
    ).toHaveLength(1);
  });

  it('may be an ARN behind which there is one, and no other text that a star fits', () => {
    const arn = models({ 'arn:aws:bedrock:*:application-inference-profile/a1b2c3': { tier: 'large' } });
    expect(messages(COSTLY, each(ask(PROFILE)), {})).toEqual([]);
    expect(messages(COSTLY, each(ask(PROFILE)), arn)).toHaveLength(1);
    expect(messages(COSTLY, each(ask(`${PROFILE}4`)), arn)).toEqual([]);
    expect(messages(COSTLY, each(ask(PROFILE)), models({ '*': { tier: 'large' } }))).toEqual([]);
    expect(messages(COSTLY, each(ask('${Model}')), models({ '*Model*': { tier: 'large' } }))).toEqual([]);
  });

  it('goes by the most particular entry, field by field, in any order', () => {
    const entries = { '*': { tier: 'large', retired: '2027-01-31' }, 'amazon.nova-pro-*': { tier: 'small' } };
    const reversed = Object.fromEntries(Object.entries(entries).reverse());
    for (const given of [entries, reversed]) {
      expect(messages(COSTLY, each(ask('amazon.nova-pro-v1:0')), models(given))).toEqual([]);
      expect(messages('retired-model', each(ask('amazon.nova-pro-v1:0')), models(given))).toHaveLength(1);
      expect(messages(COSTLY, each(ask('amazon.nova-lite-v1:0')), models(given))).toHaveLength(1);
    }
  });

  it('is retired, or is not', () => {
    const old = each(ask('anthropic.claude-3-sonnet-20240229-v1:0'));
    expect(messages('retired-model', old, {})).toHaveLength(1);
    expect(messages('retired-model', old, models({ 'anthropic.claude-3-sonnet-*': { retired: false } }))).toEqual([]);
    expect(messages('retired-model', each(ask(HAIKU)), {})).toEqual([]);
    expect(messages('retired-model', each(ask(HAIKU)), models({ '*haiku*': { retired: '2026-10-01' } }))).toEqual([
      `State "Ask" uses ${HAIKU}, which is not offered from 2026-10-01 on, as the configuration of this run says: the call fails from that day.`,
    ]);
  });

  it('gets another family of bodies', () => {
    const claudeBody = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 10, messages: [] };
    const state = (id: string): string => each(ask(id, { Parameters: { ModelId: id, Body: claudeBody } }));
    const rule = 'model-body-mismatch';
    expect(messages(rule, state('my-company.model-7'), {})).toEqual([]);
    expect(messages(rule, state('my-company.model-7'), models({ 'my-company.*': { family: 'llama' } }))).toHaveLength(
      1,
    );
    expect(messages(rule, state('meta.llama3-8b-instruct-v1:0'), {})).toHaveLength(1);
    expect(messages(rule, state('meta.llama3-8b-instruct-v1:0'), models({ 'meta.*': { family: 'unknown' } }))).toEqual(
      [],
    );
  });

  it('writes no text', () => {
    const body = { messages: [{ role: 'user', content: 'Draw.' }] };
    const machine = each(ask('x', { Parameters: { ModelId: 'my-company.painter', Body: body } }));
    expect(messages('missing-token-limit', machine, {})).toHaveLength(1);
    const other = models({ 'my-company.painter': { writesText: false } });
    expect(messages('missing-token-limit', machine, other)).toEqual([]);
  });

  it('may be allowed by an option of the rules on cost', () => {
    const allow = (rule: string, pattern: string): object => ({
      rules: { [rule]: { options: { allowedModels: [pattern] } } },
    });
    expect(messages(COSTLY, each(ask(OPUS)), allow(COSTLY, 'anthropic.claude-opus-*'))).toEqual([]);
    expect(messages(COSTLY, each(ask(OPUS)), allow(COSTLY, 'anthropic.claude-sonnet-*'))).toHaveLength(1);
    const next = (Next: string): object => ask(OPUS, { Next, End: undefined });
    const three = definition({ A: next('B'), B: next('C'), C: ask(OPUS) });
    const single = 'single-model-tier';
    expect(messages(single, three, {})).toHaveLength(1);
    expect(messages(single, three, allow(single, '*opus*'))).toEqual([]);
    expect(messages(single, three, allow(single, '*haiku*'))).toHaveLength(1);
  });
});

describe('a report', () => {
  const machine = definition({ Ask: ask(HAIKU, { Next: 'Done', End: undefined }), Done: { Type: 'Succeed' } });
  const template = samTemplate({ Machine: { Type: 'STANDARD', Definition: JSON.parse(machine) as object } });

  function report(data: object, format = 'markdown'): string {
    const there = workspace({ 'template.json': template, [FILE]: JSON.stringify({ data }) });
    return there.run(['report', '--format', format]).out;
  }

  it('tells the tier and the prices of the configuration', () => {
    expect(report({})).toContain(`${HAIKU} (small)`);
    const prices = { inputPerMillionTokens: 1, outputPerMillionTokens: 5.25 };
    const data = { models: { '*haiku*': { tier: 'large', prices } } };
    expect(report(data)).toContain(`${HAIKU} (large, \\$1.00 in and \\$5.25 out for a million tokens)`);
    expect(report(data)).toContain('1 (1 large)');
    expect(JSON.parse(report(data, 'json'))).toMatchObject({
      machines: [{ aiTasks: { items: [{ model: { id: HAIKU, tier: 'large', prices } }] } }],
    });
  });

  it('counts transitions at the price of the configuration', () => {
    const standardTransition = { dollarsPerThousand: 0.05, region: 'sa-east-1', date: '2026-10-02' };
    expect(report({})).toContain('for 1,000 executions (us-east-1, 2026-08, without the free tier)');
    expect(report({ prices: { standardTransition } })).toContain(
      '\\$0.10 for 1,000 executions (sa-east-1, 2026-10-02, without the free tier)',
    );
  });
});

it('data may stand in YAML, a day without quotes', () => {
  const yaml = 'data:\n  models:\n    "*haiku*":\n      retired: 2026-10-01\n';
  const there = workspace({ 'a.asl.json': each(ask(HAIKU)), 'sfn-lint.config.yaml': yaml });
  const [finding] = findingsOf(there.run(['--only', 'retired-model', '--format', 'json']));
  expect(finding?.message).toContain('from 2026-10-01 on');
});

describe('the configurations that the documents show', () => {
  const ROOT = path.resolve(import.meta.dirname, '../..');
  const shown = ['README.md', 'docs/data.md'].flatMap((file) => {
    const text = readFileSync(path.join(ROOT, file), 'utf8');
    const blocks = [...text.matchAll(/^```jsonc?\n([\s\S]*?)^```$/gm)].map((block) => block[1] ?? '');
    return blocks.filter((block) => /"(?:rules|data)": \{/.test(block)).map((block) => [file, block] as const);
  });

  it('are four', () => {
    expect(shown.map(([file]) => file)).toEqual(['README.md', 'README.md', 'README.md', 'docs/data.md']);
  });

  it.each(shown)('%s: %s', (_, text) => {
    const there = workspace({ 'a.asl.json': each(ask('m')), 'sfn-lint.config.jsonc': text });
    expect(there.run(['--fail-on', 'never'])).toMatchObject({ code: 0, err: '' });
  });
});

const SCHEMA = path.resolve(import.meta.dirname, '../../schema/sfn-lint.config.schema.json');
const accepts = new Ajv().compile(JSON.parse(readFileSync(SCHEMA, 'utf8')) as object);
const TRANSITION = { dollarsPerThousand: 1, region: 'r', date: '2026-10' };

describe('faulty data ends the run with 2 and says where, and the schema says no', () => {
  it.each([
    [[], 'an object is wanted for data'],
    [{ limit: {} }, 'data takes no limit; did you mean limits?'],
    [{ limits: { inlineMapConcurency: 5 } }, 'limits takes no inlineMapConcurency; did you mean inlineMapConcurrency?'],
    [{ limits: { inlineMapConcurrency: '60' } }, 'inlineMapConcurrency takes a whole number from 1 on'],
    [{ limits: { inlineMapConcurrency: 0 } }, 'inlineMapConcurrency takes a whole number from 1 on'],
    [{ limits: { inlineMapConcurrency: 1.5 } }, 'inlineMapConcurrency takes a whole number from 1 on'],
    [{ limits: 5 }, 'an object is wanted for limits'],
    [{ estimates: { bytesPerToken: 0 } }, 'bytesPerToken takes a number above 0'],
    [{ estimates: { bytePerToken: 4 } }, 'did you mean bytesPerToken?'],
    [{ models: [] }, 'an object is wanted for models'],
    [{ models: { 'my model': {} } }, '"my model" names no model'],
    [{ models: { '': {} } }, '"" names no model'],
    [{ models: { m: 'large' } }, 'an object is wanted for the model m'],
    [{ models: { m: { teir: 'large' } } }, 'the model m takes no teir; did you mean tier?'],
    [{ models: { m: { tier: 'larg' } } }, 'tier takes small, medium, large, unknown; did you mean large?'],
    [{ models: { m: { family: 'claud' } } }, 'did you mean claude?'],
    [{ models: { m: { writesText: 'no' } } }, 'writesText takes true or false'],
    [{ models: { m: { retired: 'soon' } } }, 'retired takes a day such as 2026-10-01, or false'],
    [{ models: { m: { retired: true } } }, 'retired takes a day such as 2026-10-01, or false'],
    [{ models: { m: { prices: { inputPerMillionTokens: -1 } } } }, 'inputPerMillionTokens takes a number of dollars'],
    [{ models: { m: { prices: { perMillion: 1 } } } }, 'the prices of a model takes no perMillion'],
    [{ prices: { standardTransitions: TRANSITION } }, 'did you mean standardTransition?'],
    [{ prices: { standardTransition: { dollarsPerThousand: 1 } } }, 'standardTransition needs dollarsPerThousand,'],
    [{ prices: { standardTransition: { ...TRANSITION, date: 'today' } } }, 'date takes a month or a day'],
    [{ prices: { standardTransition: { ...TRANSITION, region: 1 } } }, 'region takes a text'],
  ])('%j', (data, words) => {
    const { code, out, err } = project(each(ask('m')), { data }).run([]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(words);
    expect(err).toContain(`${FILE}:1:`);
    expect(accepts({ data })).toBe(false);
  });

  it('and a day that no calendar has, which the schema cannot tell', () => {
    const { code, err } = project(each(ask('m')), models({ m: { retired: '2026-02-30' } })).run([]);
    expect(code).toBe(2);
    expect(err).toContain(`${FILE}:1:35: retired takes a day`);
  });

  it.each([
    [{}],
    [{ limits: {}, estimates: { bytesPerToken: 3.5 }, models: {}, prices: {} }],
    [{ models: { 'a*': { tier: 'medium', family: 'titan-text', writesText: true, retired: false, prices: {} } } }],
    [{ models: { [PROFILE]: { retired: '2026-10-01' } }, prices: { standardTransition: TRANSITION } }],
  ])('but not %j', (data) => {
    expect(project(each(ask('m')), { data }).run(['--fail-on', 'never']).code).toBe(0);
    expect(accepts({ data })).toBe(true);
  });
});
