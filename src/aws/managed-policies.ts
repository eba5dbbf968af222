/**
 * AWS managed policies that functions often have, and the services (IAM prefixes) of which each allows something, as of
 * 2026-11. A policy that is not listed may allow anything. Source: AWS Managed Policy Reference Guide.
 */
export const MANAGED_POLICIES: Readonly<Record<string, readonly string[]>> = {
  AWSLambdaBasicExecutionRole: ['logs'],
  AWSLambdaDynamoDBExecutionRole: ['dynamodb', 'logs'],
  AWSLambdaKinesisExecutionRole: ['kinesis', 'logs'],
  AWSLambdaSQSQueueExecutionRole: ['logs', 'sqs'],
  AWSLambdaVPCAccessExecutionRole: ['ec2', 'logs'],
  AWSXRayDaemonWriteAccess: ['xray'],
  AWSXrayWriteOnlyAccess: ['xray'],
  AmazonDynamoDBReadOnlyAccess: ['cloudwatch', 'dax', 'dynamodb', 'iam', 'kinesis', 'kms', 'resource-groups', 'sns'],
  AmazonS3FullAccess: ['s3', 's3-object-lambda'],
  AmazonS3ReadOnlyAccess: ['s3', 's3-object-lambda'],
  AmazonSNSFullAccess: ['sns'],
  AmazonSQSFullAccess: ['sqs'],
  AmazonSSMReadOnlyAccess: ['ssm'],
  CloudWatchLambdaInsightsExecutionRolePolicy: ['logs'],
};

/**
 * Condition keys that are about the call and what it is for, so that they say the same of whichever role makes it. Others
 * may be about who calls, and from where. Sources: IAM user guide, AWS global condition context keys; Service
 * Authorization Reference.
 */
export const CONDITIONS_OF_CALLS =
  /^(?:bedrock|bedrock-agentcore|s3|dynamodb):|^aws:(?:RequestedRegion|ResourceAccount|ResourceOrgID|ResourceTag\/.*)$/i;
