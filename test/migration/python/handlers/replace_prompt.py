import json, os
import boto3
brt = boto3.client("bedrock-runtime")
TEMPLATE = "Hello {{name}}, you said: {{text}}"

def handler(event, context):
    prompt = TEMPLATE.replace("{{name}}", event["name"]).replace("{{text}}", event["text"])
    r = brt.invoke_model(modelId=os.environ["MODEL"], body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": [{"role": "user", "content": prompt}]}))
    text = json.loads(r["body"].read())["content"][0]["text"]
    return {"ok": text.startswith("yes"), "has": "no" in text, "text": text.rstrip()}
