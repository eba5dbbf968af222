import os, json, logging
from strands import Agent, tool
from strands.models import BedrockModel
from strands_tools import current_time, python_repl

log = logging.getLogger()
log.setLevel(logging.INFO)

SYSTEM = """You answer questions of customers about their orders.
Never promise a refund."""

bedrock_model = BedrockModel(model_id="us.anthropic.claude-sonnet-4-20250514-v1:0", temperature=0.2)


@tool
def order_status(order_id: str) -> str:
    """Looks up an order."""
    import boto3
    item = boto3.resource("dynamodb").Table(os.environ["ORDERS"]).get_item(Key={"id": order_id})
    return json.dumps(item.get("Item", {}), default=str)


agent = Agent(model=bedrock_model, system_prompt=SYSTEM, tools=[order_status, current_time, python_repl])


def lambda_handler(event, context):
    log.info("event %s", json.dumps(event))
    question = f"Customer {event['customer']['name']} asks: {event['question']}"
    try:
        result = agent(question)
        return {"statusCode": 200, "answer": str(result)}
    except Exception as e:
        log.error(e)
        return {"statusCode": 500, "error": str(e)}
