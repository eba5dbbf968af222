import boto3

client = boto3.client("bedrock-agent-runtime")


def lambda_handler(event, context):
    resp = client.retrieve_and_generate(
        input={"text": f"Answer briefly. {event['question']}"},
        retrieveAndGenerateConfiguration={
            "type": "KNOWLEDGE_BASE",
            "knowledgeBaseConfiguration": {
                "knowledgeBaseId": "ABCDEFGHIJ",
                "modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/anthropic.claude-3-haiku-20240307-v1:0",
            },
        },
    )
    return {"answer": resp["output"]["text"]}
