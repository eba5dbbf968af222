import json, time, uuid
from datetime import datetime
import boto3
brt = boto3.client("bedrock-runtime", region_name="us-west-2")

def handler(event, context):
    started = time.time()
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": f"Today is {datetime.now().isoformat()}. {event['q']}"}))
    print("took", time.time() - started)
    return {"id": str(uuid.uuid4()), "out": json.loads(r["body"].read())}
