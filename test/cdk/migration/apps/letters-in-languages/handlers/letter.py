import json
import boto3

bedrock = boto3.client("bedrock-runtime")
GREETING = {"en": "Dear", "de": "Liebe", "fr": "Cher"}


def handler(event, context):
    start = GREETING.get(event["lang"], "Hello")
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 300,
            "messages": [{"role": "user", "content": "Write a letter that starts with " + start + " about " + event["topic"]}]}
    r = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return {"letter": json.loads(r["body"].read())["content"][0]["text"]}
