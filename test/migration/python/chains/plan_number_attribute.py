import boto3
table = boto3.resource("dynamodb").Table("quota")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    row = table.get_item(Key={"user": event["user"]}).get("Item", {})
    if row.get("used", 0) > 10:
        return {"refused": True}
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["text"]}]}])
    table.put_item(Item={"user": event["user"], "used": row.get("used", 0) + 1})
    return {"text": r["output"]["message"]["content"][0]["text"]}
