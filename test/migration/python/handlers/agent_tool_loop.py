import boto3
import json

bedrock = boto3.client("bedrock-runtime")
MODEL = "anthropic.claude-3-5-sonnet-20240620-v1:0"

TOOLS = {
    "tools": [
        {"toolSpec": {"name": "get_weather", "description": "Weather of a place",
                      "inputSchema": {"json": {"type": "object", "properties": {"place": {"type": "string"}}}}}},
        {"toolSpec": {"name": "book_room", "description": "Books a room",
                      "inputSchema": {"json": {"type": "object", "properties": {"hotel": {"type": "string"}}}}}},
    ]
}


def run_tool(name, args):
    if name == "get_weather":
        return {"temp": 21, "place": args["place"]}
    if name == "book_room":
        return {"booked": True}
    raise ValueError("unknown tool " + name)


def ask(messages):
    return bedrock.converse(
        modelId=MODEL,
        system=[{"text": "You plan short trips."}],
        messages=messages,
        toolConfig=TOOLS,
        inferenceConfig={"maxTokens": 800},
    )


def handler(event, context):
    messages = [{"role": "user", "content": [{"text": event["request"]}]}]
    resp = ask(messages)
    while resp["stopReason"] == "tool_use":
        out = resp["output"]["message"]
        messages.append(out)
        results = []
        for block in out["content"]:
            if "toolUse" in block:
                use = block["toolUse"]
                results.append({"toolResult": {"toolUseId": use["toolUseId"],
                                               "content": [{"json": run_tool(use["name"], use["input"])}]}})
        messages.append({"role": "user", "content": results})
        resp = ask(messages)
    return {"plan": resp["output"]["message"]["content"][0]["text"], "turns": len(messages)}
