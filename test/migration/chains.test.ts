/**
 * Handlers with several calls against the chains of states made of them: the handler in a process of its own, the states in
 * the evaluator, on the same made-up inputs, replies and stores. Compared are the result, the requests in their order, how
 * it fails, and what is stored afterwards.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import type { Decision } from '../../src/migration/outcome.ts';
import type { NewState } from '../../src/migration/target.ts';
import { PYTHON_CHAINS, SCRIPT_CHAINS } from './chain-cases.ts';
import type { ChainCase } from './chain-cases.ts';
import { decisionOn } from './decide-task.ts';
import { Inputs, repliesOf } from './inputs.ts';
import { HAS_PYTHON, PythonHost } from './python-host.ts';
import type { HandlerRun } from './python-host.ts';
import { ScriptHost } from './script-host.ts';
import { callStore, storeOperation } from './stores.ts';
import type { Store } from './stores.ts';
import { BY_ARN, INVOKED, catching, statesWith } from './task-forms.ts';
import type { Form, State } from './task-forms.ts';
import { answering, asksModel, fails, runStates, runTask, unnamed } from './task-run.ts';
import type { Run } from './task-run.ts';

const INPUTS = 80;

const python = HAS_PYTHON ? new PythonHost() : undefined;
const script = new ScriptHost();
afterAll(async () => {
  python?.close();
  await script.close();
});

/** Two ways of calling; the second has handlers of errors, as tasks have that CDK makes. */
const FORMS: readonly Form[] = [
  ['by its ARN', BY_ARN],
  ['by lambda:invoke, with an error caught', { ...INVOKED, ...catching('States.ALL') }],
];

function fileOf({ file }: ChainCase): string {
  return path.join(import.meta.dirname, file.endsWith('.py') ? 'python' : 'script', 'chains', file);
}

function decisionOf(test: ChainCase, state: State): Promise<Decision> {
  const { file, handler, environment } = test;
  const text = readFileSync(fileOf(test), 'utf8');
  return decisionOn(statesWith(state), { file, text, handler, environment });
}

interface StoringRun extends Run {
  readonly store: Store;
}

interface Trial {
  readonly input: Json;
  readonly replies: readonly Json[];
  readonly store: Store;
}

async function original(test: ChainCase, state: State, { input, replies, store }: Trial): Promise<StoringRun> {
  let after: Store = store;
  const made = await runTask(state, input, async (event) => {
    const run = await runHandler(test, event, { $each: replies }, store);
    after = run.store as unknown as Store;
    return run;
  });
  return { ...unnamed(made), store: after };
}

async function runHandler(test: ChainCase, event: Json, reply: Json, store: Store): Promise<HandlerRun> {
  const { file, handler, environment = {} } = test;
  if (!file.endsWith('.py')) {
    const run = await script.run(`chains/${file}`, event, reply, { store: structuredClone(store), environment });
    return withJsonBodies(run);
  }
  return python!.run({ path: fileOf(test), handler, event, reply, environment, store: store as unknown as Json });
}

/** A client sends the text of a document, and a task the document. */
function withJsonBodies({ requests, store, ...run }: HandlerRun): HandlerRun {
  const parsed = requests.map(({ operation, parameters }) => {
    const { Body: body } = parameters as { readonly Body?: string };
    if (operation !== 'put_object' || body === undefined) return { operation, parameters };
    return { operation, parameters: { ...(parameters as State), Body: JSON.parse(body) as Json } };
  });
  return { ...run, requests: parsed, ...(store === undefined ? {} : { store }) };
}

async function migrated(
  states: readonly NewState[],
  { input, replies, store }: Trial,
  environment: Readonly<Record<string, string>>,
): Promise<StoringRun> {
  const own = structuredClone(store);
  let answered = 0;
  const text = JSON.stringify(states).replace(/\$\{(\w+)\}/g, (_, name: string) => environment[name] ?? '');
  const made = await runStates(JSON.parse(text) as NewState[], input, async (resource, parameters, requests) => {
    if (storeOperation(resource) !== undefined) return callStore(own, resource, parameters, requests);
    const reply = replies[Math.min(answered, replies.length - 1)]!;
    const answer = await answering(reply, 'Bedrock')(resource, parameters, requests);
    // A call that fails does so every time.
    answered++;
    return answer;
  });
  return { ...unnamed(made), store: own };
}

/** Compares a number of trials; gives in how many of them the two were the same, and in how many of these a model was called. */
async function compare(test: ChainCase, form: string, state: State): Promise<{ same: number; called: number }> {
  const { outcome } = await decisionOf(test, state);
  if (outcome.kind !== 'guarded') throw new Error(JSON.stringify(outcome, undefined, 1).slice(0, 3000));
  const inputs = new Inputs(`${test.file} ${form}`);
  const counts = { same: 0, called: 0 };
  for (let i = 0; i < INPUTS; i++) {
    const event = inputs.event(test.event ?? {}, [0, 0, 20, 50][i % 4]!);
    const fields = typeof event === 'object' && event !== null ? (event as State) : {};
    const trial: Trial = {
      input: form === 'by its ARN' ? event : { event, kept: 1 },
      // The first reply of a chain is an error less often, so that there is a second one.
      replies: [repliesOf(test.reply ?? 'claude', inputs, i), repliesOf(test.reply ?? 'claude', inputs, i + 3)],
      store: test.store?.(fields, inputs) ?? { objects: {}, tables: {} },
    };
    const before = await original(test, state, trial);
    const after = await migrated(outcome.target.states, trial, test.environment ?? {});
    if (fails(after) && !asksModel(after) && JSON.stringify(after) !== JSON.stringify(before)) {
      // Refused before a model was called, and nothing was done that the handler does not do.
      expect(before.requests.slice(0, after.requests.length), JSON.stringify(trial)).toEqual(after.requests);
      continue;
    }
    expect(after, JSON.stringify(trial)).toEqual(before);
    counts.same++;
    if (asksModel(after)) counts.called++;
  }
  return counts;
}

type Row = readonly [name: string, form: string, test: ChainCase, state: State];

function rowsOf(cases: readonly ChainCase[]): readonly Row[] {
  const migratable = cases.filter(({ outcome }) => outcome === 'guarded');
  return migratable.flatMap((test) => FORMS.map(([form, state]): Row => [test.file, form, test, state]));
}

async function expectSame(_name: string, form: string, test: ChainCase, state: State): Promise<void> {
  const { same, called } = await compare(test, form, state);
  // Guards that refuse everything would pass as well.
  expect(same).toBeGreaterThan(INPUTS / 4);
  expect(called).toBeGreaterThan(INPUTS / 10);
}

const TIME = { timeout: 60_000 };

describe.skipIf(!HAS_PYTHON)('a Python handler with several calls', () => {
  it.each(rowsOf(PYTHON_CHAINS))('%s is the same as its states, called %s', TIME, expectSame);
});

describe('a JavaScript handler with several calls', () => {
  it.each(rowsOf(SCRIPT_CHAINS))('%s is the same as its states, called %s', TIME, expectSame);
});

describe('the decision on a handler with several calls', () => {
  it.each([...PYTHON_CHAINS, ...SCRIPT_CHAINS].map((test) => [test.file, test] as const))('%s', async (_name, test) => {
    const { outcome } = await decisionOf(test, BY_ARN);
    const reasons = outcome.kind === 'plan' ? outcome.reasons.map(({ gate, message }) => `${gate}: ${message}`) : [];
    const gates = outcome.kind === 'plan' ? [...new Set(outcome.reasons.map(({ gate }) => gate))] : undefined;
    const isSplit = outcome.kind === 'guarded' && outcome.target.files.length > 0;
    const states =
      outcome.kind === 'guarded' && !isSplit
        ? outcome.target.states.map(({ state }) => (state as State).Type)
        : undefined;
    expect({ outcome: isSplit ? 'split' : outcome.kind, gates, states, reasons }).toMatchObject({
      outcome: test.outcome,
      gates: test.gates,
      states: test.states,
    });
  });
});
