import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    body = '{"prompt": "' + event["x"] + '"}'
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=body)
    return json.loads(r["body"].read())
