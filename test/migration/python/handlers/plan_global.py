import json
import boto3
brt = boto3.client("bedrock-runtime")
sns = boto3.client("sns")
BODY = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 9}

def handler(event, context):
    BODY["messages"] = [{"role": "user", "content": event["q"]}]
    try:
        r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(BODY))
    except Exception as e:
        sns.publish(TopicArn="t", Message=str(e))
        raise
    return json.loads(r["body"].read())
