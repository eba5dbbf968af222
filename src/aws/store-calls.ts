/**
 * Calls of S3 and DynamoDB that handlers make around a model call, and what a state machine makes of the same call, as
 * of 2026-11. Sources: boto3 and AWS SDK for JavaScript v3 references; Step Functions developer guide, pages on DynamoDB
 * and on AWS SDK integrations; recordings of the service: GetObject gives its body as a text, PutObject writes any body
 * as JSON (a text keeps its quotes), and the optimised DynamoDB calls keep the names of attribute values.
 */

export type StoreOperation = 'GetObject' | 'PutObject' | 'GetItem' | 'PutItem' | 'UpdateItem';

/** `item`: names and attribute values. `names`: names and texts. `json`: a body that is written as JSON. */
export type StoreParameterKind = 'text' | 'boolean' | 'item' | 'names' | 'json';

export interface StoreCall {
  /** As boto3 names it. */
  readonly client: 's3' | 'dynamodb';
  /** Of boto3. */
  readonly method: string;
  readonly operation: StoreOperation;
  /** After `arn:<partition>:states:::`. */
  readonly resource: string;
  /** By the name that the SDKs and the task have alike; no others are followed. */
  readonly parameters: Readonly<Record<string, StoreParameterKind>>;
  readonly required: readonly string[];
  /** Whether it changes what is stored. */
  readonly writes: boolean;
  /** Prefixes of its error names: one of them is right, the others do no harm. */
  readonly errorPrefixes: readonly string[];
  /** Names of its errors without prefix, as the task has them. */
  readonly errors: readonly string[];
  /** Those of them after which another attempt may help. */
  readonly transient: readonly string[];
  readonly permissions: readonly string[];
  readonly isOptimised: boolean;
}

const S3_ERRORS: readonly string[] = ['NoSuchBucketException', 'S3Exception', 'SdkClientException'];

const S3_TRANSIENT: readonly string[] = ['SdkClientException'];

const DYNAMODB_TRANSIENT: readonly string[] = [
  'ProvisionedThroughputExceededException',
  'RequestLimitExceededException',
  'ThrottlingException',
  'InternalServerErrorException',
  'SdkClientException',
];

const DYNAMODB_ERRORS: readonly string[] = [
  ...DYNAMODB_TRANSIENT,
  'ResourceNotFoundException',
  'AmazonDynamoDBException',
  'DynamoDbException',
];

const DYNAMODB_WRITE_ERRORS: readonly string[] = [
  ...DYNAMODB_ERRORS,
  'ConditionalCheckFailedException',
  'ItemCollectionSizeLimitExceededException',
  'TransactionConflictException',
];

function dynamodb(
  operation: StoreOperation,
  method: string,
  parameters: StoreCall['parameters'],
  required: readonly string[],
): StoreCall {
  const writes = operation !== 'GetItem';
  return {
    client: 'dynamodb',
    method,
    operation,
    resource: `dynamodb:${operation.charAt(0).toLowerCase()}${operation.slice(1)}`,
    parameters: { TableName: 'text', ExpressionAttributeNames: 'names', ...parameters },
    required: ['TableName', ...required],
    writes,
    errorPrefixes: ['DynamoDB', 'DynamoDb'],
    errors: writes ? DYNAMODB_WRITE_ERRORS : DYNAMODB_ERRORS,
    transient: DYNAMODB_TRANSIENT,
    permissions: [`dynamodb:${operation}`],
    isOptimised: true,
  };
}

export const STORE_CALLS: Readonly<Record<StoreOperation, StoreCall>> = {
  GetObject: {
    client: 's3',
    method: 'get_object',
    operation: 'GetObject',
    resource: 'aws-sdk:s3:getObject',
    parameters: { Bucket: 'text', Key: 'text', VersionId: 'text', ExpectedBucketOwner: 'text' },
    required: ['Bucket', 'Key'],
    writes: false,
    errorPrefixes: ['S3'],
    errors: ['NoSuchKeyException', 'InvalidObjectStateException', ...S3_ERRORS],
    transient: S3_TRANSIENT,
    permissions: ['s3:GetObject'],
    isOptimised: false,
  },
  PutObject: {
    client: 's3',
    method: 'put_object',
    operation: 'PutObject',
    resource: 'aws-sdk:s3:putObject',
    parameters: {
      Bucket: 'text',
      Key: 'text',
      Body: 'json',
      ContentType: 'text',
      ExpectedBucketOwner: 'text',
      ServerSideEncryption: 'text',
    },
    required: ['Bucket', 'Key', 'Body'],
    writes: true,
    errorPrefixes: ['S3'],
    errors: S3_ERRORS,
    transient: S3_TRANSIENT,
    permissions: ['s3:PutObject'],
    isOptimised: false,
  },
  GetItem: dynamodb('GetItem', 'get_item', { Key: 'item', ConsistentRead: 'boolean', ProjectionExpression: 'text' }, [
    'Key',
  ]),
  PutItem: dynamodb(
    'PutItem',
    'put_item',
    { Item: 'item', ConditionExpression: 'text', ExpressionAttributeValues: 'item' },
    ['Item'],
  ),
  UpdateItem: dynamodb(
    'UpdateItem',
    'update_item',
    { Key: 'item', UpdateExpression: 'text', ConditionExpression: 'text', ExpressionAttributeValues: 'item' },
    ['Key'],
  ),
};

export function storeCall(client: string, method: string): StoreCall | undefined {
  return Object.values(STORE_CALLS).find((call) => call.client === client && call.method === method);
}

/** Commands of `@aws-sdk/lib-dynamodb`, whose items are plain values, and the operations behind them. */
export const DOCUMENT_COMMANDS: ReadonlyMap<string, StoreOperation> = new Map([
  ['Get', 'GetItem'],
  ['Put', 'PutItem'],
  ['Update', 'UpdateItem'],
]);
