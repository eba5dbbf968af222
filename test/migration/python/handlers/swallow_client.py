import json
import logging
import boto3
import botocore

logger = logging.getLogger(__name__)
logger.setLevel(logging.INFO)
runtime = boto3.client("bedrock-runtime")

def handler(event, context):
    ticket = event["ticket"]
    payload = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200,
               "messages": [{"role": "user", "content": "Sort this ticket: " + ticket["text"]}]}
    try:
        r = runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(payload))
    except botocore.exceptions.ClientError as e:
        logger.error("bedrock said no: %s", e)
        return {"statusCode": 502, "ticket": ticket["id"], "label": None}
    label = json.loads(r["body"].read())["content"][0]["text"]
    return {"statusCode": 200, "ticket": ticket["id"], "label": label.strip()}
