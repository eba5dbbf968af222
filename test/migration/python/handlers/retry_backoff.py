import json
import os
import random
import time

import boto3
from botocore.exceptions import ClientError

MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude-3-haiku-20240307-v1:0")
MAX_RETRIES = 3
bedrock_runtime = boto3.client(service_name="bedrock-runtime")


def invoke_with_backoff(body, max_retries=MAX_RETRIES, base_delay=1.5):
    for attempt in range(max_retries):
        try:
            print(f"calling the model, attempt {attempt}")
            return bedrock_runtime.invoke_model(body=body, modelId=MODEL_ID)
        except ClientError as err:
            code = err.response["Error"]["Code"]
            if code in ("ThrottlingException", "TooManyRequestsException") and attempt < max_retries - 1:
                delay = base_delay * (2 ** attempt) + random.uniform(0, 1)
                print("throttled, waiting", delay)
                time.sleep(delay)
            else:
                raise


def lambda_handler(event, context):
    prompt = "Write a headline for: " + event["article"]
    body = json.dumps(
        {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 60,
            "messages": [{"role": "user", "content": prompt}],
        }
    )
    response = invoke_with_backoff(body)
    payload = json.loads(response["body"].read())
    return {"headline": payload["content"][0]["text"].strip()}
