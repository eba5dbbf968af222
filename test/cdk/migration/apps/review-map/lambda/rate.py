import boto3

client = boto3.client("bedrock-runtime")


def ask(prompt):
    response = client.converse(
        modelId="amazon.nova-lite-v1:0",
        system=[{"text": "You rate product reviews from 1 to 5."}],
        messages=[{"role": "user", "content": [{"text": prompt}]}],
        inferenceConfig={"maxTokens": 100, "temperature": 0.0},
    )
    return response["output"]["message"]["content"][0]["text"]


def lambda_handler(event, context):
    review = event["review"]
    product = event["product"]
    text = ask("Product: " + product + "\nReview: " + review)
    return {"rating": text, "reason": "run " + event["run"]}
