import json
import boto3
brt = boto3.client("bedrock-runtime")

def enrich(e):
    e["lang"] = "en"
    return e

def handler(event, context):
    enrich(event)
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": event["lang"] + event["q"]}))
    return json.loads(r["body"].read())
