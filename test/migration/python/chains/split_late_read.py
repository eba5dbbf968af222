import boto3
s3 = boto3.client("s3")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["text"]}]}])
    footer = s3.get_object(Bucket="texts", Key="footer.txt")["Body"].read().decode("utf-8")
    return r["output"]["message"]["content"][0]["text"] + footer
