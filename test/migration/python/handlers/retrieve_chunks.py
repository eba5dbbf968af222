import boto3

agent = boto3.client("bedrock-agent-runtime")
KB = "ABCDEFGHIJ"


def lambda_handler(event, context):
    r = agent.retrieve(knowledgeBaseId=KB, retrievalQuery={"text": event["query"]},
                       retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": 4}})
    return {"context": "\n\n".join([x["content"]["text"] for x in r["retrievalResults"]]), "query": event["query"]}
