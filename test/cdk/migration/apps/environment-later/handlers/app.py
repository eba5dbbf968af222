import json
import os

import boto3

bedrock = boto3.client("bedrock-runtime")
MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude-3-haiku-20240307-v1:0")


def lambda_handler(event, context):
    text = event.get("text", "")
    if not isinstance(text, str):
        raise TypeError("text must be a string")
    body = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 300,
        "messages": [{"role": "user", "content": "Summarise this ticket in two sentences:\n\n" + text}],
    }
    response = bedrock.invoke_model(modelId=MODEL_ID, body=json.dumps(body))
    answer = json.loads(response["body"].read())
    return {"summary": answer["content"][0]["text"]}
