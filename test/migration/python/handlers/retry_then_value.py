import time, json, boto3
from botocore.exceptions import ClientError
c = boto3.client("bedrock-runtime")

def handler(event, context):
    result = None
    for attempt in range(1, 4):
        try:
            result = c.invoke_model(modelId="amazon.titan-text-lite-v1", body=json.dumps({"inputText": "Tags for " + event["title"]}))
            break
        except ClientError as e:
            if e.response.get("Error", {}).get("Code") != "ThrottlingException":
                raise e
            time.sleep(min(2 ** attempt, 10))
            continue
    if result is None:
        return {"title": event["title"], "tags": "", "throttled": True}
    tags = json.loads(result["body"].read())["results"][0]["outputText"]
    return {"title": event["title"], "tags": tags, "throttled": False}
