/**
 * Python handlers against the states made of them: the handler in a Python process, the state in the evaluator, on the
 * same made-up inputs and replies. Compared are the result, the list of requests, and how it fails.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import type { Decision } from '../../src/migration/outcome.ts';
import type { NewState } from '../../src/migration/target.ts';
import { decisionOn } from './decide-task.ts';
import { Inputs, repliesOf } from './inputs.ts';
import { PYTHON_CASES } from './python-cases.ts';
import type { PythonCase } from './python-cases.ts';
import { HAS_PYTHON, PythonHost } from './python-host.ts';
import { BY_ARN, INVOKED, IN_JSONATA, catching, statesWith } from './task-forms.ts';
import type { Form, State } from './task-forms.ts';
import { answering, fails, runStates, runTask, unnamed } from './task-run.ts';
import type { Run } from './task-run.ts';

const HANDLERS = path.join(import.meta.dirname, 'python', 'handlers');
const INPUTS = 60;

const host = HAS_PYTHON ? new PythonHost() : undefined;
afterAll(() => host?.close());

const FORMS: readonly Form[] = [
  ['by its ARN', BY_ARN],
  [
    'by lambda:invoke, with an error caught',
    { ...INVOKED, ...catching('States.TaskFailed', 'States.QueryEvaluationError') },
  ],
  ['in JSONata', IN_JSONATA],
];

function decisionOf({ name, handler, environment }: PythonCase, state: State): Promise<Decision> {
  const text = readFileSync(path.join(HANDLERS, `${name}.py`), 'utf8');
  return decisionOn(statesWith(state), { file: `${name}.py`, text, handler, environment });
}

async function original(test: PythonCase, state: State, input: Json, reply: Json): Promise<Run> {
  const environment = Object.fromEntries(
    Object.entries(test.environment ?? {}).map(([name, value]) => [name, value as string]),
  );
  const file = path.join(HANDLERS, `${test.name}.py`);
  return unnamed(
    await runTask(state, input, (event) => host!.run({ path: file, handler: test.handler, event, reply, environment })),
  );
}

async function migrated(states: readonly NewState[], input: Json, reply: Json): Promise<Run> {
  return unnamed(await runStates(states, input, answering(reply, 'Bedrock')));
}

describe.skipIf(!HAS_PYTHON)('a Python handler', () => {
  const migratable = PYTHON_CASES.filter(({ outcome }) => outcome === 'safe' || outcome === 'guarded');

  it.each(migratable.flatMap((test) => FORMS.map(([form, state]) => [test.name, form, test, state] as const)))(
    '%s is the same as its state, called %s',
    { timeout: 60_000 },
    async (_name, form, test, state) => {
      const { outcome } = await decisionOf(test, state);
      if (outcome.kind !== 'safe' && outcome.kind !== 'guarded')
        throw new Error(JSON.stringify(outcome, undefined, 1).slice(0, 3000));
      const inputs = new Inputs(`${test.name} ${form}`);
      let same = 0;
      for (let i = 0; i < INPUTS; i++) {
        const event = inputs.event(test.event ?? {}, [0, 0, 20, 50][i % 4]!);
        const input = form === 'by its ARN' ? event : { event, kept: 1 };
        const reply = repliesOf(test.reply ?? 'claude', inputs, i);
        const before = await original(test, state, input, reply);
        const after = await migrated(outcome.target.states, input, reply);
        if (outcome.kind === 'guarded' && after.requests.length === 0 && fails(after)) continue;
        expect(after, JSON.stringify({ input, reply })).toEqual(before);
        same++;
      }
      // Guards that refuse everything would pass as well.
      expect(same).toBeGreaterThan(INPUTS / 6);
    },
  );
});

describe('the decision on a Python handler', () => {
  it.each(PYTHON_CASES.map((test) => [test.name, test] as const))('%s', async (_name, test) => {
    const { outcome } = await decisionOf(test, BY_ARN);
    const isSplit = outcome.kind === 'guarded' && outcome.target.files.length > 0;
    const gates = outcome.kind === 'plan' ? [...new Set(outcome.reasons.map(({ gate }) => gate))] : undefined;
    expect({
      outcome: isSplit ? 'split' : outcome.kind,
      gates,
      reasons: outcome.kind === 'plan' ? outcome.reasons.map(({ message }) => message) : [],
    }).toMatchObject({
      outcome: test.outcome,
      gates: test.gates,
    });
  });
});
