import time, boto3
c = boto3.client("bedrock-runtime")

def handler(event, context):
    for i in range(3):
        try:
            r = c.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["q"]}]}])
            return r["output"]["message"]["content"][0]["text"]
        except Exception as e:
            if "Throttling" in str(e):
                time.sleep(2 ** i)
            else:
                raise
