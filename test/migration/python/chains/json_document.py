import json
import boto3

s3_client = boto3.client("s3")
brt = boto3.client("bedrock-runtime")

def lambda_handler(event, context):
    obj = s3_client.get_object(Bucket="intake-bucket", Key=event["key"])
    claim = json.loads(obj["Body"].read())
    notes = claim.get("notes", "none")
    prompt = "Claim of {name}. Notes: {notes}".format(name=claim["name"], notes=notes)
    r = brt.invoke_model(modelId="anthropic.claude-3-haiku-20240307-v1:0", body=json.dumps({
        "anthropic_version": "bedrock-2023-05-31", "max_tokens": 80,
        "messages": [{"role": "user", "content": prompt}]}))
    verdict = json.loads(r["body"].read())["content"][0]["text"]
    s3_client.put_object(Bucket="intake-bucket", Key=event["key"] + ".verdict", Body=json.dumps({"name": claim["name"], "verdict": verdict}).encode("utf-8"))
    return verdict
