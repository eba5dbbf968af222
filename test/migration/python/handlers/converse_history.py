import boto3

brt = boto3.client("bedrock-runtime")


def lambda_handler(event, context):
    turns = [{"role": t["role"], "content": [{"text": t["text"]}]} for t in event["turns"]]
    r = brt.converse(modelId="us.amazon.nova-lite-v1:0", messages=turns)
    return {**event, "reply": r["output"]["message"]["content"][0]["text"]}
