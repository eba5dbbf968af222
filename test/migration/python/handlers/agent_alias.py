import boto3, os, logging
logger = logging.getLogger(__name__)
agents = boto3.client('bedrock-agent-runtime')

def lambda_handler(event, context):
    try:
        resp = agents.invoke_agent(
            agentId=os.environ['AGENT_ID'], agentAliasId=os.environ['ALIAS_ID'],
            sessionId=event['sessionId'], inputText=event['inputText'], enableTrace=True)
        completion = ''
        for ev in resp.get('completion'):
            if ev.get('chunk'):
                completion += ev['chunk']['bytes'].decode()
            elif 'trace' in ev:
                logger.info(ev['trace'])
        return {'completion': completion}
    except agents.exceptions.ThrottlingException:
        logger.warning('throttled')
        raise
