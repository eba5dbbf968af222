import json
import logging
import os

import boto3

logger = logging.getLogger()
s3 = boto3.client("s3")
bedrock = boto3.client("bedrock-runtime")
MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude-3-haiku-20240307-v1:0")


def read_doc(bucket, key):
    logger.info("reading s3://%s/%s", bucket, key)
    resp = s3.get_object(Bucket=bucket, Key=key)
    return resp["Body"].read().decode("utf-8")


def lambda_handler(event, context):
    bucket = event["bucket"]
    key = event["key"]
    document = read_doc(bucket, key)

    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 400,
        "messages": [{"role": "user", "content": [{"type": "text", "text": f"Summarise:\n\n{document}"}]}],
    })
    result = bedrock.invoke_model(modelId=MODEL_ID, body=body)
    answer = json.loads(result.get("body").read())
    summary = answer["content"][0]["text"]

    out_key = key + ".summary.json"
    s3.put_object(
        Bucket=bucket,
        Key=out_key,
        Body=json.dumps({"summary": summary, "source": key}),
        ContentType="application/json",
    )
    print(f"wrote {out_key}")
    return {"bucket": bucket, "key": out_key}
