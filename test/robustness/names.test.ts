/** State names and keys that programs tend to stumble over. */
import { describe, expect, it } from 'vitest';
import { stringify } from 'yaml';
import { define } from '../hosts/trees.ts';
import { lintSoundly, renderSoundly } from './lint.ts';

const NAMES: readonly string[] = [
  '__proto__',
  'constructor',
  'prototype',
  'toString',
  'valueOf',
  'hasOwnProperty',
  'then',
  'length',
  '0',
  '-1',
  '1e3',
  '00',
  'null',
  'true',
  'NaN',
  '',
  ' ',
  '.',
  '/',
  '~',
  '~0~1',
  '$',
  '{0}',
  '{state}',
  '$&',
  '\\',
  '"',
  "'",
  '\n',
  '\u0000',
  '\ud83d',
  '\u2028',
  '🚀',
  'States',
  'StartAt',
  'Type',
  'Fn::Sub',
  'Ref',
  'x'.repeat(100_000),
];

const AI = { Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel' };

/** A chain through all names, each state with a branch of its own name. */
function machine(): object {
  const states = {};
  for (const [i, name] of NAMES.entries()) {
    const inner = {};
    define(inner, name, { ...AI, End: true });
    const next = NAMES[i + 1] ?? NAMES[0];
    const branches = [{ StartAt: name, States: inner }];
    const caught = [{ ErrorEquals: [name], Next: name }];
    const state =
      i % 2 === 0 ? { ...AI, Next: next, Catch: caught } : { Type: 'Parallel', Branches: branches, Next: next };
    define(states, name, state);
  }
  return { StartAt: NAMES[0], States: states };
}

const INNER = Math.floor(NAMES.length / 2);

describe('names of states', () => {
  it.each<[string, string]>([
    ['a.asl.json', JSON.stringify(machine())],
    ['a.asl.yaml', stringify(machine(), { defaultStringType: 'QUOTE_DOUBLE', defaultKeyType: 'QUOTE_DOUBLE' })],
    [
      't.json',
      JSON.stringify({
        Resources: {
          M: { Type: 'AWS::StepFunctions::StateMachine', Properties: { DefinitionString: JSON.stringify(machine()) } },
        },
      }),
    ],
  ])('may be anything: %s', async (file, text) => {
    const files = { [file]: text };
    const result = await lintSoundly(files);
    expect(result.diagnostics.filter(({ rule }) => rule === 'parse-error')).toEqual([]);
    expect(result).toMatchObject({ machineCount: 1, stateCount: NAMES.length + INNER });
    expect(result.diagnostics.length).toBeGreaterThanOrEqual(NAMES.length);
    await renderSoundly(files, result);
  });

  it('stand in messages as they are, not filled in again', async () => {
    const { diagnostics } = await lintSoundly({ 'a.asl.json': JSON.stringify(machine()) });
    const messages = diagnostics.filter(({ rule }) => rule === 'missing-quota-fallback').map(({ message }) => message);
    for (const name of ['{state}', '{0}', '$&', '__proto__']) {
      expect(
        messages.some((message) => message.includes(`"${name}"`)),
        name,
      ).toBe(true);
    }
  });
});

describe('keys', () => {
  it.each(NAMES.map((name) => [name.slice(0, 20), name] as const))(
    'may be anything, everywhere: %j',
    async (_, name) => {
      const odd = {};
      define(odd, name, name);
      const nested = {};
      define(nested, name, odd);
      const flow = {
        StartAt: name,
        States: { A: { ...AI, Parameters: nested, Retry: [odd], Catch: [nested], End: true, ...odd } },
        ...nested,
      };
      const resources = {};
      define(resources, name, {
        Type: 'AWS::Serverless::StateMachine',
        Properties: { Definition: flow, DefinitionSubstitutions: odd, ...nested },
      });
      const files = {
        'a.asl.json': JSON.stringify(flow),
        't.json': JSON.stringify({ Resources: resources, Globals: nested, ...odd }),
      };
      const result = await lintSoundly(files);
      expect(result.files).toEqual(['a.asl.json', 't.json']);
      await renderSoundly(files, result);
    },
  );
});
