import boto3
from botocore.exceptions import ClientError, BotoCoreError

kb = boto3.client("bedrock-agent-runtime")

def ask(question):
    """Answer of the knowledge base, or None."""
    try:
        out = kb.retrieve_and_generate(
            input={"text": question},
            retrieveAndGenerateConfiguration={
                "type": "KNOWLEDGE_BASE",
                "knowledgeBaseConfiguration": {"knowledgeBaseId": "KB12345678", "modelArn": "arn:aws:bedrock:eu-west-1::foundation-model/amazon.nova-lite-v1:0"},
            },
        )
        return out["output"]["text"]
    except (ClientError, BotoCoreError) as error:
        print("kb failed", error)
        return None

def handler(event, context):
    question = event["question"].strip()
    answer = ask(question)
    if answer is None:
        return {"answered": False, "question": question}
    return {"answered": True, "question": question, "answer": answer}
