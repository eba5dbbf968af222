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
import { execute, StateError } from './asl-evaluator.ts';
import type { Definition } from './asl-evaluator.ts';
import { decideAll, template } from './decide-task.ts';
import { Inputs, repliesOf } from './inputs.ts';
import { replyOf, requestOf } from './native-calls.ts';
import { HAS_PYTHON, PythonHost } from './python-host.ts';
import type { Request } from './python-host.ts';
import { PYTHON_CASES } from './python-cases.ts';
import type { PythonCase } from './python-cases.ts';

const HANDLERS = path.join(import.meta.dirname, 'python', 'handlers');
const INPUTS = 60;

const host = HAS_PYTHON ? new PythonHost() : undefined;
afterAll(() => host?.close());

/** The forms in which a task calls its function; all leave the result under one name beside the input. */
const FORMS: readonly (readonly [name: string, state: Readonly<Record<string, Json>>])[] = [
  ['by its ARN', { Type: 'Task', Resource: { 'Fn::GetAtt': ['Fn', 'Arn'] } }],
  [
    'by lambda:invoke, with an error caught',
    {
      Type: 'Task',
      Resource: 'arn:aws:states:::lambda:invoke',
      Parameters: { FunctionName: { Ref: 'Fn' } as unknown as Json, 'Payload.$': '$.event' },
      ResultSelector: { 'value.$': '$.Payload' },
      ResultPath: '$.made',
      Catch: [
        { ErrorEquals: ['States.TaskFailed', 'States.QueryEvaluationError'], ResultPath: '$.failure', Next: 'Caught' },
      ],
    },
  ],
  [
    'in JSONata',
    {
      Type: 'Task',
      QueryLanguage: 'JSONata',
      Resource: 'arn:aws:states:::lambda:invoke',
      Arguments: { FunctionName: { Ref: 'Fn' } as unknown as Json, Payload: '{% $states.input.event %}' },
      Output: { made: '{% $states.result.Payload %}' },
    },
  ],
];

const CAUGHT: Json = { Type: 'Pass', End: true };

async function decisionOf(test: PythonCase, state: Readonly<Record<string, Json>>): Promise<Decision> {
  const { name, handler, environment = {} } = test;
  const text = template(
    { Ask: { ...state, End: true }, Caught: CAUGHT },
    { handler: `${name}.${handler}`, environment },
  );
  const [decision] = await decideAll({
    'template.json': text,
    [`fn/${name}.py`]: readFileSync(path.join(HANDLERS, `${name}.py`)),
  });
  return decision!;
}

interface Run {
  readonly requests: readonly Request[];
  readonly outcome: Json;
}

/** What is caught is the same, whatever it is called. */
function normalised(result: Awaited<ReturnType<typeof execute>>): Json {
  if (result.error !== undefined) return 'fails';
  const { output } = result;
  if (typeof output === 'object' && output !== null && 'failure' in output) return { ...output, failure: 'caught' };
  return output ?? null;
}

/** The function's ARN, as the deployment writes it. */
const DEPLOYED = 'arn:aws:lambda:eu-west-1:111122223333:function:Fn';

async function original(
  test: PythonCase,
  state: Readonly<Record<string, Json>>,
  input: Json,
  reply: Json,
): Promise<Run> {
  const requests: Request[] = [];
  const resource = typeof state.Resource === 'string' ? state.Resource : DEPLOYED;
  const definition: Definition = {
    StartAt: 'Ask',
    States: { Ask: { ...state, Resource: resource, End: true }, Caught: CAUGHT },
  };
  const environment = Object.fromEntries(
    Object.entries(test.environment ?? {}).map(([name, value]) => [name, value as string]),
  );
  const result = await execute(definition, input, async (called, parameters) => {
    const isInvoke = called.endsWith('lambda:invoke');
    const event = isInvoke ? ((parameters as { Payload?: Json }).Payload ?? {}) : parameters;
    const run = await host!.run({
      path: path.join(HANDLERS, `${test.name}.py`),
      handler: test.handler,
      event,
      reply,
      environment,
    });
    requests.push(...run.requests);
    if (run.error !== undefined) throw new StateError(run.error);
    return isInvoke ? { Payload: run.result ?? null, StatusCode: 200 } : (run.result ?? null);
  });
  return { requests, outcome: normalised(result) };
}

/** Which prefix the optimised call gives is not documented: either must be handled. */
function prefixOf(resource: string): string {
  if (resource.includes('bedrockagentruntime')) return 'BedrockAgentRuntime';
  return resource.includes('bedrockruntime') ? 'BedrockRuntime' : 'Bedrock';
}

function byName(states: readonly NewState[]): Readonly<Record<string, Json>> {
  return Object.fromEntries(states.map(({ name, state }) => [name, state]));
}

async function migrated(states: readonly NewState[], input: Json, reply: Json): Promise<Run> {
  const requests: Request[] = [];
  const definition: Definition = { StartAt: 'Ask', States: { ...byName(states), Caught: CAUGHT } };
  const result = await execute(definition, input, (resource, parameters) => {
    requests.push(requestOf(resource, parameters));
    const failure = (reply as { $error?: string }).$error;
    if (failure !== undefined) throw new StateError(`${prefixOf(resource)}.${failure}`);
    return Promise.resolve(replyOf(resource, reply));
  });
  return { requests, outcome: normalised(result) };
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
        const isRefused =
          outcome.kind === 'guarded' &&
          after.requests.length === 0 &&
          (after.outcome === 'fails' || JSON.stringify(after.outcome).includes('"failure":"caught"'));
        if (isRefused) continue;
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
    const { outcome } = await decisionOf(test, FORMS[0]![1]);
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
