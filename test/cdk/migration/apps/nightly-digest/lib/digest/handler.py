import boto3

brt = boto3.client("bedrock-runtime")

INSTRUCTIONS = {"en": "Write a digest in English.", "de": "Schreibe eine Zusammenfassung auf Deutsch."}


def main(event, context):
    system = INSTRUCTIONS.get(event["lang"], INSTRUCTIONS["en"])
    reply = brt.converse(
        modelId="amazon.nova-lite-v1:0",
        system=[{"text": system}],
        messages=[{"role": "user", "content": [{"text": "Entries:\n" + event["entries"]}]}],
        inferenceConfig={"maxTokens": 800},
    )
    return reply["output"]["message"]["content"][0]["text"]
