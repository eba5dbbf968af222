import json, logging
import boto3
from botocore.exceptions import ClientError
log = logging.getLogger()
client = boto3.client('bedrock-runtime')

def lambda_handler(event, context):
    summaries = []
    for d in event['docs']:
        try:
            resp = client.invoke_model(modelId='amazon.titan-text-express-v1', body=json.dumps({'inputText': 'Sum up: ' + d['body']}))
            parsed = json.loads(resp['body'].read())
            summaries.append({'key': d.get('key'), 'summary': parsed['results'][0]['outputText'], 'ok': True})
        except ClientError as e:
            log.warning('skipping %s: %s', d, e)
            summaries.append({'key': d.get('key'), 'summary': None, 'ok': False})
    return {'summaries': summaries}
