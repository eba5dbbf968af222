import json
import logging
import os

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)

MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude-3-haiku-20240307-v1:0")
bedrock = boto3.client("bedrock-runtime", region_name=os.environ["AWS_REGION"])

PROMPT = """You summarise documents for busy people.

Document: {doc}
Answer in {language}. Use {{braces}} for names."""


def build_body(doc, language="English"):
    return {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 300,
        "messages": [{"role": "user", "content": [{"type": "text", "text": PROMPT.format(doc=doc, language=language)}]}],
    }


def lambda_handler(event, context):
    logger.info("received %s", event)
    doc = event["doc"]
    response = bedrock.invoke_model(modelId=MODEL_ID, body=json.dumps(build_body(doc)))
    result = json.loads(response["body"].read())
    return {"statusCode": 200, "summary": result["content"][0]["text"].strip()}
