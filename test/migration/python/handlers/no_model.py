import json

def handler(event, context):
    return {"ok": True}
