import json
import time

import boto3
from botocore.exceptions import ClientError

bedrock = boto3.client("bedrock-runtime")
MODEL_ID = "anthropic.claude-3-haiku-20240307-v1:0"


def lambda_handler(event, context):
    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 60,
        "messages": [{"role": "user", "content": "Write a headline for: " + event["article"]}],
    })
    for attempt in range(3):
        try:
            response = bedrock.invoke_model(body=body, modelId=MODEL_ID)
            return {"headline": json.loads(response["body"].read())["content"][0]["text"]}
        except ClientError as err:
            if err.response["Error"]["Code"] != "ThrottlingException":
                raise
            time.sleep(2 ** attempt)
    return {"headline": "Untitled"}
