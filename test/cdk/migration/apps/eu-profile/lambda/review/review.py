import os

import boto3
from botocore.config import Config

MODEL_ID = os.environ["MODEL_ID"]
client = boto3.client("bedrock-runtime", config=Config(retries={"max_attempts": 2}, read_timeout=50))


def handler(event, context):
    response = client.converse(
        modelId=MODEL_ID,
        system=[{"text": "You read contracts and list what a lawyer should look at."}],
        messages=[{"role": "user", "content": [{"text": event["contract"]}]}],
        inferenceConfig={"maxTokens": 1500, "temperature": 0.2},
    )
    text = response["output"]["message"]["content"][0]["text"]
    return {"findings": text, "stop": response["stopReason"], "tokens": response["usage"]["totalTokens"]}
