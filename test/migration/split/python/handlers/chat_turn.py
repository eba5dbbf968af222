import os, time, boto3

MODEL = os.environ.get('MODEL_ID', 'amazon.nova-micro-v1:0')

def lambda_handler(event, context):
    dynamodb = boto3.resource('dynamodb')
    table = dynamodb.Table(os.environ['TABLE'])
    bedrock = boto3.client('bedrock-runtime')
    started = int(time.time())

    session = event['session']
    found = table.get_item(Key={'session': session}).get('Item')
    history = []
    if found:
        for turn in found.get('turns', []):
            history.append({'role': str(turn['role']), 'content': [{'text': str(turn['text'])}]})
    history = history[-6:]
    history.append({'role': 'user', 'content': [{'text': event['message']}]})

    kwargs = dict(modelId=MODEL, messages=history)
    if event.get('system'):
        kwargs['system'] = [{'text': event['system']}]
    response = bedrock.converse(**kwargs)
    reply = response['output']['message']['content'][0]['text']
    history.append({'role': 'assistant', 'content': [{'text': reply}]})
    table.put_item(Item={
        'session': session,
        'turns': [{'role': h['role'], 'text': h['content'][0]['text']} for h in history],
        'updated': started,
        'stop': response['stopReason'],
    })
    return {'session': session, 'reply': reply, 'turns': len(history), 'took': int(time.time()) - started}
