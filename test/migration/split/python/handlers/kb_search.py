import json
import os
import boto3

LIMIT = int(os.environ.get("LIMIT", "5"))
MIN_SCORE = 0.3
kb = boto3.client(service_name="bedrock-agent-runtime")
s3 = boto3.client("s3")

def lambda_handler(event, context):
    terms = [t.lower() for t in event["terms"] if t]
    query = " ".join(sorted(set(terms)))
    index = json.loads(s3.get_object(Bucket=os.environ["BUCKET"], Key="index.json")["Body"].read())
    results = kb.retrieve(
        knowledgeBaseId=index["kb"],
        retrievalQuery={"text": query},
        retrievalConfiguration={"vectorSearchConfiguration": {"numberOfResults": LIMIT}},
    )["retrievalResults"]
    hits = []
    for hit in results:
        if hit.get("score", 0) < MIN_SCORE:
            continue
        meta = hit.get("metadata") or {}
        hits.append({"text": hit["content"]["text"][:200], "score": round(hit["score"], 3),
                     "title": index["titles"].get(meta.get("DocId"), "untitled"), "keys": sorted(meta)})
    return {"query": query, "hits": hits}
