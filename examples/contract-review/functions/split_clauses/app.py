"""Splits the text of a contract at its numbered headings."""

import re

import boto3

s3 = boto3.client("s3")
HEADING = re.compile(r"^(\d+(?:\.\d+)*\.?\s+\S.*)$", re.MULTILINE)


def handler(event, _context):
    body = s3.get_object(Bucket=event["bucket"], Key=event["key"])["Body"].read().decode("utf-8")
    parts = HEADING.split(body)
    pairs = zip(parts[1::2], parts[2::2])
    return {"clauses": [{"heading": heading.strip(), "text": text.strip()} for heading, text in pairs if text.strip()]}
