import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    lines = "\n".join(f"- {item['name']}: {item.get('note', 'none')}" for item in event["items"] if item.get("keep"))
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "messages": [{"role": "user", "content": "Items:\n" + lines}]}))
    return {"count": len(event["items"]), "text": json.loads(r["body"].read())["content"][0]["text"]}
