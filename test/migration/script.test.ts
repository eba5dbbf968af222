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
import { BY_ARN, statesWith } from './task-forms.ts';
import { answering, runOf, runStates, unnamed } from './task-run.ts';
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
