import json
from datetime import datetime, timedelta
import boto3
bedrock = boto3.client("bedrock-runtime")

def handler(event, context):
    name = event.get("name", "you").title()
    days = event.get("days", 3)
    due = (datetime.now() + timedelta(days=days)).strftime("%Y-%m-%d")
    if event.get("tone"):
        tone = "Write in a %s tone." % event["tone"]
        note = {"tone": event["tone"], "tags": ["toned"]}
    else:
        tone = ""
    entry = {"name": name, "due": due, "log": []}
    history = event.get("history", [])
    entry["history"] = history
    entry["log"].append("asked " + due)
    resp = bedrock.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 100,
        "messages": [{"role": "user", "content": f"Remind {name} of the invoice due on {due}. {tone}"}]}))
    msg = json.loads(resp["body"].read())["content"][0]["text"]
    if event.get("tone"):
        note["tags"].append("sent")
        entry["note"] = note
    entry["log"].append("answered")
    entry["message"] = msg
    return entry
