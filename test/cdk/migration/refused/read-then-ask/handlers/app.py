import json

import boto3

s3 = boto3.client("s3")
bedrock = boto3.client("bedrock-runtime")


def lambda_handler(event, context):
    text = s3.get_object(Bucket=event["bucket"], Key=event["key"])["Body"].read().decode("utf-8")
    response = bedrock.converse(
        modelId="amazon.nova-lite-v1:0",
        messages=[{"role": "user", "content": [{"text": "Summarise: " + text}]}],
    )
    return {"summary": response["output"]["message"]["content"][0]["text"]}
