import json
import boto3
bedrock = boto3.client("bedrock-runtime")

def handler(event, context):
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 512, "messages": event["messages"]}
    resp = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return json.loads(resp["body"].read())
