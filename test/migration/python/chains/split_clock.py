from datetime import datetime
import boto3
table = boto3.resource("dynamodb").Table("runs")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["text"]}]}])
    text = r["output"]["message"]["content"][0]["text"]
    table.put_item(Item={"id": event["id"], "text": text, "at": datetime.utcnow().isoformat()})
    return text
