/**
 * Handlers that do something about failures of their call, against the states made of them: loops of attempts, values in
 * place of an answer. Compared over events and over series of replies in which some or all fail.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import type { Decision } from '../../src/migration/outcome.ts';
import type { NewState } from '../../src/migration/target.ts';
import { decisionOn } from './decide-task.ts';
import { FAILURE_CASES } from './failure-cases.ts';
import type { FailureCase } from './failure-cases.ts';
import { Inputs, repliesOf } from './inputs.ts';
import { HAS_PYTHON, PythonHost } from './python-host.ts';
import type { HandlerRun } from './python-host.ts';
import { ScriptHost } from './script-host.ts';
import { BY_ARN, INVOKED, catching, statesWith } from './task-forms.ts';
import type { Form, State } from './task-forms.ts';
import { answering, fails, runStates, runTask, unnamed } from './task-run.ts';
import type { Run } from './task-run.ts';

const FOLDER = import.meta.dirname;
const INPUTS = 90;
const python = HAS_PYTHON ? new PythonHost() : undefined;
const script = new ScriptHost();
afterAll(async () => {
  python?.close();
  await script.close();
});

function isPython({ file }: FailureCase): boolean {
  return file.endsWith('.py');
}

function fileOf({ file }: FailureCase): string {
  return path.join(FOLDER, file.endsWith('.py') ? 'python' : 'script', 'handlers', file);
}

const FORMS: readonly Form[] = [
  ['alone', BY_ARN],
  [
    'with a Retry and a Catch of its own',
    {
      ...INVOKED,
      Parameters: { FunctionName: { Ref: 'Fn' }, 'Payload.$': '$' },
      Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 1 }],
      ...catching('States.ALL'),
    },
  ],
];

function decisionOf(test: FailureCase, state: State): Promise<Decision> {
  const { file, handler } = test;
  return decisionOn(statesWith(state), { file, text: readFileSync(fileOf(test), 'utf8'), handler });
}

function runHandler(test: FailureCase, event: Json, replies: readonly Json[]): Promise<HandlerRun> {
  const reply: Json = { $replies: replies };
  return isPython(test)
    ? python!.run({ path: fileOf(test), handler: test.handler, event, reply, environment: {} })
    : script.run(path.join('handlers', test.file), event, reply);
}

async function original(test: FailureCase, state: State, input: Json, replies: readonly Json[]): Promise<Run> {
  const made = await runTask(state, input, (event, earlier) =>
    runHandler(test, event, replies.slice(Math.min(earlier, replies.length - 1))),
  );
  return unnamed(made);
}

async function migrated(states: readonly NewState[], input: Json, replies: readonly Json[]): Promise<Run> {
  const made = await runStates(states, input, (resource, parameters, requests) => {
    const reply = replies[Math.min(requests.length, replies.length - 1)]!;
    return answering(reply, 'Bedrock')(resource, parameters, requests);
  });
  return unnamed(made);
}

/** A series of replies: some failures of one kind, then an answer, or failures for ever. */
function seriesOf(test: FailureCase, inputs: Inputs, i: number, isAlone: boolean): readonly Json[] {
  const error = [
    'ThrottlingException',
    'ValidationException',
    'InternalServerException',
    'ServiceQuotaExceededException',
  ][i % 4]!;
  // With a Retry of the state around those of the client, how many attempts there are is another question.
  const some = (isAlone ? [0, 1, 2, 0, 3, 5, 7, 0, 16, 40] : [0, 1, 40])[i % (isAlone ? 10 : 3)]!;
  // A Retry of everything makes an invalid request again in vain, and the states do not: it is invalid every time.
  const failures = !isAlone && error === 'ValidationException' && some > 0 ? 40 : some;
  const failed: Json[] = Array.from({ length: failures }, () => ({ $error: error }));
  if (failures === 40) return failed;
  let answer = repliesOf(test.reply, inputs, i % 6);
  // Failures of two kinds in one series are counted together by a loop, and apart by a state.
  while (failures > 0 && !/"(?:text|outputText)":"/.test(JSON.stringify(answer)))
    answer = repliesOf(test.reply, inputs, i % 6);
  return [...failed, answer];
}

const canRun = (test: FailureCase): boolean => HAS_PYTHON || !isPython(test);

/** Whether the states do on some series what the handler does not; the test above in short. */
async function differs(test: FailureCase, state: State, states: readonly NewState[]): Promise<boolean> {
  const inputs = new Inputs(`${test.file} wrong`);
  for (let i = 0; i < 40; i++) {
    const input = inputs.event(test.event, 0);
    const replies = seriesOf(test, inputs, i, true);
    const [before, after] = [await original(test, state, input, replies), await migrated(states, input, replies)];
    if (!isDeepStrictEqual(before, after)) return true;
  }
  return false;
}

/** The states with another first one. */
function withFirst(states: readonly NewState[], change: (state: State) => State): readonly NewState[] {
  return states.map((one, i) => (i === 0 ? { ...one, state: change(one.state as State) } : one));
}

function changedRetry(state: State, change: (entry: State, i: number) => State): State {
  return { ...state, Retry: (state.Retry as readonly State[]).map(change) };
}

/** States that a careless hand would write. */
const WRONG: readonly (readonly [what: string, file: string, change: (state: State) => State])[] = [
  [
    'what the handler does not try again is retried',
    'retry_backoff.py',
    (state) =>
      changedRetry(state, (entry, i) => ({
        ...entry,
        ErrorEquals: [...(entry.ErrorEquals as readonly Json[]), ...(i === 0 ? ['Bedrock.ValidationException'] : [])],
      })),
  ],
  [
    'there is one attempt too many',
    'retry_backoff.py',
    (state) => changedRetry(state, (entry) => ({ ...entry, MaxAttempts: Number(entry.MaxAttempts) + 1 })),
  ],
  [
    'the attempts of the client are forgotten',
    'with-retry.mjs',
    (state) => changedRetry(state, (entry) => ({ ...entry, MaxAttempts: 3 })),
  ],
  ['nothing is retried', 'retry-throws.js', ({ Retry: _retry, ...state }) => state],
  ['nothing is caught', 'fallback_none.py', ({ Catch: _catch, ...state }) => state],
  [
    'one kind of failure alone is caught',
    'swallow_all.py',
    (state) => ({
      ...state,
      Catch: (state.Catch as readonly State[]).map((entry) => ({
        ...entry,
        ErrorEquals: ['Bedrock.ThrottlingException'],
      })),
    }),
  ],
  [
    'a single result is taken out of its list',
    'per_item_list.py',
    (state) => ({ ...state, Output: '{% $count($states.result) = 1 ? $states.result[0] : $states.result %}' }),
  ],
  [
    'items are taken in another order',
    'per_item.py',
    (state) => ({ ...state, Items: '{% $reverse($states.input.reviews) %}' }),
  ],
];

describe('a handler that does something about a failed call', () => {
  const migratable = FAILURE_CASES.filter((test) => test.outcome === 'guarded' && canRun(test)).flatMap((test) =>
    FORMS.filter(([form]) => form === 'alone' || test.staysHandled !== true).map(
      ([form, state]) => [test.file, form, test, state] as const,
    ),
  );

  it.each(migratable)('%s is the same as its states, %s', { timeout: 60_000 }, async (_file, form, test, state) => {
    const { outcome } = await decisionOf(test, state);
    if (outcome.kind !== 'guarded') throw new Error(JSON.stringify(outcome, undefined, 1).slice(0, 3000));
    const inputs = new Inputs(`${test.file} ${form}`);
    let same = 0;
    let rescued = 0;
    for (let i = 0; i < INPUTS; i++) {
      const input = inputs.event(test.event, [0, 0, 0, 20, 50][i % 5]!);
      const isAlone = form === 'alone';
      const replies = seriesOf(test, inputs, i, isAlone);
      const before = await original(test, state, input, replies);
      const after = await migrated(outcome.target.states, input, replies);
      if (after.requests.length === 0 && fails(after)) continue;
      const seen = JSON.stringify({ input, replies: replies.slice(0, 9), count: replies.length });
      expect(after.outcome, seen).toEqual(before.outcome);
      if (isAlone) expect(after.requests, seen).toEqual(before.requests);
      same++;
      if (replies.length > 1) rescued++;
    }
    expect(same).toBeGreaterThan(INPUTS / 3);
    expect(rescued).toBeGreaterThan(INPUTS / 10);
  });

  it.each(WRONG)('sees that %s', { timeout: 60_000 }, async (_what, file, change) => {
    const test = FAILURE_CASES.find((one) => one.file === file)!;
    if (!canRun(test)) return;
    const state = FORMS[0]![1];
    const { outcome } = await decisionOf(test, state);
    if (outcome.kind !== 'guarded') throw new Error(outcome.kind);
    const { states } = outcome.target;
    expect(await differs(test, state, states)).toBe(false);
    expect(await differs(test, state, withFirst(states, change))).toBe(true);
  });

  it('sees that a catcher comes too late', async (context) => {
    const test = FAILURE_CASES.find(({ file }) => file === 'fallback_none.py')!;
    if (!canRun(test)) context.skip();
    const { outcome } = await decisionOf(test, FORMS[1]![1]);
    if (outcome.kind !== 'guarded') throw new Error(outcome.kind);
    const late = withFirst(outcome.target.states, (one) => ({
      ...one,
      Catch: (one.Catch as readonly Json[]).toReversed(),
    }));
    const input = { question: 'hello' };
    const replies = [{ $error: 'ValidationException' }];
    const { outcome: before } = await original(test, FORMS[1]![1], input, replies);
    expect((await migrated(outcome.target.states, input, replies)).outcome).toEqual(before);
    expect((await migrated(late, input, replies)).outcome).not.toEqual(before);
  });

  it.each(FAILURE_CASES.filter(({ staysHandled }) => staysHandled === true))(
    '$file stays where the state handles its own failures, which a Pass state cannot',
    async (test) => {
      const { outcome } = await decisionOf(test, FORMS[1]![1]);
      expect(outcome).toMatchObject({ kind: 'plan', reasons: [{ gate: 'errors' }] });
    },
  );

  it.each(FAILURE_CASES.map((test) => [test.file, test] as const))(
    '%s has the decision it should',
    async (_file, test) => {
      const { outcome } = await decisionOf(test, FORMS[0]![1]);
      const reasons = outcome.kind === 'plan' ? outcome.reasons : [];
      const found = {
        outcome: outcome.kind,
        gates: [...new Set(reasons.map(({ gate }) => gate))],
        lines: reasons.map(({ span }) => span?.file.position(span.start).line),
        reasons: reasons.map(({ message }) => message),
      };
      expect(found).toMatchObject({
        outcome: test.outcome,
        gates: test.gates ?? (test.refusal === undefined ? [] : ['errors']),
        lines: test.refusal ?? [],
      });
    },
  );
});
