import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": "Data: " + json.dumps(event["data"])}]}))
    return json.loads(r["body"].read())["content"][0]["text"]
