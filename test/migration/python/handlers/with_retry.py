import time
import boto3
from botocore.exceptions import ClientError

agent = boto3.client("bedrock-agent-runtime")
RETRYABLE = ["ThrottlingException", "InternalServerException"]


def with_retry(fn, times=5):
    last = None
    for n in range(times):
        try:
            return fn()
        except ClientError as ex:
            last = ex
            if ex.response["Error"]["Code"] not in RETRYABLE:
                raise
            time.sleep(0.5)
    raise last


def handler(event, context):
    found = with_retry(
        lambda: agent.retrieve(knowledgeBaseId="KB12345678", retrievalQuery={"text": event["query"]}), times=2
    )
    return [item["content"]["text"] for item in found["retrievalResults"]]
