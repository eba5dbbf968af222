import json
import os
import boto3

s3 = boto3.client("s3")
brt = boto3.client("bedrock-runtime")
BUCKET = os.environ["BUCKET"]

def load(key):
    return s3.get_object(Bucket=BUCKET, Key=key)["Body"].read().decode()

def handler(event, context):
    system = load("prompts/system.txt")
    doc = load(event["key"])
    r = brt.invoke_model(
        modelId="anthropic.claude-3-haiku-20240307-v1:0",
        contentType="application/json",
        accept="application/json",
        body=json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 50, "system": system,
                         "messages": [{"role": "user", "content": doc}]}),
    )
    data = json.loads(r["body"].read())
    return {"text": data["content"][0]["text"], "stop": data["stop_reason"]}
