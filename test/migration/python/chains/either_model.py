import json
import boto3

client = boto3.client("bedrock-runtime")

def handler(event, context):
    mode = event.get("mode", "fast")
    text = event["text"]
    if mode == "fast":
        r = client.converse(modelId="amazon.nova-micro-v1:0", messages=[{"role": "user", "content": [{"text": text}]}])
        out = r["output"]["message"]["content"][0]["text"]
    elif mode == "deep":
        r = client.converse(modelId="amazon.nova-pro-v1:0", messages=[{"role": "user", "content": [{"text": "Think. " + text}]}])
        out = r["output"]["message"]["content"][0]["text"]
    else:
        raise ValueError("unknown mode")
    return {"mode": mode, "out": out}
