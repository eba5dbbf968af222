import boto3
agent = boto3.client("bedrock-agent-runtime")

def handler(event, context):
    r = agent.invoke_agent(agentId="A", agentAliasId="B", sessionId=event["s"], inputText=event["t"])
    return "".join(e["chunk"]["bytes"].decode() for e in r["completion"])
