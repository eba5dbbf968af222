/**
 * How errors are named in `ErrorEquals`, as of 2026-08. Sources: Step Functions developer guide, «Handling errors in Step
 * Functions workflows» and «Learning to use AWS service SDK integrations»; names seen in recorded executions (2023-2026).
 */

/** The reserved names that the documentation lists. */
export const STATES_ERRORS: readonly string[] = [
  'States.ALL',
  'States.BranchFailed',
  'States.DataLimitExceeded',
  'States.ExceedToleratedFailureThreshold',
  'States.HeartbeatTimeout',
  'States.Http.Socket',
  'States.IntrinsicFailure',
  'States.ItemReaderFailed',
  'States.NoChoiceMatched',
  'States.ParameterPathFailure',
  'States.Permissions',
  'States.QueryEvaluationError',
  'States.ResultPathMatchFailure',
  'States.ResultWriterFailed',
  'States.Runtime',
  'States.TaskFailed',
  'States.Timeout',
];

/** What stands before the dot for optimised integrations, where executions were recorded. */
export const OPTIMISED_ERROR_PREFIXES: ReadonlyMap<string, string> = new Map([
  ['apigateway', 'ApiGateway'],
  ['bedrockagentcore', 'BedrockAgentCore'],
  ['dynamodb', 'DynamoDB'],
  ['events', 'EventBridge'],
  ['lambda', 'Lambda'],
  ['sns', 'SNS'],
  ['sqs', 'SQS'],
  ['states', 'StepFunctions'],
]);

/** Prefixes of services, SDK and optimised, by which a name is known to be one of theirs. */
export const SERVICE_PREFIXES: readonly string[] = [
  'Athena',
  'Bedrock',
  'BedrockAgent',
  'BedrockAgentCore',
  'BedrockAgentCoreControl',
  'BedrockAgentRuntime',
  'BedrockRuntime',
  'DynamoDB',
  'DynamoDb',
  'EventBridge',
  'Kendra',
  'OpenSearch',
  'OpenSearchServerless',
  'S3',
  'S3Vectors',
  'SNS',
  'SQS',
  'SageMakerRuntime',
  'SecretsManager',
  'Sfn',
  'Sns',
  'Sqs',
  'Ssm',
  'StepFunctions',
  'Textract',
  'Transcribe',
  'Translate',
];

/** Service errors all end so; the suffix is added where the service's own name lacks it. */
export const ERROR_SUFFIX = 'Exception';

/** Errors of the SDK client itself, which every service prefix may carry. */
export const CLIENT_ERRORS: readonly string[] = ['SdkClientException'];

/** What a call of a function by the optimised integration raises, beside the errors of the Invoke operation. */
export const LAMBDA_ERRORS: readonly string[] = [
  'Lambda.AWSLambdaException',
  'Lambda.ClientExecutionTimeoutException',
  'Lambda.SdkClientException',
  'Lambda.ServiceException',
  'Lambda.Unknown',
];

/** Names for too many requests; every service has one of them, and people write another. */
export const THROTTLING_NAMES: readonly string[] = [
  'ThrottlingException',
  'ThrottledException',
  'ThrottlingErrorException',
  'TooManyRequestsException',
  'RequestLimitExceededException',
];
