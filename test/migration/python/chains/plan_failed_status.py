import boto3
table = boto3.client("dynamodb")
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    try:
        r = brt.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": event["text"]}]}])
        return {"text": r["output"]["message"]["content"][0]["text"]}
    except Exception as e:
        table.put_item(TableName="failures", Item={"id": {"S": event["id"]}})
        raise
