import json, os, re
from datetime import datetime
import logging
import boto3

logger = logging.getLogger()
logger.setLevel("INFO")
s3 = boto3.client('s3')
bedrock = boto3.client('bedrock-runtime')
BUCKET = os.environ['BUCKET']
MODEL_ID = os.environ.get("MODEL_ID", "anthropic.claude-3-haiku-20240307-v1:0")

PROMPT = """You are a careful editor.
Write a digest of these notes, 3 sentences at most:

<notes>
%s
</notes>"""


def clean(text):
    text = re.sub(r"[ \t]+", " ", text)
    return re.sub(r"\n{3,}", "\n\n", text).strip()


def lambda_handler(event, context):
    """Reads all notes of a report, and writes a digest beside them."""
    logger.info("event: %s", json.dumps(event))
    report = event['report_id']
    parts = []
    sizes = {}
    for key in event['keys']:
        obj = s3.get_object(Bucket=BUCKET, Key=key)   # one by one, they are small
        text = clean(obj['Body'].read().decode('utf-8'))
        if not text:
            continue
        parts.append(text)
        sizes[key] = len(text)

    body = json.dumps({
        "anthropic_version": "bedrock-2023-05-31",
        "max_tokens": 500,
        "messages": [{"role": "user", "content": PROMPT % "\n---\n".join(parts)}],
    })
    response = bedrock.invoke_model(
        modelId=MODEL_ID,
        contentType="application/json",
        accept="application/json",
        body=body,
    )
    payload = json.loads(response['body'].read())
    digest = payload['content'][0]['text'].strip()
    out_key = f"digests/{report}.txt"
    s3.put_object(Bucket=BUCKET, Key=out_key, Body=digest.encode("utf-8"))
    return {
        "report_id": report,
        "digest_key": out_key,
        "sizes": sizes,
        "parts": len(parts),
        "finished_at": datetime.utcnow().isoformat() + "Z",
    }
