import json
import boto3

client = boto3.client(service_name="bedrock-runtime")
LABELS = {"en": "English", "de": "German", "fr": "French"}


def lambda_handler(event, _context):
    language = LABELS.get(event["lang"], LABELS["en"])
    prompt = "Classify this text, which is in " + language + ": " + event["text"]
    body = json.dumps({"anthropic_version": "bedrock-2023-05-31", "max_tokens": 10, "temperature": 0,
                       "messages": [{"role": "user", "content": prompt}]})
    response = client.invoke_model(body=body, modelId="anthropic.claude-3-haiku-20240307-v1:0",
                                   accept="application/json", contentType="application/json")
    answer = json.loads(response.get("body").read().decode("utf-8"))
    return {"label": answer.get("content")[0].get("text"), "lang": event["lang"]}
