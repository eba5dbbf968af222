import csv
import io
import boto3
from collections import Counter

brt = boto3.client("bedrock-runtime")
s3 = boto3.client("s3")


def _rows(bucket, key):
    raw = s3.get_object(Bucket=bucket, Key=key)["Body"].read().decode("utf-8-sig")
    return [dict(r) for r in csv.DictReader(io.StringIO(raw))]

def handler(event, _ctx):
    rows = _rows(event["bucket"], event["key"])
    print("rows:", len(rows))
    if not rows:
        return {"summary": None, "rows": 0}
    totals = {}
    for row in rows:
        region = (row.get("region") or "?").strip()
        totals[region] = totals.get(region, 0) + float(row.get("amount") or 0)
    lines = "\n".join(f"{k}: {v}" for k, v in sorted(totals.items()))
    top = max(totals, key=totals.get)

    r = brt.converse(
        modelId="amazon.nova-lite-v1:0",
        system=[{"text": "You write one plain paragraph about sales."}],
        messages=[{"role": "user", "content": [{"text": "Totals by region:\n" + lines}]}],
        inferenceConfig={"maxTokens": 300, "temperature": 0.2},
    )
    text = r["output"]["message"]["content"][0]["text"]
    words = Counter(text.lower().split())
    return {"summary": text, "rows": len(rows), "top": top, "totals": totals,
            "common": [w for w, _ in words.most_common(3)], "tokens": r["usage"]["totalTokens"]}
