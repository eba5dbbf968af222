/** Where a careless hand would go wrong with several states: the trial that every chain goes through must see it. */
import { describe, expect, it } from 'vitest';
import { lowerChain } from '../../src/migration/chain.ts';
import type { ChainState, LoweredChain } from '../../src/migration/chain.ts';
import { validateChain } from '../../src/migration/validate-chain.ts';
import type { ChainTrial } from '../../src/migration/validate-chain.ts';
import { SERVICES } from '../support/services.ts';
import { LOWERING, isObject, understandPython, withContent } from './pitfall-trials.ts';

const HEAD = `
import json
import boto3
brt = boto3.client("bedrock-runtime")
s3 = boto3.client("s3")
prompts = boto3.resource("dynamodb").Table("prompts")

def ask(text):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": text}]}
    reply = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return json.loads(reply["body"].read())["content"][0]["text"]

def read(key):
    return s3.get_object(Bucket="docs", Key=key)["Body"].read().decode("utf-8")

def handler(event, context):
`;

type Task = Extract<ChainState, { kind: 'task' }>;

interface Pitfall {
  readonly name: string;
  readonly body: string;
  /** The states as the careless hand writes them. */
  readonly wrong: (states: readonly ChainState[]) => readonly ChainState[];
}

/** Replaces a text in the written parts of one state. */
function rewritten(states: readonly ChainState[], at: number, from: string, to: string): readonly ChainState[] {
  const text = JSON.stringify(from).slice(1, -1);
  return states.map((state, i) => {
    if (i !== at) return state;
    const written = JSON.stringify({ ...state, call: undefined, native: undefined });
    expect(written).toContain(text);
    const changed = JSON.parse(written.replaceAll(text, JSON.stringify(to).slice(1, -1))) as ChainState;
    return { ...state, ...changed };
  });
}

function tasks(states: readonly ChainState[]): readonly Task[] {
  return states.flatMap((state) => (state.kind === 'task' ? [state] : []));
}

const PITFALLS: readonly Pitfall[] = [
  {
    name: 'the order of two calls is swapped',
    body: `
    ask("first " + event["a"])
    s3.put_object(Bucket="docs", Key="k", Body=json.dumps({"x": event["b"]}))
    return "done"`,
    wrong: (states) => {
      const [one, other] = tasks(states);
      return [
        { ...other!, next: one!.name },
        { ...one!, next: undefined, output: other!.output },
      ];
    },
  },
  {
    name: 'an item that is missing is taken for an empty one',
    body: `
    item = prompts.get_item(Key={"id": event["id"]})["Item"]
    return ask("Do: " + item["text"])`,
    wrong: (states) =>
      states.map((state, i) =>
        i === 1 && state.kind === 'task'
          ? { ...state, arguments: withContent(state.arguments, '{% "Do: " & $string($madeGetItem.Item.text.S) %}') }
          : state,
      ),
  },
  {
    name: 'the reply of another call is used',
    body: `
    one = ask("A " + event["a"])
    two = ask("B " + event["b"])
    three = ask("C " + one)
    return {"one": one, "two": two, "three": three}`,
    wrong: (states) => rewritten(states, 2, '$madeInvokeModel.', '$madeInvokeModel2.'),
  },
  {
    name: 'two replies are kept in one variable',
    body: `
    one = read(event["a"])
    two = read(event["b"])
    return ask(one + " and " + two)`,
    wrong: (states) => {
      const text = JSON.stringify(tasks(states).map((state) => ({ ...state, call: undefined, native: undefined })));
      const clash = JSON.parse(text.replaceAll('madeGetObject2', 'madeGetObject')) as readonly ChainState[];
      return states.map((state, i) => ({ ...state, ...clash[i] }));
    },
  },
  {
    name: 'a state between gives its reply on in place of the input',
    body: `
    doc = read(event["key"])
    return ask(event["task"] + doc)`,
    wrong: (states) => rewritten(states, 0, '($states.input)', '($states.result)'),
  },
  {
    name: 'the sides of a branch are swapped',
    body: `
    if event.get("text") == "hello":
        return "nothing"
    return ask("Sum " + event["text"])`,
    wrong: (states) =>
      states.map((state) =>
        state.kind === 'choice' ? { ...state, then: state.otherwise, otherwise: state.then } : state,
      ),
  },
  {
    name: 'truth of a list is that of another language',
    body: `
    if event["flags"]:
        return ask("Sum")
    return None`,
    wrong: (states) =>
      states.map((state) =>
        state.kind === 'choice' ? { ...state, condition: '{% $boolean($states.input.flags) %}' } : state,
      ),
  },
  {
    name: 'a check between two calls is forgotten',
    body: `
    text = ask("Yes or no? " + event["a"])
    if "yes" not in text:
        raise ValueError("no")
    s3.put_object(Bucket="docs", Key="k", Body=json.dumps({"text": text}))
    return text`,
    wrong: (states) =>
      states.map((state, i) =>
        i === 1 && state.kind === 'task'
          ? {
              ...state,
              arguments: { Bucket: 'docs', Key: 'k', Body: { text: '{% $madeInvokeModel.content[0].text %}' } },
            }
          : state,
      ),
  },
  {
    name: 'a text is written where JSON was',
    body: `
    text = ask("Sum " + event["a"])
    s3.put_object(Bucket="docs", Key="k", Body=json.dumps({"text": text}))
    return text`,
    wrong: (states) =>
      states.map((state, i) =>
        i === 1 && state.kind === 'task'
          ? {
              ...state,
              arguments: {
                ...(state.arguments as object),
                Body: '{% $string({"text": $madeInvokeModel.content[0].text}) %}',
              },
            }
          : state,
      ),
  },
  {
    name: 'a call that is made on one side is left out',
    body: `
    text = event["text"]
    if event.get("long") == "yes, no":
        text = ask("Shorten " + text)
    s3.put_object(Bucket="docs", Key="k", Body=json.dumps({"text": text}))
    return text`,
    wrong: (states) => states.map((state) => (state.kind === 'choice' ? { ...state, then: state.otherwise } : state)),
  },
];

/** Names that count up. */
function plainNames(): { state: (action: string) => string; variable: (operation: string) => string } {
  const counts = new Map<string, number>();
  const numbered = (name: string): string => {
    const count = (counts.get(name) ?? 0) + 1;
    counts.set(name, count);
    return count === 1 ? name : `${name}${String(count)}`;
  };
  return { state: numbered, variable: (operation) => numbered(`made${operation}`) };
}

async function chainOf(body: string): Promise<LoweredChain> {
  const found = await understandPython(`${HEAD}${body}\n`);
  if (found.program === undefined) throw new Error(JSON.stringify(found.blockers));
  return lowerChain(found.program, (made) => made, LOWERING, { task: 'Ask', names: plainNames(), isHandled: false });
}

describe('the trial of a chain', () => {
  it.each(PITFALLS.map((pitfall) => [pitfall.name, pitfall] as const))(
    'sees that %s',
    async (_name, { body, wrong }) => {
      const chain = await chainOf(body);
      const trial: ChainTrial = { chain, compose: (made) => made, knownInput: isObject, services: SERVICES };
      expect(await validateChain(trial)).toBeUndefined();
      const states = wrong(chain.states);
      expect(states).not.toEqual(chain.states);
      expect((await validateChain({ ...trial, chain: { ...chain, states } }))?.what).toMatch(/^the (?:handler|states)/);
    },
  );
});
