/**
 * Where a naive rewrite is wrong: each row is a handler and a state that a careless hand would write for it. The trial that
 * every migration goes through must see the difference.
 */
import { describe, expect, it } from 'vitest';
import type { Json } from '../../src/handlers/ir.ts';
import { lowerCall } from '../../src/migration/lower.ts';
import { validate } from '../../src/migration/validate.ts';
import { LOWERING, isObject, understandPython, withContent } from './pitfall-trials.ts';

/** A handler that sends `prompt` and gives `result`, both Python expressions; `text` is what the model answers. */
function handlerOf(prompt: string, result: string): string {
  return `
import json
import boto3
client = boto3.client("bedrock-runtime")

def handler(event, context):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": ${prompt}}]}
    reply = client.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    text = json.loads(reply["body"].read())["content"][0]["text"]
    return ${result}
`;
}

interface Pitfall {
  readonly name: string;
  readonly prompt?: string;
  readonly result?: string;
  /** The wrong text of the message, or the wrong output. */
  readonly content?: string;
  readonly output?: Json;
}

const TEXT = '{% $states.result.Body.content[0].text %}';

const PITFALLS: readonly Pitfall[] = [
  {
    name: 'a value is made text without a test',
    prompt: 'f"Sum {event[\'x\']}"',
    content: '{% "Sum " & $states.input.x %}',
  },
  {
    name: 'a missing key is an empty text',
    prompt: '"Sum " + event["x"]',
    content: '{% "Sum " & $string($states.input.x) %}',
  },
  {
    name: 'a default is taken for null',
    prompt: 'event.get("x", "d")',
    content: '{% $states.input.x ? $states.input.x : "d" %}',
  },
  {
    name: '`or` is asked of a list',
    prompt: 'event.get("x") or "d"',
    content: '{% $boolean($states.input.x) ? $states.input.x : "d" %}',
  },
  {
    name: '$trim joins blanks within',
    prompt: '"a " + event["x"].strip()',
    content: '{% "a " & $trim($states.input.x) %}',
  },
  { name: 'a path looks through lists', prompt: 'event["a"]["b"]', content: '{% $states.input.a.b %}' },
  {
    name: 'a template is filled in the wrong order',
    prompt: '"{a}{b}".format(a=event["x"], b="y")',
    content: '{% $type($states.input.x) = "string" ? "y" & $states.input.x : $error("x") %}',
  },
  {
    name: 'a slice is one too long',
    prompt: '"a" + event["x"][:3]',
    content: '{% $type($states.input.x) = "string" ? "a" & $substring($states.input.x, 0, 4) : $error("x") %}',
  },
  {
    name: 'the first block is not asked for',
    result: '{"t": text}',
    output: { t: '{% $states.result.Body.content.text %}' },
  },
  {
    name: 'an absent member is left out',
    result: '{"t": text, "x": event.get("x")}',
    output: `{% {"t": $states.result.Body.content[0].text, "x": $states.input.x} %}`,
  },
  {
    name: 'a flag is compared with a number',
    result: '{"t": text, "one": event["x"] == 1}',
    output: { t: TEXT, one: '{% $states.input.x = 1 %}' },
  },
  { name: 'JSON is left as text', result: '{"t": json.loads(text)}', output: { t: TEXT } },
  {
    name: 'a check after the call is forgotten',
    result: '{"t": text, "y": [event["x"]][0]}',
    output: { t: TEXT, y: '' },
  },
  {
    name: 'a list of one is taken out of its list',
    prompt: '"\\n".join([i["n"] for i in event["xs"]])',
    content: '{% $join($states.input.xs.n, "\\n") %}',
  },
  {
    name: 'characters are counted otherwise',
    result: '{"n": len(text)}',
    output: { n: '{% $length($states.result.Body.content[0].text) + 1 %}' },
  },
  {
    name: 'an input is merged the wrong way round',
    result: '{**event, "x": text}',
    output: '{% $merge([{"x": $states.result.Body.content[0].text}, $states.input]) %}',
  },
];

async function trialOf({
  prompt = '"Hello"',
  result = '{"t": text}',
}: Pitfall): Promise<Parameters<typeof validate>[0]> {
  const { summary, blockers } = await understandPython(handlerOf(prompt, result));
  if (summary === undefined) throw new Error(JSON.stringify(blockers));
  const lowered = lowerCall(summary, (made) => made, LOWERING);
  return { summary, ...lowered, knownInput: isObject, isGuarded: lowered.differences.length > 0 };
}

describe('the trial of a migration', () => {
  it.each(PITFALLS.map((pitfall) => [pitfall.name, pitfall] as const))('sees that %s', async (_name, pitfall) => {
    const trial = await trialOf(pitfall);
    expect(await validate(trial)).toBeUndefined();
    const { content, output } = pitfall;
    const wrong = {
      ...trial,
      arguments: content === undefined ? trial.arguments : withContent(trial.arguments, content),
      output: output ?? trial.output,
    };
    expect((await validate(wrong))?.what).toMatch(/^the handler/);
  });
});
