import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": context.aws_request_id + event["x"]}))
    return json.loads(r["body"].read())["completion"].split()
