import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    if not event.get("text"):
        return {"summary": ""}
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": event["text"]}))
    return {"summary": json.loads(r["body"].read())["completion"]}
