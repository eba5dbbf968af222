import json
import boto3
brt = boto3.client("bedrock-runtime")

def handler(event, context):
    r = brt.invoke_model(modelId="amazon.titan-text-express-v1", body=json.dumps({
        "inputText": "Translate: " + event["text"].strip(), "textGenerationConfig": {"maxTokenCount": 100}}))
    return {"out": json.loads(r["body"].read())["results"][0]["outputText"]}
