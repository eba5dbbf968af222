import os
import boto3
from botocore.config import Config

MODEL = os.environ["MODEL"]
client = boto3.client("bedrock-runtime", config=Config(retries={"max_attempts": 2}, read_timeout=30))


def lambda_handler(event, context):
    response = client.converse(
        modelId=MODEL,
        system=[{"text": "You answer in one sentence."}],
        messages=[{"role": "user", "content": [{"text": event["question"]}]}],
        inferenceConfig={"maxTokens": 200, "temperature": 0.1},
    )
    message = response["output"]["message"]["content"][0]["text"]
    return {"answer": message, "stop": response["stopReason"], "tokens": response["usage"]["totalTokens"]}
