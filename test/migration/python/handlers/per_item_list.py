import boto3
rt = boto3.client("bedrock-runtime")

def define(word):
    r = rt.converse(
        modelId="amazon.nova-micro-v1:0",
        messages=[{"role": "user", "content": [{"text": f"Define: {word}"}]}],
        inferenceConfig={"maxTokens": 80},
    )
    return r["output"]["message"]["content"][0]["text"].strip()

def handler(event, _ctx):
    words = event["words"]
    return [define(w) for w in words]
