import boto3
table = boto3.resource("dynamodb").Table("orders")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    order = table.get_item(Key={"id": event["id"]})["Item"]
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": "Order " + order["name"]}]}])
    return {"order": order, "text": r["output"]["message"]["content"][0]["text"]}
