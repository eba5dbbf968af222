import json, os
import boto3

ddb = boto3.resource("dynamodb")
prompts = ddb.Table(os.environ["PROMPTS"])
br = boto3.client("bedrock-runtime")

def handler(event, _ctx):
    res = prompts.get_item(Key={"id": event["prompt_id"]})
    if "Item" not in res:
        return {"found": False}
    item = res["Item"]
    tone = item.get("tone", "neutral")
    prompt = item["template"].replace("{{input}}", event["input"]) + "\nTone: " + tone
    r = br.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": prompt}]}])
    return {"found": True, "tone": tone, "answer": r["output"]["message"]["content"][0]["text"]}
