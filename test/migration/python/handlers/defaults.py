import json
import boto3
bedrock = boto3.client("bedrock-runtime")

def handler(event, context):
    tone = event.get("tone", "friendly")
    title = event.get("title") or "Untitled"
    extra = event["extra"] if "extra" in event else None
    text = f"Write in a {tone} tone. Title: {title}."
    if extra is not None:
        text = text + " Also: " + extra
    r = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
        "messages": [{"role": "user", "content": text}]}))
    data = json.loads(r["body"].read())
    return {"text": data["content"][0]["text"], "tone": tone, "title": title, "stop": data["stop_reason"]}
