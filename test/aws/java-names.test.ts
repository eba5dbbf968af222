/** Names as Step Functions writes them, beside names that machines in use have. */
import { describe, expect, it } from 'vitest';
import { actionName, errorName, parameterName } from '../../scripts/services/java-names.ts';
import { LISTED_SERVICES, tokenOf } from '../../scripts/services/listed-services.ts';

describe('names', () => {
  it.each([
    ['modelId', 'ModelId'],
    ['DBInstanceIdentifier', 'DbInstanceIdentifier'],
    ['SourceDBClusterIdentifier', 'SourceDBClusterIdentifier'],
    ['SSEKMSKeyId', 'SsekmsKeyId'],
    ['ACL', 'Acl'],
    ['MD5OfBody', 'Md5OfBody'],
    ['ETag', 'ETag'],
    ['S', 'S'],
    ['equals', 'EqualsValue'],
    ['Default', 'DefaultValue'],
  ])('%s is the parameter %s', (member, written) => {
    expect(parameterName(member, 'any')).toBe(written);
  });

  it('follows what the SDK for Java renames by hand', () => {
    expect(parameterName('NULL', 'dynamodb')).toBe('Nul');
  });

  it.each([
    ['PutItem', 'putItem'],
    ['DescribeDBInstances', 'describeDBInstances'],
    ['ListObjectsV2', 'listObjectsV2'],
  ])('%s is the action %s', (operation, action) => {
    expect(actionName(operation)).toBe(action);
  });

  it.each([
    ['ThrottlingException', 'ThrottlingException'],
    ['BucketAlreadyExists', 'BucketAlreadyExistsException'],
    ['RuntimeClientError', 'RuntimeClientErrorException'],
    ['DBInstanceNotFoundFault', 'DbInstanceNotFoundException'],
    ['EC2AccessDeniedException', 'Ec2AccessDeniedException'],
  ])('%s is the error %s', (shape, error) => {
    expect(errorName(shape)).toBe(error);
  });
});

describe('tokens', () => {
  it.each([
    ['SFN', 'sfn'],
    ['CloudWatch Logs', 'cloudwatchlogs'],
    ['EventBridge', 'eventbridge'],
    ['Elastic Load Balancing v2', 'elasticloadbalancingv2'],
    ['Database Migration Service', 'databasemigration'],
    ['Directory Service', 'directory'],
    ['Directory Service Data', 'directoryservicedata'],
    ['Cognito Identity Provider', 'cognitoidentityprovider'],
    ['Bedrock AgentCore', 'bedrockagentcore'],
    ['ServiceDiscovery', 'servicediscovery'],
  ])('%s is %s', (serviceId, token) => {
    expect(tokenOf(serviceId)).toBe(token);
    expect(LISTED_SERVICES.map((service) => service.token)).toContain(token);
  });
});
