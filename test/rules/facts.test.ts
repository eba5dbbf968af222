/**
 * Every number of the tables is one that a finding turns on, and that its message quotes: put another in its place, and
 * the same machine is judged by that. A name in the tables without a case here fails.
 */
import { describe, expect, it } from 'vitest';
import { SHIPPED_FACTS } from '../../src/aws/facts.ts';
import type { Facts } from '../../src/aws/facts.ts';
import { ESTIMATES, LIMITS } from '../../src/aws/limits.ts';
import { lintFiles } from '../support/lint-files.ts';

type Json = Readonly<Record<string, unknown>>;

interface Case {
  readonly rule: string;
  readonly machine: Json;
  /** With this number there is a finding, which says `quote`. */
  readonly found: number;
  readonly quote: string;
  /** With this one there is none. */
  readonly silent: number;
}

function one(state: Json, more: Json = {}): Json {
  return { StartAt: 'S', States: { S: { End: true, ...state } }, ...more };
}

function map(mode: 'INLINE' | 'DISTRIBUTED', more: Json): Json {
  const config = mode === 'INLINE' ? { Mode: mode } : { Mode: mode, ExecutionType: 'STANDARD' };
  const ItemProcessor = { ProcessorConfig: config, StartAt: 'P', States: { P: { Type: 'Pass', End: true } } };
  return one({ Type: 'Map', ItemProcessor, ...more });
}

function harness(args: Json, more: Json = {}): Json {
  const Arguments = { HarnessArn: 'arn:aws:bedrock-agentcore:eu-west-1:111122223333:harness/h', ...args };
  const Resource = 'arn:aws:states:::bedrockagentcore:invokeHarness';
  return one({ Type: 'Task', Resource, Arguments, ...more }, { QueryLanguage: 'JSONata' });
}

function intrinsic(text: string): Json {
  return one({ Type: 'Pass', Parameters: { 'x.$': text } });
}

/** In a Distributed Map that holds ten items, each with an answer of up to 1,000 tokens. */
const ANSWERS: Json = {
  QueryLanguage: 'JSONata',
  StartAt: 'Each',
  States: {
    Each: {
      Type: 'Map',
      Items: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10],
      ItemProcessor: {
        StartAt: 'Ask',
        States: {
          Ask: {
            Type: 'Task',
            Resource: 'arn:aws:states:::aws-sdk:bedrockruntime:converse',
            Arguments: {
              ModelId: 'amazon.nova-pro-v1:0',
              Messages: [{ Role: 'user', Content: [{ Text: 'Hello' }] }],
              InferenceConfig: { MaxTokens: 1000 },
            },
            Output: '{% $states.result.Output.Message.Content[0].Text %}',
            End: true,
          },
        },
      },
      End: true,
    },
  },
};

const CASES: Readonly<Record<keyof typeof LIMITS | keyof typeof ESTIMATES, Case>> = {
  definitionBytes: {
    rule: 'definition-too-large',
    machine: one({ Type: 'Pass', Comment: 'x'.repeat(3000) }),
    found: 2500,
    quote: 'accepts 2,500,',
    silent: 5000,
  },
  stateDataBytes: {
    rule: 'payload-limit',
    machine: one({ Type: 'Pass', Result: 'x'.repeat(3000) }),
    found: 2560,
    quote: 'may have 2.5 KiB',
    silent: 4096,
  },
  standardExecutionSeconds: {
    rule: 'missing-task-timeout',
    machine: one({ Type: 'Task', Resource: 'arn:aws:states:::bedrock:invokeModel', Parameters: { ModelId: 'm' } }),
    found: 86_400,
    quote: 'for up to 86,400 s',
    silent: Number.NaN,
  },
  expressExecutionSeconds: {
    rule: 'express-time-limit',
    machine: one({ Type: 'Wait', Seconds: 400 }),
    found: 399,
    quote: 'stopped after 399 s',
    silent: 400,
  },
  inlineMapConcurrency: {
    rule: 'map-concurrency-over-limit',
    machine: map('INLINE', { MaxConcurrency: 50 }),
    found: 49,
    quote: 'runs 49 at most',
    silent: 50,
  },
  distributedMapConcurrency: {
    rule: 'map-concurrency-over-limit',
    machine: map('DISTRIBUTED', { MaxConcurrency: 20_000 }),
    found: 19_999,
    quote: 'runs 19,999 at most',
    silent: 20_000,
  },
  stateNameCharacters: {
    rule: 'state-name-too-long',
    machine: { StartAt: 'Seven77', States: { Seven77: { Type: 'Succeed' } } },
    found: 6,
    quote: 'takes 6 at most',
    silent: 7,
  },
  machineNameCharacters: {
    rule: 'invalid-machine-name',
    machine: one({ Type: 'Pass' }),
    found: 6,
    quote: 'takes 6 at most',
    silent: 7,
  },
  mapLabelCharacters: {
    rule: 'invalid-label',
    machine: map('DISTRIBUTED', { Label: 'Seven77' }),
    found: 6,
    quote: '6',
    silent: 7,
  },
  variableNameCharacters: {
    rule: 'invalid-variable-name',
    machine: one({ Type: 'Pass', Assign: { seven77: 1 } }),
    found: 6,
    quote: '6 are the most',
    silent: 7,
  },
  nestedIntrinsics: {
    rule: 'invalid-intrinsic-call',
    machine: intrinsic('States.Array(States.Array(States.Array(1)))'),
    found: 2,
    quote: 'the 2 that are allowed',
    silent: 3,
  },
  arrayRangeItems: {
    rule: 'invalid-intrinsic-call',
    machine: intrinsic('States.ArrayRange(1, 9, 1)'),
    found: 8,
    quote: '8 are the most',
    silent: 9,
  },
  intrinsicTextCharacters: {
    rule: 'invalid-intrinsic-call',
    machine: intrinsic("States.Base64Encode('Seven77')"),
    found: 6,
    quote: '6 are the most',
    silent: 7,
  },
  harnessTaskSeconds: {
    rule: 'harness-timeout-exceeds-limit',
    machine: harness({ TimeoutSeconds: 1000 }),
    found: 999,
    quote: 'after 999 s',
    silent: 1000,
  },
  harnessDefaultSeconds: {
    rule: 'agent-retry-after-timeout',
    machine: harness(
      { RuntimeSessionId: 'x'.repeat(40) },
      { TimeoutSeconds: 600, Retry: [{ ErrorEquals: ['States.Timeout'] }] },
    ),
    found: 601,
    quote: 'may go on for 601 s',
    silent: 600,
  },
  harnessDefaultRounds: {
    rule: 'missing-token-limit',
    machine: harness({}),
    found: 12,
    quote: 'go on for 12 rounds',
    silent: Number.NaN,
  },
  sessionIdMostCharacters: {
    rule: 'invalid-session-id',
    machine: harness({ RuntimeSessionId: 'x'.repeat(50) }),
    found: 49,
    quote: '49',
    silent: 50,
  },
  sessionIdLeastCharacters: {
    rule: 'invalid-session-id',
    machine: harness({ RuntimeSessionId: 'x'.repeat(50) }),
    found: 51,
    quote: '51 or more',
    silent: 50,
  },
  bytesPerToken: { rule: 'payload-limit', machine: ANSWERS, found: 26.5, quote: 'at 26.5 bytes a token', silent: 26 },
};

async function messagesOf({ rule, machine }: Case, facts: Facts): Promise<readonly string[]> {
  const properties = { StateMachineName: 'Seven77', DefinitionString: JSON.stringify(machine) };
  const kind = rule === 'express-time-limit' ? { StateMachineType: 'EXPRESS' } : {};
  const resource = { Type: 'AWS::StepFunctions::StateMachine', Properties: { ...properties, ...kind } };
  const template = JSON.stringify({ Resources: { Machine: resource } });
  const { diagnostics } = await lintFiles({ 'template.json': template }, { preset: 'all', only: [rule] }, facts);
  return diagnostics.map(({ message }) => message);
}

function withNumber(name: string, value: number): Facts {
  const { limits, estimates } = SHIPPED_FACTS;
  if (name in estimates) return { ...SHIPPED_FACTS, estimates: { ...estimates, [name]: value } };
  return { ...SHIPPED_FACTS, limits: { ...limits, [name]: value } };
}

describe('the number', () => {
  it.each(Object.entries(CASES))('%s', async (name, wanted) => {
    const { found, quote, silent } = wanted;
    const messages = await messagesOf(wanted, withNumber(name, found));
    expect(messages).toHaveLength(1);
    expect(messages[0]).toContain(quote);
    // Where the finding does not hang on the number, it is quoted all the same.
    if (!Number.isNaN(silent)) expect(await messagesOf(wanted, withNumber(name, silent))).toEqual([]);
  });

  it('of every name in the tables has a case', () => {
    expect(Object.keys(CASES).sort()).toEqual([...Object.keys(LIMITS), ...Object.keys(ESTIMATES)].sort());
  });

  it('is a positive one, with its unit, date and source', () => {
    for (const fact of [...Object.values(LIMITS), ...Object.values(ESTIMATES)]) {
      expect(fact.value).toBeGreaterThan(0);
      expect(fact.date).toMatch(/^20\d\d-\d\d$/);
      for (const text of [fact.unit, fact.description, fact.source]) expect(text).not.toBe('');
    }
  });
});
