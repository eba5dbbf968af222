/**
 * Where a naive rewrite is wrong, against the handler itself: each row is a handler, a state that a careless hand would write
 * for it, and an input for which the two differ. What this tool decides for the handler must not differ there: it gives the
 * same, fails before the call, or leaves the function alone.
 */
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { isDeepStrictEqual } from 'node:util';
import { afterAll, describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import type { NewState } from '../../src/migration/target.ts';
import { StateError } from './asl-evaluator.ts';
import { decisionOn } from './decide-task.ts';
import { HAS_PYTHON, PythonHost } from './python-host.ts';
import type { HandlerRun } from './python-host.ts';
import { ScriptHost } from './script-host.ts';
import { BY_ARN, statesWith } from './task-forms.ts';
import { answering, runOf, runStates, unnamed } from './task-run.ts';
import type { Run } from './task-run.ts';

interface Rewrite {
  readonly name: string;
  readonly language?: 'javascript';
  /** What the message of the user is, and what the handler returns; expressions of the language. */
  readonly prompt?: string;
  readonly result?: string;
  /** The careless message and output. */
  readonly content?: string;
  readonly output?: Json;
  readonly input: Json;
  /** What the model answers. */
  readonly text?: string;
  readonly blocks?: readonly Json[];
}

const ANSWER = '{% $states.result.Body.content[0].text %}';

const REWRITES: readonly Rewrite[] = [
  {
    name: 'true in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: true },
  },
  {
    name: 'null in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: null },
  },
  {
    name: 'a small number in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: 1e-7 },
  },
  {
    name: 'a sum of 17 digits in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: 0.1 + 0.2 },
  },
  {
    name: 'a list in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: ['a', 1] },
  },
  {
    name: 'an object in an f-string',
    prompt: 'f"is {event[\'x\']}"',
    content: '{% "is " & $states.input.x %}',
    input: { x: { k: 'v' } },
  },
  { name: 'a key that is missing', prompt: '"is " + event["x"]', content: '{% "is " & $states.input.x %}', input: {} },
  {
    name: 'a number added to a text',
    prompt: '"is " + event["x"]',
    content: '{% "is " & $states.input.x %}',
    input: { x: 7 },
  },
  {
    name: 'a default for null',
    result: '{"x": event.get("x", "d")}',
    output: { x: '{% $states.input.x ? $states.input.x : "d" %}' },
    input: { x: null },
  },
  {
    name: '`or` after a list of nought',
    result: '{"x": event.get("x") or "d"}',
    output: { x: '{% $states.input.x ? $states.input.x : "d" %}' },
    input: { x: [0] },
  },
  {
    name: '|| after an empty list',
    language: 'javascript',
    result: '{ x: event.x || "d" }',
    output: { x: '{% $states.input.x ? $states.input.x : "d" %}' },
    input: { x: [] },
  },
  {
    name: 'blanks within a text that is stripped',
    prompt: 'event["x"].strip()',
    content: '{% $trim($states.input.x) %}',
    input: { x: ' a  b ' },
  },
  {
    name: 'words between several blanks',
    result: '{"x": event["x"].split()}',
    output: { x: '{% $split($states.input.x, " ") %}' },
    input: { x: 'a  b' },
  },
  {
    name: 'UTF-16 in a slice',
    language: 'javascript',
    prompt: 'event.x.slice(0, 2)',
    content: '{% $substring($states.input.x, 0, 2) %}',
    input: { x: '😀bc' },
  },
  {
    name: 'UTF-16 in a length',
    language: 'javascript',
    result: '{ n: event.x.length }',
    output: { n: '{% $length($states.input.x) %}' },
    input: { x: '😀' },
  },
  {
    name: 'the length of a list',
    result: '{"n": len(event["x"])}',
    output: { n: '{% $length($states.input.x) %}' },
    input: { x: ['a', 'b'] },
  },
  {
    name: 'json.dumps in a prompt',
    prompt: 'json.dumps(event["x"])',
    content: '{% $string($states.input.x) %}',
    input: { x: { a: 'ö', b: [1, 2] } },
  },
  {
    name: 'a list of one',
    result: '[i["n"] for i in event["x"]]',
    output: '{% $states.input.x.n %}',
    input: { x: [{ n: 'a' }] },
  },
  {
    name: 'an item without the key',
    result: '[i.get("n") for i in event["x"]]',
    output: '{% [$map($states.input.x, function($i){ $i.n })] %}',
    input: { x: [{ n: 'a' }, {}] },
  },
  {
    name: 'an answer of two blocks',
    result: '{"t": reply["content"][0]["text"]}',
    output: { t: '{% $states.result.Body.content.text %}' },
    input: {},
    blocks: [
      { type: 'text', text: 'a' },
      { type: 'text', text: 'b' },
    ],
  },
  {
    name: 'an index of what is no list',
    result: '{"x": event["x"][0]}',
    output: { x: '{% $states.input.x[0] %}' },
    input: { x: { a: 1 } },
  },
  {
    name: 'a value that is absent',
    result: '{"x": event.get("x")}',
    output: '{% {"x": $states.input.x} %}',
    input: {},
  },
  {
    name: 'a number that is rounded',
    result: '{"x": round(event["x"], 2)}',
    output: { x: '{% $round($states.input.x, 2) %}' },
    input: { x: 2.675 },
  },
  {
    name: 'True and 1',
    result: '{"x": "one" if event["x"] == 1 else "other"}',
    output: { x: '{% $states.input.x = 1 ? "one" : "other" %}' },
    input: { x: true },
  },
  {
    name: 'an id of 17 digits',
    result: '{"id": str(json.loads(text)["id"])}',
    output: { id: '{% $string($parse($states.result.Body.content[0].text).id) %}' },
    input: {},
    text: '{"id": 12345678901234567}',
  },
  {
    name: 'JSON in a fence',
    result: 'json.loads(text)',
    output: '{% $parse($replace($states.result.Body.content[0].text, /```(json)?/, "")) %}',
    input: {},
    text: '```json\n{"a": 1}\n```',
  },
  {
    name: 'words with capitals',
    prompt: 'event["x"].title()',
    content: '{% $uppercase($substring($states.input.x, 0, 1)) & $substring($states.input.x, 1) %}',
    input: { x: 'two words' },
  },
  {
    name: 'braces that are doubled',
    prompt: 'f"{{x}} {event[\'x\']}"',
    content: '{% "{{x}} " & $states.input.x %}',
    input: { x: 'a' },
  },
  {
    name: 'a dollar in what is put in',
    language: 'javascript',
    prompt: '"a {q}".replace("{q}", event.x)',
    content: '{% $replace("a {q}", "{q}", $states.input.x, 1) %}',
    input: { x: '$&' },
  },
  {
    name: 'a member that spreads over the input',
    result: '{**event, "x": text}',
    output: '{% $merge([{"x": $states.result.Body.content[0].text}, $states.input]) %}',
    input: { x: 'old' },
  },
];

const FOLDER = mkdtempSync(path.join(tmpdir(), 'naive-'));
const SCRIPTS = path.join(import.meta.dirname, 'script');
const python = HAS_PYTHON ? new PythonHost() : undefined;
const script = new ScriptHost();
afterAll(async () => {
  python?.close();
  await script.close();
  rmSync(FOLDER, { recursive: true });
});

function sourceOf({ language, prompt = '"hi"', result = 'text' }: Rewrite): string {
  if (language === 'javascript')
    return `
const { BedrockRuntimeClient, InvokeModelCommand } = require('@aws-sdk/client-bedrock-runtime');
const client = new BedrockRuntimeClient({});
exports.handler = async (event) => {
  const body = { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages: [{ role: 'user', content: ${prompt} }] };
  const out = await client.send(new InvokeModelCommand({ modelId: '${MODEL}', body: JSON.stringify(body) }));
  const reply = JSON.parse(new TextDecoder().decode(out.body));
  const text = reply.content[0].text;
  return ${result};
};
`;
  return `
import json
import boto3
client = boto3.client("bedrock-runtime")

def handler(event, context):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": ${prompt}}]}
    out = client.invoke_model(modelId="${MODEL}", body=json.dumps(body))
    reply = json.loads(out["body"].read())
    text = reply["content"][0]["text"]
    return ${result}
`;
}

const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';

function naiveState({ content = 'hi', output = ANSWER }: Rewrite): Json {
  const messages: Json = [{ role: 'user', content }];
  return {
    Type: 'Task',
    QueryLanguage: 'JSONata',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Arguments: {
      ModelId: MODEL,
      Body: { anthropic_version: 'bedrock-2023-05-31', max_tokens: 9, messages },
    },
    Output: output,
    End: true,
  };
}

function replyTo({ text = 'yes', blocks }: Rewrite): Json {
  return { content: blocks ?? [{ type: 'text', text }] };
}

async function original(test: Rewrite, file: string): Promise<Run> {
  const { input, language } = test;
  const reply = replyTo(test);
  const run: HandlerRun =
    language === 'javascript'
      ? await script.run(path.relative(SCRIPTS, file), input, reply)
      : await python!.run({ path: file, handler: 'handler', event: input, reply, environment: {} });
  return runOf(run);
}

async function run(test: Rewrite, states: readonly NewState[]): Promise<Run> {
  const made = await runStates(states, test.input, (resource, parameters, requests) => {
    if (!resource.endsWith('bedrock:invokeModel')) throw new StateError('States.Runtime', resource);
    return answering(replyTo(test), 'Bedrock')(resource, parameters, requests);
  });
  return unnamed(made);
}

describe('a naive rewrite', () => {
  const rows = REWRITES.filter(({ language }) => language !== undefined || HAS_PYTHON);

  it.each(rows.map((test) => [test.name, test] as const))('is wrong for %s, and not made', async (name, test) => {
    const isScript = test.language === 'javascript';
    const file = path.join(FOLDER, `${name.replace(/\W+/g, '_')}.${isScript ? 'js' : 'py'}`);
    writeFileSync(file, sourceOf(test));
    const before = await original(test, file);
    expect(isDeepStrictEqual(await run(test, [{ name: 'Ask', state: naiveState(test) }]), before)).toBe(false);

    const app = { file: `app.${isScript ? 'js' : 'py'}`, text: sourceOf(test) };
    const { outcome } = await decisionOn(statesWith(BY_ARN), app);
    if ((outcome.kind !== 'safe' && outcome.kind !== 'guarded') || outcome.target.files.length > 0) return;
    const after = await run(test, outcome.target.states);
    if (outcome.kind === 'guarded' && after.requests.length === 0 && after.outcome === 'fails') return;
    expect(after).toEqual(before);
  });
});
