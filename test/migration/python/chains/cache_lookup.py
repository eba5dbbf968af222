import json
import boto3

dynamodb = boto3.client("dynamodb")
runtime = boto3.client(service_name="bedrock-runtime")
TABLE = "answers"


def ask(question):
    payload = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 200,
               "messages": [{"role": "user", "content": question}]}
    resp = runtime.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(payload))
    return json.loads(resp["body"].read().decode())["content"][0]["text"]


def handler(event, context):
    q = event["question"]
    cached = dynamodb.get_item(TableName=TABLE, Key={"question": {"S": q}})
    if cached.get("Item"):
        return {"answer": cached["Item"]["answer"]["S"], "cached": True}
    answer = ask(q)
    dynamodb.put_item(TableName=TABLE, Item={"question": {"S": q}, "answer": {"S": answer}, "hits": {"N": "1"}})
    return {"answer": answer, "cached": False}
