/** Traits of handlers as people write them that must not be migrated, and reasons that must name what is really there. */
import { describe, expect, it } from 'vitest';
import { understand } from '../../src/handlers/understand.ts';
import { decideAll, template } from './decide-task.ts';

const ASK = {
  Type: 'Task',
  Resource: 'arn:aws:states:::lambda:invoke',
  Parameters: { FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, 'Payload.$': '$' },
  ResultSelector: { 'value.$': '$.Payload' },
  End: true,
};

function inJsonata(payload: unknown): object {
  const { Parameters, ResultSelector, ...others } = ASK;
  expect([Parameters, ResultSelector]).toHaveLength(2);
  return {
    ...others,
    QueryLanguage: 'JSONata',
    Arguments: { FunctionName: { 'Fn::GetAtt': ['Fn', 'Arn'] }, Payload: payload },
    Output: '{% $states.result.Payload %}',
  };
}

async function outcomeOf(
  text: string,
  {
    file = 'fn/app.py',
    handler = 'app.handler',
    runtime = 'python3.12',
    state = ASK,
    environment = {},
  }: Partial<Record<'file' | 'handler' | 'runtime', string>> & { state?: object; environment?: object } = {},
): Promise<{ readonly outcome: string; readonly reasons: readonly string[] }> {
  const [decision] = await decideAll({
    'template.json': template({ Ask: state }, { handler, runtime, environment }),
    [file]: text,
  });
  const { outcome } = decision!;
  if ('target' in outcome)
    return { outcome: outcome.target.functions.length > 0 ? 'split' : outcome.kind, reasons: [] };
  if (outcome.kind !== 'plan') return { outcome: outcome.kind, reasons: [] };
  return {
    outcome: 'plan',
    reasons: outcome.reasons.map(({ gate, message, span }) => {
      const line = span === undefined ? 0 : text.slice(0, span.start).split('\n').length;
      return `${String(line)} ${gate}: ${message}`;
    }),
  };
}

/** Why the handler is not followed, whatever else may become of it. */
async function blockersOf(text: string): Promise<readonly string[]> {
  const found = await understand({ path: 'app.py', text, name: 'handler', environment: () => ({ kind: 'absent' }) });
  return found.blockers.map(
    ({ gate, message, range }) => `${String(text.slice(0, range.start).split('\n').length)} ${gate}: ${message}`,
  );
}

const PYTHON_HEAD =
  'import json, re, os, boto3\nbrt = boto3.client("bedrock-runtime")\n\ndef handler(event, context):\n';

/** `lines` before the call of a handler that is safe without them. */
function python(
  lines: readonly string[],
  after: readonly string[] = [],
  read = 'json.loads(r["body"].read())',
): string {
  const all = [
    ...lines,
    'r = brt.invoke_model(modelId="amazon.titan-text-lite-v1", body=json.dumps({"inputText": "Hello"}))',
    `answer = ${read}`,
    ...after,
    'return {"said": answer["results"]}',
  ];
  return PYTHON_HEAD + all.map((line) => `    ${line}\n`).join('');
}

function script(read: string): Promise<{ readonly outcome: string; readonly reasons: readonly string[] }> {
  const text = [
    'import { BedrockRuntimeClient, InvokeModelCommand } from "@aws-sdk/client-bedrock-runtime";',
    'const brt = new BedrockRuntimeClient();',
    'export const handler = async (event) => {',
    '  const body = JSON.stringify({ inputText: "Hello" });',
    '  const r = await brt.send(new InvokeModelCommand({ modelId: "amazon.titan-text-lite-v1", body, contentType: "application/json", accept: "application/json" }));',
    `  const answer = ${read};`,
    '  return { said: answer.results[0].outputText.trim() };',
    '};',
    '',
  ].join('\n');
  return outcomeOf(text, { file: 'fn/app.mjs', runtime: 'nodejs22.x' });
}

describe('what may fail before the call', () => {
  it('does not count where it cannot', async () => {
    expect(await outcomeOf(python(['import time', 'started = time.time()', 'print("at", started)']))).toEqual({
      outcome: 'safe',
      reasons: [],
    });
  });

  it.each([
    [
      'a value that nothing uses',
      'words = re.sub("[^a-z]+", " ", event["title"])',
      're.sub() has no exact counterpart',
    ],
    ['a sum that is only logged', 'print(f"{event["n"] + 3} left")', 'two values are added'],
    ['what a list holds', 'parts = [event["title"].upper(), 1]', '.upper() has no exact counterpart'],
    ['a statement of its own', 're.match("a", event["title"])', 're.match() has no exact counterpart'],
  ])('counts although it is not used: %s', async (_, line, message) => {
    expect(['plan', 'split']).toContain((await outcomeOf(python([line]))).outcome);
    expect((await blockersOf(python([line]))).join('\n')).toContain(message);
  });

  it('counts in a function of the file', async () => {
    const text = python(['note(event)']).replace('def handler', 'def note(e):\n    size = e["a"] * 2\n\ndef handler');
    expect((await outcomeOf(text)).outcome).toBe('split');
  });
});

describe('the body of a model', () => {
  it('is empty when it is read again', async () => {
    const text = python([], ['more = json.loads(r["body"].read())', 'print(more["x"])']);
    expect(await blockersOf(text)).toEqual(['7 pure-ops: the body is read again, when nothing is left of it']);
    // The function after the call has a stream as well, which is empty then.
    expect((await outcomeOf(text)).outcome).toBe('split');
  });

  it('is not safe where only a log reads it first', async () => {
    expect(
      (await outcomeOf(python([], [], '(print(r["body"].read()), json.loads(r["body"].read()))[1]'))).outcome,
    ).toBe('plan');
  });

  it.each([
    ['json.loads(r["body"].read().decode("utf-8"))', 'safe'],
    ['json.load(r["body"])', 'safe'],
    ['json.loads(r["body"].read().decode("latin-1"))', 'plan'],
    ['json.loads(r["body"])', 'plan'],
    ['json.load(r["body"].read())', 'plan'],
    ['json.loads(r["body"].read().read())', 'plan'],
  ])('%s in Python: %s', async (read, wanted) => {
    expect((await outcomeOf(python([], [], read))).outcome).toBe(wanted);
  });

  it.each([
    ['JSON.parse(new TextDecoder().decode(r.body))', 'guarded'],
    ['JSON.parse(new TextDecoder("utf-8").decode(r.body))', 'guarded'],
    ['JSON.parse(Buffer.from(r.body).toString("utf8"))', 'guarded'],
    ['JSON.parse(r.body.transformToString())', 'guarded'],
    ['JSON.parse(new TextDecoder("latin1").decode(r.body))', 'plan'],
    ['JSON.parse(Buffer.from(r.body).toString("latin1"))', 'plan'],
    ['JSON.parse(r.body.toString())', 'plan'],
  ])('%s in JavaScript: %s', async (read, wanted) => {
    expect(wanted === 'plan' ? ['plan'] : [wanted, 'split']).toContain((await script(read)).outcome);
  });
});

describe('a payload that is another value each time', () => {
  const text = PYTHON_HEAD.replace('bedrock-runtime', 'bedrock-agent-runtime').concat(
    '    r = brt.retrieve(knowledgeBaseId="KB12345678", retrievalQuery={"text": event["q"]})\n',
    '    return {"id": event["id"], "found": r["retrievalResults"][0]["content"]["text"]RETURN}\n',
  );
  const payload = { q: 'What is new?', id: '{% $uuid() %}' };

  it('is of no matter where nothing reads it', async () => {
    const unread = text.replace('"id": event["id"], ', '').replace('RETURN', '');
    expect(['safe', 'guarded']).toContain((await outcomeOf(unread, { state: inJsonata(payload) })).outcome);
  });

  it('may not be named twice', async () => {
    const twice = text.replace('RETURN', ', "again": event["id"]');
    const { outcome, reasons } = await outcomeOf(twice, { state: inJsonata(payload) });
    expect(outcome).toBe('plan');
    expect(reasons.join('\n')).toContain('nondet: ($uuid()) is another value each time it is evaluated');
  });

  it.each(['$now()', '$millis()', '$random()'])('may not be sent and given back: %s', async (made) => {
    const sent = text.replace('"text": event["q"]', '"text": event["q"] + event["id"]').replace('RETURN', '');
    const state = inJsonata({ ...payload, id: `{% $string(${made}) %}` });
    expect(['plan', 'split']).toContain((await outcomeOf(sent, { state })).outcome);
  });
});

describe('several names at once', () => {
  const pair = 'def pair(e):\n    return "To: ", e["name"]\n\ndef handler';

  it('take the items of a list that is written out', async () => {
    const text = python(['first, second = pair(event)', 'print(first, second)']).replace('def handler', pair);
    expect(await outcomeOf(text)).toEqual({ outcome: 'safe', reasons: [] });
  });

  it.each([
    ['first, second = event["names"]', 'an assignment to several names is not followed'],
    ['first, second, third = pair(event)', 'an assignment to several names is not followed'],
    ['first, *others = pair(event)', 'an assignment to several names is not followed'],
  ])('are no names that are not defined: %s', async (line, message) => {
    const text = python([line, 'print(first)']).replace('def handler', pair);
    expect(await blockersOf(text)).toEqual([`8 pure-ops: ${message}`]);
  });

  it('of a loop are those of the loop', async () => {
    const lines = ['for i, row in enumerate(event["rows"]):', '    print(i, row["x"])'];
    expect(await blockersOf(python(lines))).toEqual([
      '5 pure-ops: enumerate() has no exact counterpart in a state machine',
    ]);
  });
});

describe('a body that the event holds', () => {
  it('is refused where it is no object, which a task would send as it is', async () => {
    const text = python([]).replace('{"inputText": "Hello"}', 'event');
    expect((await outcomeOf(text)).outcome).toBe('guarded');
  });
});
