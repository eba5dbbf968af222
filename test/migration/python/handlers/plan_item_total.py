import boto3
rt = boto3.client("bedrock-runtime")

def handler(event, context):
    out = []
    tokens = 0
    for q in event["questions"]:
        r = rt.converse(modelId="amazon.nova-micro-v1:0", messages=[{"role": "user", "content": [{"text": q}]}])
        out.append(r["output"]["message"]["content"][0]["text"])
        tokens += r["usage"]["totalTokens"]
    return {"answers": out, "tokens": tokens}
