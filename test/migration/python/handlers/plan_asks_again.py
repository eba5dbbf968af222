import json, time, boto3
c = boto3.client("bedrock-runtime")

def handler(event, context):
    for i in range(3):
        try:
            r = c.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({"prompt": event["p"]}))
            text = json.loads(r["body"].read())["content"][0]["text"]
            if text != "":
                return {"text": text}
        except c.exceptions.ThrottlingException:
            time.sleep(1)
    return {"text": None}
