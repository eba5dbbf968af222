import boto3, logging, os, uuid

log = logging.getLogger(__name__)
agent_rt = boto3.client("bedrock-agent-runtime")

def handler(event, context):
    request_id = str(uuid.uuid4())
    q = " ".join(event["question"].split())
    if q.endswith("?") is False:
        q = q + "?"
    log.info("[%s] %s", request_id, q)
    try:
        out = agent_rt.retrieve_and_generate(
            input={"text": q},
            retrieveAndGenerateConfiguration={
                "type": "KNOWLEDGE_BASE",
                "knowledgeBaseConfiguration": {"knowledgeBaseId": os.environ["KB_ID"], "modelArn": os.environ["MODEL_ARN"]},
            },
        )
        sources = []
        for c in out.get("citations", []):
            for ref in c["retrievedReferences"]:
                uri = ref["location"]["s3Location"]["uri"]
                if uri not in sources:
                    sources.append(uri)
    except Exception as err:
        log.error("[%s] failed: %s", request_id, err)
        raise err
    return dict(id=request_id, question=q, answer=out["output"]["text"].strip(), sources=sources)
