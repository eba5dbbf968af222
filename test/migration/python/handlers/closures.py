import json
import boto3

brt = boto3.client("bedrock-runtime")


def handler(event, context):
    prefix = "A: "

    def prompt():
        return prefix + event["text"]

    prefix = "B: "
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 9, "messages": [{"role": "user", "content": prompt()}]}))
    reply = json.loads(r["body"].read())
    found = {"text": reply["content"][0]["text"]}
    if reply["stop_reason"] == "max_tokens":
        found["cut"] = True
    elif event.get("debug"):
        found["debug"] = event["debug"]
    else:
        found["cut"] = False
    return found
