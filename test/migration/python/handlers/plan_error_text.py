import json, boto3
from botocore.exceptions import ClientError
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    try:
        r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": event["p"]}))
        return {"ok": True, "out": json.loads(r["body"].read())["completion"]}
    except ClientError as e:
        return {"ok": False, "error": str(e)}
