import json
import boto3

brt = boto3.client("bedrock-runtime")

def handler(event, context):
    text = event["text"]
    summary = None
    if event.get("summarise") == True:
        r = brt.converse(modelId="amazon.nova-micro-v1:0",
                         messages=[{"role": "user", "content": [{"text": "Shorten: " + text}]}],
                         inferenceConfig={"maxTokens": 100})
        summary = r["output"]["message"]["content"][0]["text"]
    return {"text": text, "summary": summary}
