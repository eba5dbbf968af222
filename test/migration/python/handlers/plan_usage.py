import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.converse(modelId="m", messages=[{"role": "user", "content": [{"text": event["q"]}]}])
    return {"usage": r["usage"], "text": r["output"]["message"]["content"][0]["text"]}
