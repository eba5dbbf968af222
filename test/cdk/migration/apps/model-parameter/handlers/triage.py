import os

import boto3

MODEL = os.environ["MODEL_ID"]
client = boto3.client("bedrock-runtime")


def lambda_handler(event, context):
    response = client.converse(
        modelId=MODEL,
        system=[{"text": "Answer with urgent or usual and nothing else."}],
        messages=[{"role": "user", "content": [{"text": event["question"]}]}],
        inferenceConfig={"maxTokens": 5, "temperature": 0.0},
    )
    return {"answer": response["output"]["message"]["content"][0]["text"]}
