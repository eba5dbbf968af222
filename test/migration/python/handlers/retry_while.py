import boto3, time
from botocore.config import Config

client = boto3.client("bedrock-runtime", config=Config(retries={"max_attempts": 0}))

class ModelBusy(Exception):
    pass

def handler(event, context):
    tries = 0
    wait = 2
    while tries < 4:
        try:
            reply = client.converse(
                modelId="amazon.nova-lite-v1:0",
                messages=[{"role": "user", "content": [{"text": event["question"]}]}],
            )
            answer = reply["output"]["message"]["content"][0]["text"]
            return {"answer": answer, "question": event["question"]}
        except (client.exceptions.ThrottlingException, client.exceptions.ModelTimeoutException):
            tries += 1
            print("busy", tries)
            time.sleep(wait)
            wait *= 2
    raise ModelBusy("the model stays busy")
