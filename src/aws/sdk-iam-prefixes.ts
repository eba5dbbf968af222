/**
 * Services whose name in an SDK integration (`aws-sdk:eventbridge:putEvents`) is no prefix of IAM actions, and the prefix
 * that IAM has, as of 2026-11. CDK's `CallAwsService` puts the first where the second belongs unless it is given
 * `iamAction`; probed with CDK 2.276.
 * Source: Service Authorization Reference, actions, resources and condition keys of each service.
 */
export const SDK_IAM_PREFIXES: Readonly<Record<string, string>> = {
  applicationautoscaling: 'application-autoscaling',
  bedrockagentcore: 'bedrock-agentcore',
  bedrockagentcorecontrol: 'bedrock-agentcore',
  bedrockagentruntime: 'bedrock',
  bedrockruntime: 'bedrock',
  cognitoidentityprovider: 'cognito-idp',
  emrserverless: 'emr-serverless',
  eventbridge: 'events',
  opensearchserverless: 'aoss',
  rdsdata: 'rds-data',
  redshiftdata: 'redshift-data',
  sagemakerruntime: 'sagemaker',
  sesv2: 'ses',
};
