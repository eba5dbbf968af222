import os
import boto3
from botocore.config import Config

client = boto3.client("bedrock-agentcore", config=Config(read_timeout=600))


def collect(response):
    text, usage = "", {}
    for event in response["stream"]:
        if "contentBlockDelta" in event:
            text += event["contentBlockDelta"]["delta"].get("text", "")
        elif "metadata" in event:
            usage = event["metadata"]["usage"]
    return text, usage


def handler(event, context):
    response = client.invoke_harness(
        harnessArn=os.environ["HARNESS_ARN"],
        runtimeSessionId=event["session_id"],
        messages=[{"role": "user", "content": [{"text": f"Ticket {event['ticket']['id']}: {event['ticket']['text']}"}]}],
        maxIterations=12,
    )
    text, usage = collect(response)
    print("tokens", usage)
    return {"reply": text.strip()}
