import json
import boto3
bedrock = boto3.client("bedrock-runtime")

def handler(event, context):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
            "messages": [{"role": "user", "content": event["text"]}]}
    if event.get("system"):
        body["system"] = event["system"]
    r = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    event["summary"] = json.loads(r["body"].read())["content"][0]["text"]
    return event
