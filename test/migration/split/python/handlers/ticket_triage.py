import json
import re
import boto3
from botocore.exceptions import ClientError

client = boto3.client("bedrock-runtime")
ALLOWED = ["bug", "question", "billing"]

def ask_model(prompt, max_tokens=200):
    """One question, one answer."""
    payload = {
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": max_tokens,
        "messages": [{"role": "user", "content": [{"type": "text", "text": prompt}]}],
    }
    try:
        resp = client.invoke_model(modelId="anthropic.claude-3-sonnet-20240229-v1:0", body=json.dumps(payload))
        answer = json.loads(resp.get("body").read().decode("utf-8"))
    except ClientError as e:
        print("bedrock failed", e)
        raise
    return answer["content"][0]["text"]


def parse(text):
    m = re.search(r"\{.*\}", text, re.DOTALL)
    if not m:
        raise ValueError("no JSON in " + text[:40])
    return json.loads(m.group(0))


def lambda_handler(event, context):
    ticket = event["ticket"]
    ticket["subject"] = ticket["subject"].strip()[:80]
    attempts = event.get("attempts", 0) + 1
    prompt = "Classify as one of %s, answer with JSON.\n\nSubject: %s\n\n%s" % (", ".join(ALLOWED), ticket["subject"], ticket.get("text"))
    answer = ask_model(prompt)
    try:
        triage = parse(answer)
    except ValueError:
        triage = {"kind": "question", "raw": answer}
    if triage.get("kind") not in ALLOWED:
        triage["kind"] = "question"
    event["triage"] = triage
    event["attempts"] = attempts
    return event
