import boto3
brt = boto3.client("bedrock-runtime")

def ask(text):
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": text}]}])
    return r["output"]["message"]["content"][0]["text"]

def handler(event, context):
    text = event.get("text") or ""
    if len(text) < 10:
        return {"summary": text, "skipped": True}
    return {"summary": ask("Summarise: " + text), "skipped": False}
