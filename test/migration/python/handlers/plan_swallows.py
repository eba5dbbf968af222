import json
import boto3
brt = boto3.client("bedrock-runtime")
s3 = boto3.client("s3")

def handler(event, context):
    try:
        doc = s3.get_object(Bucket=event["bucket"], Key=event["key"])["Body"].read().decode("utf-8")
        r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": doc}))
        return {"statusCode": 200, "body": r["body"].read().decode()}
    except Exception as e:
        return {"statusCode": 500, "body": str(e)}
