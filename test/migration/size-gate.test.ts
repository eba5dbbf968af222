/** Handlers that work with images stay whole: neither migrated nor split. */
import { describe, expect, it } from 'vitest';
import { decisionOn } from './decide-task.ts';
import { BY_ARN, statesWith } from './task-forms.ts';

const HEAD = `import base64, json, os
import boto3
s3 = boto3.client("s3")
client = boto3.client("bedrock-runtime")
`;

const PAINTS = `${HEAD}
def handler(event, context):
    body = {"taskType": "TEXT_IMAGE", "textToImageParams": {"text": event["wish"]}}
    out = client.invoke_model(modelId="amazon.nova-canvas-v1:0", body=json.dumps(body))
    picture = json.loads(out["body"].read())["images"][0]
    s3.put_object(Bucket="walls", Key=event["wish"] + ".png", Body=base64.b64decode(picture))
    return {"key": event["wish"] + ".png"}
`;

const LOOKS = `${HEAD}
def handler(event, context):
    photo = s3.get_object(Bucket="photos", Key=event["key"])["Body"].read()
    data = base64.b64encode(photo).decode()
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 90, "messages": [{"role": "user", "content": [
        {"type": "image", "source": {"type": "base64", "media_type": "image/jpeg", "data": data}}]}]}
    out = client.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return json.loads(out["body"].read())["content"][0]["text"]
`;

const NAMED = `${HEAD}
def handler(event, context):
    out = client.invoke_model(modelId=os.environ["MODEL"], body=json.dumps({"prompt": event["wish"]}))
    return json.loads(out["body"].read())["images"][0]
`;

async function outcomeOf(
  source: string,
  environment: object = {},
): Promise<{ kind: string; gates: readonly string[] }> {
  const { outcome } = await decisionOn(statesWith(BY_ARN), { file: 'app.py', text: source, environment });
  return { kind: outcome.kind, gates: outcome.kind === 'plan' ? outcome.reasons.map(({ gate }) => gate) : [] };
}

describe('the size of what is sent and received', () => {
  it.each([
    ['an image that is made', PAINTS, {}],
    ['an image that is looked at', LOOKS, {}],
    ['a model of images that the environment names', NAMED, { MODEL: 'stability.sd3-5-large-v1:0' }],
  ])('keeps the function for %s', async (_name, source, environment) => {
    const { kind, gates } = await outcomeOf(source, environment);
    expect(kind).toBe('plan');
    expect(gates).toContain('size');
  });

  it('is no matter for texts', async () => {
    const texts = NAMED.replace('import base64, json, os', 'import json, os');
    expect((await outcomeOf(texts, { MODEL: 'amazon.titan-text-express-v1' })).gates).not.toContain('size');
  });
});
