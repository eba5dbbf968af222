import os
import json
import boto3

ARN = os.environ["AGENT_ARN"]
core = boto3.client("bedrock-agentcore")

def lambda_handler(event, context):
    payload = json.dumps({"prompt": event["prompt"], "locale": event.get("locale", "en")}).encode()
    res = core.invoke_agent_runtime(agentRuntimeArn=ARN, runtimeSessionId=event["session"], payload=payload)
    return json.loads(res["response"].read())
