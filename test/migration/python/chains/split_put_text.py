import json
import boto3
s3 = boto3.client("s3")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["text"]}]}])
    s3.put_object(Bucket="out", Key="answer.txt", Body=r["output"]["message"]["content"][0]["text"])
    return {"ok": True}
