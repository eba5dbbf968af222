import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    prompt = 'It\'s "quoted" \\ and ${Braces} {% code %} \u00e9 \t' + event["text"] + "%}"
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100, "system": "{% not an expression %}",
        "messages": [{"role": "user", "content": prompt}]}))
    return {"text": json.loads(r["body"].read())["content"][0]["text"], "note": "{% neither %}"}
