import json
import boto3

def lambda_handler(event, context):
    bedrock = boto3.client('bedrock-runtime')
    try:
        review = event['review']
        body = {
            "anthropic_version": "bedrock-2023-05-31",
            "max_tokens": 10,
            "messages": [{"role": "user", "content": f"Positive or negative? {review['text']}"}],
        }
        response = bedrock.invoke_model(modelId='anthropic.claude-3-haiku-20240307-v1:0', body=json.dumps(body))
        result = json.loads(response['body'].read())
        return {'statusCode': 200, 'ok': True, 'sentiment': result['content'][0]['text']}
    except Exception as exc:
        print("Error:", exc)
        return {'statusCode': 500, 'ok': False, 'sentiment': 'unknown'}
