import json
import boto3

bedrock = boto3.client("bedrock-runtime")


def handler(event, context):
    prompt = f"Name three topics of this document.\n\n{event['document']}"
    r = bedrock.invoke_model(
        modelId="anthropic.claude-3-haiku-20240307-v1:0",
        body=json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 60,
                         "messages": [{"role": "user", "content": [{"type": "text", "text": prompt}]}]}))
    return {"topics": json.loads(r["body"].read())["content"][0]["text"].strip()}
