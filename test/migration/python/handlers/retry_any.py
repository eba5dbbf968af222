import json
import time
import boto3

brt = boto3.client('bedrock-runtime')


def handler(event, _):
    attempts = 3
    for i in range(attempts):
        try:
            res = brt.invoke_model(
                modelId='anthropic.claude-3-sonnet-20240229-v1:0',
                body=json.dumps({
                    'anthropic_version': 'bedrock-2023-05-31', 'max_tokens': 500,
                    'messages': [{'role': 'user', 'content': f"Translate to German: {event['text']}"}],
                }))
            data = json.loads(res['body'].read())
            return {'text': data['content'][0]['text'], 'lang': 'de'}
        except Exception as e:
            print(f'attempt {i} failed: {e}')
            if i == attempts - 1:
                raise
            time.sleep(3)
