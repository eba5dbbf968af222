/** What must not be split, and that the reason names what is in the way and its line. */
import { describe, expect, it } from 'vitest';
import type { Gate, Json } from '../../../src/handlers/ir.ts';
import { splitOfTask, template } from '../decide-task.ts';
import { BY_ARN } from '../task-forms.ts';

const HEAD = `import json, os, re, time
from decimal import Decimal
import boto3
s3 = boto3.client("s3")
table = boto3.resource("dynamodb").Table("t")
brt = boto3.client("bedrock-runtime")
CACHE = {}
`;

const CALL = 'r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"q": q}))';
const ANSWER = 'text = json.loads(r["body"].read())["content"][0]["text"]';

interface Refusal {
  readonly name: string;
  /** The body of the handler, or a whole source. */
  readonly lines: readonly string[];
  readonly isWhole?: true;
  readonly gate: Gate;
  readonly message: RegExp;
  /** What stands in the line that is pointed at. */
  readonly line: string;
  readonly task?: Readonly<Record<string, Json>>;
}

const REFUSALS: readonly Refusal[] = [
  {
    name: 'bytes live across the call',
    lines: [
      'q = event["q"]',
      'raw = s3.get_object(Bucket="b", Key=q)["Body"].read()',
      CALL,
      ANSWER,
      'return {"text": text, "n": len(raw)}',
    ],
    gate: 'types',
    message: /^raw is needed after the call/,
    line: 'raw = s3.get_object',
  },
  {
    name: 'a set lives across the call',
    lines: ['q = event["q"]', 'words = set(q.split())', CALL, ANSWER, 'return [w for w in text.split() if w in words]'],
    gate: 'types',
    message: /^words is needed after the call, and is made of what set\(\) gives/,
    line: 'words = set',
  },
  {
    name: 'a tuple lives across the call',
    lines: ['q = event["q"]', 'pair = (q, 1)', CALL, ANSWER, 'return {"same": pair == (text, 1)}'],
    gate: 'types',
    message: /^pair is needed after the call, and is made of a tuple/,
    line: 'pair = (q, 1)',
  },
  {
    name: 'numbers of DynamoDB live across the call',
    lines: [
      'q = event["q"]',
      'item = table.get_item(Key={"id": q})["Item"]',
      CALL,
      ANSWER,
      'return {"text": text, "n": str(item["n"])}',
    ],
    gate: 'types',
    message: /^item is needed after the call/,
    line: 'item = table.get_item',
  },
  {
    name: 'a function made before the call is used after it',
    lines: ['q = event["q"]', 'def mark(t):', '    return "*" + t', CALL, ANSWER, 'return mark(text)'],
    gate: 'types',
    message: /^mark is needed after the call, and is made of a function/,
    line: 'def mark',
  },
  {
    name: 'an error of the call is swallowed',
    lines: [
      'q = event["q"]',
      'try:',
      `    ${CALL}`,
      `    ${ANSWER}`,
      'except Exception as e:',
      '    return {"error": str(e)}',
      'return text',
    ],
    gate: 'errors',
    message: /swallowed/,
    line: 'except Exception',
  },
  {
    name: 'an error of the call is reported before it is raised again',
    lines: [
      'q = event["q"]',
      'try:',
      `    ${CALL}`,
      `    ${ANSWER}`,
      'except Exception:',
      '    table.put_item(Item={"id": q})',
      '    raise',
      'return text',
    ],
    gate: 'errors',
    message: /something is done before it is raised again/,
    line: 'except Exception',
  },
  {
    name: 'something is done in any case after the call',
    lines: ['q = event["q"]', 'try:', `    ${CALL}`, 'finally:', '    print("done")', ANSWER, 'return text'],
    gate: 'errors',
    message: /`finally`/,
    line: 'try:',
  },
  {
    name: 'the text of the reply is used as it is',
    lines: [
      'q = event["q"]',
      CALL,
      'raw = r["body"].read()',
      's3.put_object(Bucket="b", Key="k", Body=raw)',
      'return json.loads(raw)',
    ],
    gate: 'result-use',
    message: /the text of the reply is used otherwise/,
    line: 's3.put_object',
  },
  {
    name: 'the response is handed on whole',
    lines: [
      'm = [{"role": "user", "content": [{"text": event["q"]}]}]',
      'r = brt.converse(modelId="m", messages=m)',
      's3.put_object(Bucket="b", Key="k", Body=json.dumps(r))',
      'return r["output"]',
    ],
    gate: 'result-use',
    message: /the whole response is used/,
    line: 's3.put_object',
  },
  {
    name: 'the metadata of the response is read',
    lines: [
      'm = [{"role": "user", "content": [{"text": event["q"]}]}]',
      'r = brt.converse(modelId="m", messages=m)',
      's3.put_object(Bucket="b", Key="k", Body="")',
      'return r["ResponseMetadata"]["RequestId"]',
    ],
    gate: 'result-use',
    message: /the whole response is used/,
    line: 'return r',
  },
  {
    name: 'a log line reads the metadata of the response',
    lines: [
      'm = [{"role": "user", "content": [{"text": event["q"]}]}]',
      'r = brt.converse(modelId="m", messages=m)',
      's3.put_object(Bucket="b", Key="k", Body="")',
      'print(r["ResponseMetadata"]["RequestId"])',
      'return r["stopReason"]',
    ],
    gate: 'result-use',
    message: /the whole response is used/,
    line: 'print(r',
  },
  {
    name: 'the request has bytes',
    lines: [
      'img = s3.get_object(Bucket="b", Key=event["k"])["Body"].read()',
      'm = [{"role": "user", "content": [{"image": {"format": "png", "source": {"bytes": img}}}]}]',
      'r = brt.converse(modelId="m", messages=m)',
      'return r["stopReason"]',
    ],
    gate: 'size',
    message: /parts that are bytes/,
    line: 'r = brt.converse',
  },
  {
    name: 'the id of the request is used',
    lines: [
      'q = event["q"]',
      's3.put_object(Bucket="b", Key=context.aws_request_id, Body=q)',
      CALL,
      ANSWER,
      'return text',
    ],
    gate: 'context',
    message: /context.aws_request_id is another one/,
    line: 'context.aws_request_id',
  },
  {
    name: 'state of the module is changed',
    lines: [
      'q = event["q"]',
      'CACHE[q] = s3.get_object(Bucket="b", Key=q)["Body"].read().decode()',
      CALL,
      ANSWER,
      'return text + CACHE[q]',
    ],
    gate: 'effects',
    message: /CACHE of the module is changed/,
    line: 'CACHE[q] =',
  },
  {
    name: 'a file is written before the call and read after it',
    lines: [
      'q = event["q"]',
      's3.download_file("b", q, "/tmp/doc")',
      CALL,
      ANSWER,
      'with open("/tmp/doc") as f:',
      '    return text + f.read()',
    ],
    gate: 'effects',
    message: /files are used before the call and after it/,
    line: 'with open',
  },
  {
    name: 'the call is in a loop',
    lines: ['out = []', 'for q in event["qs"]:', `    ${CALL}`, `    ${ANSWER}`, '    out.append(text)', 'return out'],
    gate: 'one-call',
    message: /the call is in a loop/,
    line: 'for q in',
  },
  {
    name: 'the call is under a condition',
    lines: [
      'q = event["q"]',
      'text = s3.get_object(Bucket="b", Key=q)["Body"].read().decode()',
      'if len(text) > 9:',
      `    ${CALL}`,
      `    ${ANSWER}`,
      'return text',
    ],
    gate: 'one-call',
    message: /one side of a branch/,
    line: 'if len(text)',
  },
  {
    name: 'a function returns before its call',
    isWhole: true,
    lines: [
      'def ask(q):',
      '    if not q:',
      '        return ""',
      `    ${CALL}`,
      `    ${ANSWER}`,
      '    return text',
      '',
      'def handler(event, context):',
      '    doc = s3.get_object(Bucket="b", Key="k")["Body"].read().decode()',
      '    return ask(doc)',
    ],
    gate: 'one-call',
    message: /ask returns before the call/,
    line: 'return ""',
  },
  {
    name: 'a function with the call is used twice',
    isWhole: true,
    lines: [
      'def ask(q):',
      `    ${CALL}`,
      `    ${ANSWER}`,
      '    return text',
      '',
      'def handler(event, context):',
      '    doc = s3.get_object(Bucket="b", Key="k")["Body"].read().decode()',
      '    first = ask(doc)',
      '    return ask(first)',
    ],
    gate: 'one-call',
    message: /used in 2 places/,
    line: 'return ask(first)',
  },
  {
    name: 'something is computed before the call in its statement',
    lines: [
      'q = event["q"]',
      'return [table.put_item(Item={"id": q}), json.loads(brt.invoke_model(modelId="m", body=json.dumps({"q": q}))["body"].read())]',
    ],
    gate: 'one-call',
    message: /computed before the call in the same statement/,
    line: 'return [table',
  },
  {
    name: 'all locals are taken at once',
    lines: [
      'q = event["q"]',
      'doc = s3.get_object(Bucket="b", Key=q)["Body"].read().decode()',
      CALL,
      ANSWER,
      'return "{q}: {text}".format(**locals())',
    ],
    gate: 'pure-ops',
    message: /locals\(\) takes whatever there is/,
    line: 'return "{q}',
  },
  {
    name: 'every error is tried again from the start',
    lines: ['q = s3.get_object(Bucket="b", Key="k")["Body"].read().decode()', CALL, ANSWER, 'return json.loads(text)'],
    task: { Retry: [{ ErrorEquals: ['States.ALL'], MaxAttempts: 2 }] },
    gate: 'errors',
    message: /tried again with a new call of the model/,
    line: '',
  },
];

describe('the reason against a split', () => {
  it.each(REFUSALS.map((refusal) => [refusal.name, refusal] as const))('%s', async (_name, refusal) => {
    const { lines, isWhole, gate, message, line, task } = refusal;
    const text =
      isWhole === true
        ? `${HEAD}${lines.join('\n')}\n`
        : `${HEAD}\ndef handler(event, context):\n${lines.map((one) => `    ${one}\n`).join('')}`;
    const machine = template({ Ask: { ...BY_ARN, ...task, End: true } }, { handler: 'app.handler' });
    const { reasons = [] } = await splitOfTask({ 'template.json': machine, 'fn/app.py': text });
    const found = reasons.find((reason) => message.test(reason.message));
    expect(reasons.map((reason) => reason.message).join('\n')).toMatch(message);
    expect(found?.gate).toBe(gate);
    const { file, start = 0 } = found?.span ?? {};
    const row = file?.text.slice(file.text.lastIndexOf('\n', start - 1) + 1).split('\n')[0] ?? '';
    expect(row).toContain(line);
  });

  it('is none for code in the template and for code that is built', async () => {
    const source = `${HEAD}\ndef handler(event, context):\n    q = s3.get_object(Bucket="b", Key="k")["Body"].read().decode()\n    ${CALL}\n    return json.loads(r["body"].read())\n`;
    const task = { ...BY_ARN, End: true };
    const inline = template({ Ask: task }, { handler: 'index.handler', InlineCode: source, CodeUri: undefined });
    const { reasons: ofInline } = await splitOfTask({ 'template.json': inline });
    expect(ofInline?.map(({ message }) => message)).toEqual(['the code stands in the template']);
    const built = template({ Ask: task }, { handler: 'app.handler', CodeUri: 'dist/' });
    const { reasons: ofBuilt } = await splitOfTask({ 'template.json': built, 'dist/app.py': source });
    expect(ofBuilt?.map(({ message }) => message)).toEqual(['the file is made by a build']);
  });
});
