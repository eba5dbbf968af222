import boto3, json
c = boto3.client("bedrock-runtime")
SCHEMA = {"type": "object", "properties": {"total": {"type": "number"}}}

def handler(event, context):
    rows = []
    for doc in event["docs"]:
        r = c.converse(modelId="amazon.nova-lite-v1:0", messages=[{"role": "user", "content": [{"text": doc}]}],
                       toolConfig={"tools": [{"toolSpec": {"name": "extract", "inputSchema": {"json": SCHEMA}}}],
                                   "toolChoice": {"tool": {"name": "extract"}}})
        rows.append(r["output"]["message"]["content"][0]["toolUse"]["input"])
    return rows
