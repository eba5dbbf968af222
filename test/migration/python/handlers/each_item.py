import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    results = []
    for item in event["items"]:
        r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
            "anthropic_version": "bedrock-2023-05-31", "max_tokens": 300,
            "messages": [{"role": "user", "content": item}]}))
        results.append(json.loads(r["body"].read()))
    return results
