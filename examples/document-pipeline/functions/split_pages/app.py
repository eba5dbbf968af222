"""Turns the result parts that Textract left in the work bucket into one text object per page."""

import json
from collections import defaultdict

import boto3

s3 = boto3.client("s3")


def handler(event, _context):
    bucket = event["bucket"]
    prefix = f"textract/{event['jobId']}/"
    lines = defaultdict(list)

    pages = s3.get_paginator("list_objects_v2").paginate(Bucket=bucket, Prefix=prefix)
    keys = [entry["Key"] for page in pages for entry in page.get("Contents", [])]
    parts = [key for key in keys if key.removeprefix(prefix).isdigit()]
    for key in sorted(parts, key=lambda part: int(part.removeprefix(prefix))):
        part = json.loads(s3.get_object(Bucket=bucket, Key=key)["Body"].read())
        for block in part["Blocks"]:
            if block["BlockType"] == "LINE":
                lines[block.get("Page", 1)].append(block["Text"])

    written = []
    for number in sorted(lines):
        key = f"pages/{event['documentId']}/{number:04}.txt"
        s3.put_object(Bucket=bucket, Key=key, Body="\n".join(lines[number]).encode("utf-8"))
        written.append({"number": number, "key": key})

    # Blank pages have no lines and so no object: a model call needs some text.
    return {"pageCount": len(written), "pages": written}
