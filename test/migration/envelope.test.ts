/**
 * Who reads what lambda:invoke gives beside the payload. The oracle runs each machine twice, with the whole answer and with the
 * payload alone: where nobody is said to read more, both must come to the same.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import { envelopeReader } from '../../src/migration/envelope.ts';
import { Random } from '../rehost/random.ts';
import { loadMachines } from '../support/lint-files.ts';
import { StateError, execute } from './asl-evaluator.ts';
import { decideAll, template } from './decide-task.ts';

type Fields = Readonly<Record<string, Json>>;

const ASK: Fields = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: 'Fn', 'Payload.$': '$.event' },
};

const OTHER = 'arn:aws:lambda:eu-west-1:111122223333:function:Other';
const BROKEN = 'arn:aws:lambda:eu-west-1:111122223333:function:Broken';

/** `Undefined` when nobody reads more than the payload. */
async function readerIn(states: Readonly<Record<string, Json>>): Promise<string | undefined> {
  const [machine] = await loadMachines({ 'm.asl.json': JSON.stringify({ StartAt: 'Ask', States: states }) });
  const task = machine!.stateByName.get('Ask');
  if (task?.type !== 'Task') throw new TypeError('no task');
  const reader = envelopeReader(task);
  return reader === undefined ? undefined : `${reader.state.name} ${reader.what}`;
}

async function run(states: Readonly<Record<string, Json>>, isWhole: boolean): Promise<Json> {
  const input = { event: { text: 'a' }, other: { deep: 1 }, list: [{ n: 1 }] };
  const payload = { text: 'so', list: [{ n: 2 }, { n: 3 }], flag: true };
  const result = await execute({ StartAt: 'Ask', States: states }, input, (resource, parameters) => {
    if (resource === BROKEN) throw new StateError('Boom');
    if (resource === OTHER) return Promise.resolve({ echo: parameters });
    return Promise.resolve(
      isWhole ? { Payload: payload, StatusCode: 200, ExecutedVersion: '$LATEST' } : { Payload: payload },
    );
  });
  return result.error === undefined ? (result.output ?? null) : { failed: result.error };
}

const AFTER = { Ask: { ...ASK, ResultPath: '$.made', Next: 'Then' } };
const DROP: Fields = { Type: 'Pass', Parameters: { 'text.$': '$.made.Payload.text' }, End: true };

const UNREAD: readonly (readonly [name: string, states: Readonly<Record<string, Json>>])[] = [
  ['a Pass that takes texts out of the payload', { ...AFTER, Then: DROP }],
  [
    'a Choice on the payload, and states that replace the data',
    {
      ...AFTER,
      Then: {
        Type: 'Choice',
        Choices: [{ Variable: '$.made.Payload.flag', BooleanEquals: true, Next: 'Drop' }],
        Default: 'Stop',
      },
      Drop: DROP,
      Stop: { Type: 'Fail', Error: 'E' },
    },
  ],
  [
    'a Task with parameters of its own beside the answer',
    {
      ...AFTER,
      Then: {
        Type: 'Task',
        Resource: OTHER,
        Parameters: { 'a.$': '$.made.Payload', 'b.$': '$.other.deep' },
        ResultPath: '$.next',
        Next: 'Drop',
      },
      Drop: DROP,
    },
  ],
  [
    'a Task that gets the payload by InputPath, and whose output replaces all',
    { ...AFTER, Then: { Type: 'Task', Resource: OTHER, InputPath: '$.made.Payload', End: true } },
  ],
  [
    'a Map over the payload, whose results replace all',
    {
      ...AFTER,
      Then: {
        Type: 'Map',
        ItemsPath: '$.made.Payload.list',
        ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
        End: true,
      },
    },
  ],
  [
    'the answer as the whole data, of which the payload is selected',
    { Ask: { ...ASK, Next: 'Then' }, Then: { Type: 'Pass', OutputPath: '$.Payload', End: true } },
  ],
  [
    'an error that keeps the data, and a state that replaces them',
    {
      ...AFTER,
      Then: {
        Type: 'Task',
        Resource: BROKEN,
        Parameters: {},
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Drop' }],
        End: true,
      },
      Drop: DROP,
    },
  ],
];

const READ: readonly (readonly [name: string, reader: string, states: Readonly<Record<string, Json>>])[] = [
  ['the end of the machine', 'Ask ends with it', { Ask: { ...ASK, ResultPath: '$.made', End: true } }],
  ['a Pass at the end', 'Then ends with it', { ...AFTER, Then: { Type: 'Pass', End: true } }],
  ['a Succeed', 'Then ends with it', { ...AFTER, Then: { Type: 'Succeed' } }],
  [
    'the status',
    'Then reads $.made.StatusCode',
    { ...AFTER, Then: { Type: 'Pass', Parameters: { 'code.$': '$.made.StatusCode' }, End: true } },
  ],
  [
    'the status in a call of a function',
    "Then reads States.Format('{}', $.made.StatusCode)",
    { ...AFTER, Then: { Type: 'Pass', Parameters: { 'code.$': "States.Format('{}', $.made.StatusCode)" }, End: true } },
  ],
  [
    'a Task without parameters',
    'Then takes all of it as its input',
    { ...AFTER, Then: { Type: 'Task', Resource: OTHER, End: true } },
  ],
  [
    'a Task that is given everything',
    'Then reads $',
    { ...AFTER, Then: { Type: 'Task', Resource: OTHER, Parameters: { 'all.$': '$' }, End: true } },
  ],
  [
    'a Pass that puts everything into a member, with InputPath beside',
    'Then puts all of it into a member of itself',
    {
      ...AFTER,
      Then: { Type: 'Pass', ResultPath: '$.copy', Next: 'Drop' },
      Drop: { Type: 'Pass', OutputPath: '$.copy', End: true },
    },
  ],
  [
    'a narrowed Pass that leaves the data as they are',
    'Then ends with it',
    { ...AFTER, Then: { Type: 'Pass', InputPath: '$.other', ResultPath: '$.copy', End: true } },
  ],
  [
    'what a catcher keeps',
    'Caught ends with it',
    {
      ...AFTER,
      Then: {
        Type: 'Task',
        Resource: BROKEN,
        Parameters: {},
        Catch: [{ ErrorEquals: ['States.ALL'], ResultPath: '$.error', Next: 'Caught' }],
        End: true,
      },
      Caught: { Type: 'Pass', End: true },
    },
  ],
  [
    'the task itself, the second time',
    'Ask reads $',
    {
      Ask: { ...ASK, Parameters: { FunctionName: 'Fn', 'Payload.$': '$' }, ResultPath: '$.made', Next: 'Then' },
      Then: {
        Type: 'Choice',
        Choices: [{ Variable: '$.made.Payload.flag', BooleanEquals: false, Next: 'Ask' }],
        Default: 'Drop',
      },
      Drop: DROP,
    },
  ],
  [
    'a state in the other query language',
    'Then may take all of it',
    { ...AFTER, Then: { Type: 'Pass', QueryLanguage: 'JSONata', Output: '{% $states.input %}', End: true } },
  ],
];

describe('what lambda:invoke gives beside the payload', () => {
  it.each(UNREAD)('is not read by %s', async (_name, states) => {
    expect(await readerIn(states)).toBeUndefined();
    const whole = await run(states, true);
    expect(whole).not.toHaveProperty('failed');
    expect(await run(states, false)).toEqual(whole);
  });

  it.each(READ)('is read by %s', async (_name, reader, states) => {
    expect(await readerIn(states)).toBe(reader);
  });

  it('is not read in made-up machines where it is said so', async () => {
    let unread = 0;
    let differing = 0;
    for (let i = 0; i < 800; i++) {
      const states = machine(new Random(`envelope ${i}`));
      const isSame = JSON.stringify(await run(states, true)) === JSON.stringify(await run(states, false));
      if (!isSame) differing++;
      if ((await readerIn(states)) !== undefined) continue;
      unread++;
      expect(isSame, JSON.stringify(states)).toBe(true);
    }
    expect(unread).toBeGreaterThan(20);
    expect(differing).toBeGreaterThan(100);
  });

  it('is left out of a migrated task', async () => {
    const source = [
      'import boto3, json',
      'client = boto3.client("bedrock-runtime")',
      'def handler(event, context):',
      '    body = json.dumps({"messages": event["messages"], "max_tokens": 5, "anthropic_version": "bedrock-2023-05-31"})',
      '    r = client.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=body)',
      '    return {"text": json.loads(r["body"].read())["content"][0]["text"]}',
    ].join('\n');
    const decided = async (states: object) =>
      (await decideAll({ 'template.json': template(states, { handler: 'app.handler' }), 'fn/app.py': source }))[0]!
        .outcome;
    const ask = {
      ...ASK,
      Parameters: { FunctionName: { Ref: 'Fn' }, 'Payload.$': '$.event' },
      ResultPath: '$.made',
      Next: 'Then',
    };
    const unread = await decided({ Ask: ask, Then: DROP });
    if (unread.kind !== 'safe' && unread.kind !== 'guarded') throw new Error(JSON.stringify(unread).slice(0, 900));
    expect(JSON.stringify(unread.target.states[0]?.state)).toContain('"Payload\\":');
    const read = await decided({ Ask: ask, Then: { Type: 'Succeed' } });
    expect(read).toMatchObject({ kind: 'plan', reasons: [{ gate: 'result-use' }] });
    expect(JSON.stringify(read.kind === 'plan' ? read.reasons.map(({ message }) => message) : [])).toContain(
      'ends with it',
    );
  });
});

const PATHS = [
  '$',
  '$.made',
  '$.made.Payload',
  '$.made.Payload.text',
  '$.made.Payload.list',
  '$.other',
  '$.made.StatusCode',
  '$.Payload',
  '$.list',
];
const PLACES: readonly (Json | undefined)[] = [undefined, '$', null, '$.made', '$.next', '$.copy'];

/** A few states after the task, each with paths at random; most of them read what is there. */
function machine(random: Random): Readonly<Record<string, Json>> {
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)]!;
  const names = ['A', 'B', 'C'].slice(0, 1 + random.below(3));
  const place = pick([undefined, '$.made', '$.made', '$.made']);
  const states: Record<string, Json> = { Ask: { ...ASK, ...given({ ResultPath: place }), Next: 'A' } };
  const paths = place === undefined ? ['$', '$.Payload', '$.Payload.text', '$.StatusCode', '$.Payload.list'] : PATHS;
  for (const [i, name] of names.entries()) {
    const next = names[i + 1];
    const on = next === undefined ? { End: true } : { Next: next };
    states[name] = { ...stateAt(random, paths, next), ...on };
  }
  if (Object.values(states).some((state) => (state as Fields).Type === 'Choice'))
    states.End = { Type: 'Pass', Result: 'chosen', End: true };
  for (const state of Object.values(states))
    if ((state as Fields).Type === 'Choice') drop(state as Record<string, Json>);
  return states;
}

function drop(choice: Record<string, Json>): void {
  delete choice.Next;
  delete choice.End;
}

function given(fields: Readonly<Record<string, Json | undefined>>): Fields {
  return Object.fromEntries(Object.entries(fields).filter((entry): entry is [string, Json] => entry[1] !== undefined));
}

function stateAt(random: Random, paths: readonly string[], next: string | undefined): Fields {
  const pick = <T>(items: readonly T[]): T => items[random.below(items.length)]!;
  const optional = <T>(items: readonly T[]): T | undefined => (random.chance(0.4) ? pick(items) : undefined);
  const parameters = random.chance(0.7) ? { 'a.$': pick(paths), b: 1 } : undefined;
  const written = {
    InputPath: optional(paths),
    Parameters: parameters,
    ResultPath: pick(PLACES),
    OutputPath: random.chance(0.2) ? pick(paths) : undefined,
  };
  switch (random.below(4)) {
    case 0:
      return { Type: 'Pass', ...given({ ...written, Result: random.chance(0.2) ? 'fixed' : undefined }) };
    case 1:
      return {
        Type: 'Task',
        Resource: random.chance(0.3) ? BROKEN : OTHER,
        ...given({
          ...written,
          Catch: random.chance(0.6)
            ? [given({ ErrorEquals: ['States.ALL'], ResultPath: pick(PLACES), Next: next ?? 'Ask2' })]
            : undefined,
        }),
        ...(next === undefined ? { Catch: [] } : {}),
      };
    case 2:
      return {
        Type: 'Choice',
        Choices: [{ Variable: pick(paths), StringEquals: 'so', Next: next ?? 'End' }],
        Default: 'End',
      };
    default:
      return {
        Type: 'Map',
        ItemsPath: pick(paths),
        ...given({ ResultPath: pick(PLACES) }),
        ItemProcessor: { StartAt: 'Each', States: { Each: { Type: 'Pass', End: true } } },
      };
  }
}
