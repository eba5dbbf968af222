import json, os
import boto3
brt = boto3.client("bedrock-runtime")
MAX_TOKENS = int(os.environ.get("MAX_TOKENS", "400"))

def handler(event, context):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": MAX_TOKENS, "temperature": event.get("temperature", 0.5),
            "messages": [{"role": "user", "content": event["text"]}]}
    if event["mode"] == 1:
        body["top_k"] = 10
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return {"text": json.loads(r["body"].read())["content"][0]["text"], "strict": event["mode"] != 1}
