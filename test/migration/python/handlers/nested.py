import json
import boto3
brt = boto3.client("bedrock-runtime")

def ask(prompt, max_tokens=50):
    response = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": max_tokens, "messages": [{"role": "user", "content": prompt}]}))
    return json.loads(response["body"].read())

def text_of(reply):
    return reply["content"][0]["text"]

def handler(event, context):
    detail = event["detail"]
    reply = ask("Rate: " + detail["review"]["text"], 80)
    return {"id": detail["id"], "rating": text_of(reply), "usage": reply["usage"]["input_tokens"]}
