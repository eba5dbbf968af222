import json
import logging

import boto3

logger = logging.getLogger()
logger.setLevel(logging.INFO)
runtime = boto3.client(service_name="bedrock-runtime")

PROMPT = """Extract policy number and amount from the claim below, as JSON.

<claim>{claim}</claim>"""


def handler(event, _context):
    claim = event["text"]
    if not isinstance(claim, str):
        raise TypeError("text must be a string")
    logger.info("claim of %d characters", len(claim))
    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 512,
        "temperature": 0,
        "messages": [{"role": "user", "content": [{"type": "text", "text": PROMPT.format(claim=claim)}]}],
    })
    response = runtime.invoke_model(
        modelId="anthropic.claude-3-haiku-20240307-v1:0", body=body,
        accept="application/json", contentType="application/json",
    )
    reply = json.loads(response.get("body").read())
    return {"fields": reply["content"][0]["text"], "claim": claim}
