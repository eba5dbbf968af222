import boto3
from boto3.dynamodb.conditions import Key
table = boto3.resource("dynamodb").Table("notes")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    notes = table.query(KeyConditionExpression=Key("user").eq(event["user"]))["Items"]
    text = "\n".join([n["text"] for n in notes])
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": text}]}])
    return r["output"]["message"]["content"][0]["text"]
