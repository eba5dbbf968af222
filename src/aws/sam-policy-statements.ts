/**
 * What SAM makes of its policy templates for S3 and DynamoDB, as of 2026-11: only these allow what a handler around a
 * model call may do. Source: AWS SAM developer guide, AWS SAM policy templates.
 */
export interface SamPolicyStatement {
  readonly template: string;
  /** Its one parameter. */
  readonly parameter: string;
  readonly actions: readonly string[];
  /** Texts of `Fn::Sub`, in which `{name}` stands for the parameter. */
  readonly resources: readonly string[];
}

const OBJECTS: readonly string[] = ['arn:${AWS::Partition}:s3:::{name}', 'arn:${AWS::Partition}:s3:::{name}/*'];
const TABLE: readonly string[] = [
  'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/{name}',
  'arn:${AWS::Partition}:dynamodb:${AWS::Region}:${AWS::AccountId}:table/{name}/index/*',
];

const READ_OBJECTS: readonly string[] = [
  's3:GetObject',
  's3:ListBucket',
  's3:GetBucketLocation',
  's3:GetObjectVersion',
  's3:GetLifecycleConfiguration',
];
const WRITE_OBJECTS: readonly string[] = ['s3:PutObject', 's3:PutObjectAcl', 's3:PutLifecycleConfiguration'];
const READ_TABLE: readonly string[] = [
  'dynamodb:GetItem',
  'dynamodb:Scan',
  'dynamodb:Query',
  'dynamodb:BatchGetItem',
  'dynamodb:DescribeTable',
];
const WRITE_TABLE: readonly string[] = ['dynamodb:PutItem', 'dynamodb:UpdateItem', 'dynamodb:BatchWriteItem'];

const onObjects = (template: string, actions: readonly string[]): SamPolicyStatement => ({
  template,
  parameter: 'BucketName',
  actions,
  resources: OBJECTS,
});
const onTable = (template: string, actions: readonly string[]): SamPolicyStatement => ({
  template,
  parameter: 'TableName',
  actions,
  resources: TABLE,
});

export const SAM_POLICY_STATEMENTS: readonly SamPolicyStatement[] = [
  onObjects('S3ReadPolicy', READ_OBJECTS),
  onObjects('S3WritePolicy', WRITE_OBJECTS),
  onObjects('S3CrudPolicy', [...READ_OBJECTS, ...WRITE_OBJECTS, 's3:DeleteObject']),
  onTable('DynamoDBReadPolicy', READ_TABLE),
  onTable('DynamoDBWritePolicy', WRITE_TABLE),
  onTable('DynamoDBCrudPolicy', [...READ_TABLE, ...WRITE_TABLE, 'dynamodb:DeleteItem', 'dynamodb:ConditionCheckItem']),
];
