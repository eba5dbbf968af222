import os
import boto3

ddb = boto3.resource("dynamodb")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    table = ddb.Table(os.environ["PROFILES"])
    item = table.get_item(Key={"user": event["user"]}).get("Item") or {}
    if item.get("bio"):
        return {"user": event["user"], "bio": item["bio"], "fresh": False}
    hint = item.get("hint", "")
    resp = brt.converse(modelId="amazon.nova-lite-v1:0",
                        messages=[{"role": "user", "content": [{"text": f"Bio for {event['user']} {hint}"}]}])
    bio = resp["output"]["message"]["content"][0]["text"]
    table.put_item(Item={"user": event["user"], "bio": bio, "version": 1, "draft": True})
    return {"user": event["user"], "bio": bio, "fresh": True}
