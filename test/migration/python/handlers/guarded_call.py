import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    if not event.get("text"):
        return {"summary": ""}
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 300,
            "messages": [{"role": "user", "content": event["text"]}]}
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return {"summary": json.loads(r["body"].read())["content"][0]["text"]}
