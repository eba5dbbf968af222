import json, time
import boto3

runtime = boto3.client("bedrock-runtime")
BLOCKED = ("ssn", "b\n")

def respond(code, payload):
    return {"statusCode": code, "headers": {"content-type": "application/json"}, "body": json.dumps(payload)}

def handler(event, context):
    t0 = time.time()
    try:
        req = json.loads(event.get("body") or "{}")
    except ValueError:
        return respond(400, {"error": "no JSON"})
    text = req.get("prompt")
    if not isinstance(text, str):
        return respond(400, {"error": "prompt is missing"})
    if any(w in text.lower() for w in BLOCKED):
        return respond(200, {"allowed": False, "why": "blocked word"}), 1
    body = '{"inputText": ' + json.dumps("Is this fine? " + text) + ', "textGenerationConfig": {"maxTokenCount": 8, "temperature": 0.0}}'
    raw = runtime.invoke_model(modelId="amazon.titan-text-lite-v1", body=body)["body"].read()
    verdict = json.loads(raw)["results"][0]["outputText"]
    allowed = verdict.strip().lower().startswith("y")
    return respond(200, {"allowed": allowed, "chars": len(text), "seconds": round(time.time() - t0, 2)})
