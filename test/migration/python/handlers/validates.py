import json
import boto3
bedrock = boto3.client("bedrock-runtime")

class EmptyText(Exception):
    pass

def handler(event, context):
    text = event.get("text", "")
    if not text:
        raise EmptyText("no text")
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": [{"role": "user", "content": text[:200]}]}
    try:
        r = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    except Exception as e:
        print(f"failed: {e}")
        raise e
    out = json.loads(r["body"].read())["content"][0]["text"]
    return {"length": len(out), "out": out, "kind": "long" if len(out) > 20 else "short"}
