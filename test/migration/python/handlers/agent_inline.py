import boto3, uuid

rt = boto3.client("bedrock-agent-runtime")

def handler(event, context):
    sid = event.get("sessionId") or str(uuid.uuid4())
    r = rt.invoke_inline_agent(
        foundationModel="amazon.nova-pro-v1:0",
        instruction="You are an assistant of the claims department. Be exact.",
        sessionId=sid,
        inputText=event["claim"]["text"],
    )
    chunks = []
    for e in r["completion"]:
        if "chunk" in e:
            chunks.append(e["chunk"]["bytes"].decode("utf-8"))
    return {"sessionId": sid, "text": "".join(chunks)}
