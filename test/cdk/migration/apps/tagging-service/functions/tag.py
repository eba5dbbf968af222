import json
import os

import boto3

bedrock_runtime = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])
MAX_TOKENS = int(os.environ.get("MAX_TOKENS", "64"))


def handler(event, context):
    text = event["text"]
    body = json.dumps(
        {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": MAX_TOKENS,
            "system": "You tag documents. Answer with a comma-separated list.",
            "messages": [{"role": "user", "content": text}],
        }
    )
    response = bedrock_runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=body)
    payload = json.loads(response["body"].read())
    return {"tags": payload["content"][0]["text"], "model": "haiku"}
