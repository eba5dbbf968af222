import json
import os
import boto3

table = boto3.resource("dynamodb").Table(os.environ["JOBS"])
client = boto3.client("bedrock-runtime")


def set_status(job_id, status, text=None):
    table.update_item(
        Key={"job": job_id},
        UpdateExpression="SET #s = :s",
        ExpressionAttributeNames={"#s": "status"},
        ExpressionAttributeValues={":s": status},
    )


def handler(event, context):
    job_id = event["job"]
    set_status(job_id, "RUNNING")
    response = client.invoke_model(
        modelId="anthropic.claude-3-haiku-20240307-v1:0",
        body=json.dumps({
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 64,
            "messages": [{"role": "user", "content": "Title for: " + event["text"]}],
        }),
    )
    title = json.loads(response["body"].read())["content"][0]["text"].strip()
    set_status(job_id, "DONE")
    return {**event, "title": title}
