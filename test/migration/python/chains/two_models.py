import json
import boto3

brt = boto3.client("bedrock-runtime")

def claude(prompt):
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 300,
        "messages": [{"role": "user", "content": prompt}]}))
    return json.loads(r["body"].read())["content"][0]["text"]

def lambda_handler(event, context):
    english = claude("Translate to English: " + event["text"])
    print("translated", english)
    topic = claude(f"One word topic of: {english}")
    return {"english": english, "topic": topic.strip(), "original": event["text"]}
