import os

import boto3

client = boto3.client("bedrock-runtime")
SYSTEM = "Grade the essay from A to F. Answer with the letter alone."


def handler(event, _):
    answer = client.converse(
        modelId=os.environ["MODEL_ID"],
        system=[{"text": SYSTEM}],
        messages=[{"role": "user", "content": [{"text": event["essay"]}]}],
        inferenceConfig={"maxTokens": 3, "temperature": 0},
    )
    return {"grade": answer["output"]["message"]["content"][0]["text"]}
