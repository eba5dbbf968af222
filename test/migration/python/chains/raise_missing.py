import os
import boto3

customers = boto3.resource("dynamodb").Table(os.environ.get("CUSTOMERS", "customers"))
brt = boto3.client("bedrock-runtime")

class CustomerNotFound(Exception):
    pass

def handler(event, context):
    if not isinstance(event.get("customer"), str) or event["customer"] == "":
        raise ValueError("customer is needed")
    found = customers.get_item(Key={"id": event["customer"]}).get("Item")
    if not found:
        raise CustomerNotFound(event["customer"])
    reply = brt.converse(
        modelId="amazon.nova-lite-v1:0",
        system=[{"text": "You write letters."}],
        messages=[{"role": "user", "content": [{"text": "Dear " + found["name"] + ", about " + event["matter"]}]}],
    )
    return {"letter": reply["output"]["message"]["content"][0]["text"]}
