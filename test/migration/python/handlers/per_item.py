import json
import boto3

bedrock = boto3.client("bedrock-runtime")
MODEL = "anthropic.claude-3-haiku-20240307-v1:0"

def reply_to(review, tone):
    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 300,
        "messages": [{"role": "user", "content": "Answer in a " + tone + " tone: " + review["text"]}],
    })
    out = bedrock.invoke_model(modelId=MODEL, body=body)
    return json.loads(out["body"].read())["content"][0]["text"]

def handler(event, context):
    tone = event.get("tone", "friendly")
    replies = []
    for review in event["reviews"]:
        text = reply_to(review, tone)
        print("done", review["id"])
        replies.append({"id": review["id"], "reply": text})
    return {"replies": replies, "tone": tone}
