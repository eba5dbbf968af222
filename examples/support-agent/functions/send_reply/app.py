"""Puts a reply into the outbox that the helpdesk picks up from."""

import json
import os

import boto3

s3 = boto3.client("s3")


def handler(event, _context):
    s3.put_object(
        Bucket=os.environ["OUTBOX_BUCKET"],
        Key=f"replies/{event['ticketId']}.json",
        Body=json.dumps({"ticketId": event["ticketId"], "text": event["text"]}).encode("utf-8"),
        ContentType="application/json",
    )
    return {"sent": True}
