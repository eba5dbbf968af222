import json
import boto3

bedrock = boto3.client("bedrock-runtime")


def handler(event, context):
    text = event.get("text", "")
    if not text:
        raise ValueError("no text")
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    body = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200,
            "messages": [{"role": "user", "content": "Summarise: " + text}]}
    r = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(body))
    return {"summary": json.loads(r["body"].read())["content"][0]["text"]}
