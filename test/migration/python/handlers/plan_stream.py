import boto3, json
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.converse_stream(modelId="m", messages=event["messages"])
    text = ""
    for chunk in r["stream"]:
        if "contentBlockDelta" in chunk:
            text += chunk["contentBlockDelta"]["delta"]["text"]
    return text
