import json
import boto3

s3 = boto3.client("s3")
model = boto3.client("bedrock-runtime")
FIELDS = {"number": "the invoice number", "total": "the total with its currency"}


def call_bedrock(system, prompt):
    request = {"anthropic_version": "bedrock-2023-05-31", "max_tokens": 400, "system": system,
               "messages": [{"role": "user", "content": prompt}]}
    out = model.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps(request))
    return json.loads(out["body"].read())


def extract(document, fields):
    wanted = [f"{name}: {what}" for name, what in fields.items()]
    answer = call_bedrock("Answer with lines `name: value`.", "\n".join(wanted) + "\n\n" + document)
    found = {}
    for line in answer["content"][0]["text"].splitlines():
        name, sep, value = line.partition(":")
        if sep and name.strip() in fields:
            found[name.strip()] = value.strip()
    found["missing"] = [name for name in fields if name not in found]
    found["length"] = len(document)
    return found


def lambda_handler(event, context):
    bucket, key = event["bucket"], event["key"]
    document = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode()
    fields = {**FIELDS, **(event.get("fields") or {})}
    result = extract(document, fields)
    if result["missing"]:
        print("missing", key, result["missing"])
    s3.put_object(Bucket=bucket, Key=key + ".json", Body=json.dumps(result))
    return {"key": key, **result}
