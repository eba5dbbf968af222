/**
 * JavaScript and TypeScript handlers against the states made of them; see python.test.ts. The handlers use the real clients of
 * the SDK, over the wire.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Gate, Json } from '../../src/handlers/ir.ts';
import type { Decision } from '../../src/migration/outcome.ts';
import type { NewState } from '../../src/migration/target.ts';
import { decisionOn } from './decide-task.ts';
import { Inputs, repliesOf } from './inputs.ts';
import type { FieldKind, PythonCase } from './python-cases.ts';
import { ScriptHost } from './script-host.ts';
import { BY_ARN, catching, statesWith } from './task-forms.ts';
import type { State } from './task-forms.ts';
import { answering, fails, runOf, runStates, runTask, unnamed } from './task-run.ts';
import type { Run } from './task-run.ts';

interface ScriptCase {
  readonly name: string;
  readonly outcome: 'safe' | 'guarded' | 'plan';
  readonly gates?: readonly Gate[];
  readonly event?: Readonly<Record<string, FieldKind>>;
  readonly reply?: NonNullable<PythonCase['reply']>;
}

const CASES: readonly ScriptCase[] = [
  { name: 'summarise.mjs', outcome: 'guarded', event: { doc: 'text', tone: 'text', note: 'json' } },
  {
    name: 'question.ts',
    outcome: 'guarded',
    event: { question: 'text', items: [{ name: 'text' }] },
    reply: 'converse',
  },
  { name: 'classify.js', outcome: 'guarded', event: { text: 'text', system: 'text', trace: 'json' } },
  {
    name: 'items.mts',
    outcome: 'guarded',
    event: { items: [{ name: 'text', note: 'text' }], locale: 'text' },
    reply: 'converse',
  },
  { name: 'retrieve.mjs', outcome: 'guarded', event: { query: 'text' }, reply: 'retrieve' },
  { name: 'plan-loop.js', outcome: 'plan', gates: ['one-call', 'nondet', 'pure-ops'] },
  { name: 'plan-clock.ts', outcome: 'plan', gates: ['nondet', 'context', 'pure-ops', 'errors'] },
];

const INPUTS = 60;
const HANDLERS = path.join(import.meta.dirname, 'script', 'handlers');
const ENVIRONMENT = { MODEL: 'amazon.nova-lite-v1:0' };
const host = new ScriptHost(ENVIRONMENT);
afterAll(() => host.close());

function decisionOf({ name }: ScriptCase): Promise<Decision> {
  const text = readFileSync(path.join(HANDLERS, name), 'utf8');
  return decisionOn(statesWith(BY_ARN), { file: name, text, environment: ENVIRONMENT });
}

async function original(name: string, input: Json, reply: Json): Promise<Run> {
  return runOf(await host.run(`handlers/${name}`, input, reply));
}

async function migrated(states: readonly NewState[], input: Json, reply: Json): Promise<Run> {
  return unnamed(await runStates(states, input, answering(reply, 'BedrockRuntime')));
}

describe('a JavaScript handler', () => {
  it.each(CASES.filter(({ outcome }) => outcome !== 'plan').map((test) => [test.name, test] as const))(
    '%s is the same as its state',
    { timeout: 60_000 },
    async (_name, test) => {
      const { outcome } = await decisionOf(test);
      if (outcome.kind !== 'safe' && outcome.kind !== 'guarded')
        throw new Error(JSON.stringify(outcome, undefined, 1).slice(0, 2000));
      const inputs = new Inputs(test.name);
      let same = 0;
      for (let i = 0; i < INPUTS; i++) {
        const input = inputs.event(test.event ?? {}, [0, 0, 20, 50][i % 4]!);
        const reply = repliesOf(test.reply ?? 'claude', inputs, i);
        const before = await original(test.name, input, reply);
        const after = await migrated(outcome.target.states, input, reply);
        if (outcome.kind === 'guarded' && after.requests.length === 0 && after.outcome === 'fails') continue;
        expect(after, JSON.stringify({ input, reply })).toEqual(before);
        same++;
      }
      expect(same).toBeGreaterThan(INPUTS / 6);
    },
  );

  it.each(CASES.map((test) => [test.name, test] as const))('%s has the decision it should', async (_name, test) => {
    const { outcome } = await decisionOf(test);
    const reasons = outcome.kind === 'plan' ? outcome.reasons : [];
    const gates = outcome.kind === 'plan' ? [...new Set(reasons.map(({ gate }) => gate))] : undefined;
    expect({ outcome: outcome.kind, gates, reasons }).toMatchObject({ outcome: test.outcome, gates: test.gates });
  });
});

/** What takes one member of what the handler returns, which JavaScript may have left out. */
const TAKING: Readonly<Record<string, State>> = {
  'OutputPath of a direct ARN': { ...BY_ARN, OutputPath: '$.report' },
  'OutputPath of the other member': { ...BY_ARN, OutputPath: '$.stop' },
  'OutputPath of lambda:invoke': {
    Type: 'Task',
    Resource: 'arn:aws:states:::lambda:invoke',
    Parameters: { FunctionName: { Ref: 'Fn' }, 'Payload.$': '$' },
    OutputPath: '$.Payload.report',
  },
  ResultSelector: { ...BY_ARN, ResultSelector: { 'text.$': '$.report' }, ResultPath: '$.made' },
  'ResultPath and OutputPath': { ...BY_ARN, ResultPath: '$.made', OutputPath: '$.made.report' },
  'Output in JSONata': { ...BY_ARN, QueryLanguage: 'JSONata', Output: { text: '{% $states.result.report %}' } },
};

const message = (content: Json, stopReason?: string): Json => ({
  output: { message: { role: 'assistant', content } },
  ...(stopReason === undefined ? {} : { stopReason }),
  usage: { inputTokens: 1, outputTokens: 1, totalTokens: 2 },
  metrics: { latencyMs: 3 },
});

const REPLIES: readonly Json[] = [
  message([{ text: 'A report.' }], 'end_turn'),
  message([{ text: '' }], 'max_tokens'),
  message([{ toolUse: { toolUseId: 't', name: 'look', input: {} } }, { text: 'A report.' }], 'tool_use'),
];

describe('a member that a JavaScript handler may leave undefined', () => {
  const file = 'report.js';
  const text = readFileSync(path.join(HANDLERS, file), 'utf8');
  const targetOf = async (
    task: State,
  ): Promise<{ readonly kind: string; readonly states: readonly NewState[]; readonly guards: readonly string[] }> => {
    const { outcome } = await decisionOn(statesWith(task), { file, text, environment: ENVIRONMENT });
    if (outcome.kind !== 'safe' && outcome.kind !== 'guarded') throw new Error(JSON.stringify(outcome, undefined, 1));
    return { kind: outcome.kind, ...outcome.target };
  };

  it.each(Object.entries(TAKING))('is missed where it was, by %s', { timeout: 60_000 }, async (_form, task) => {
    const { states } = await targetOf(task);
    const input = { topic: 'tides' };
    const failed: boolean[] = [];
    for (const reply of REPLIES) {
      const before = await runTask(task, input, (event) => host.run(`handlers/${file}`, event, reply));
      const after = await runStates(states, input, answering(reply, 'BedrockRuntime'));
      expect(unnamed(after), JSON.stringify(reply)).toEqual(unnamed(before));
      failed.push(fails(after));
    }
    // The reply without a text fails where that text is wanted.
    expect(failed).toEqual([false, false, !JSON.stringify(task).includes('.stop')]);
  });

  it('is told where Retry or Catch would handle that it is missed', async () => {
    const task = { ...BY_ARN, OutputPath: '$.report' };
    const told = 'a path of the result that is missing was an error that nothing catches';
    expect((await targetOf({ ...task, ...catching('States.ALL') })).guards.join()).toContain(told);
    expect((await targetOf({ ...task, ...catching('States.Timeout') })).guards.join()).not.toContain(told);
  });
});
