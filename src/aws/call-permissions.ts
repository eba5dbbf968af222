/**
 * Which IAM permissions a call of a state machine needs, as of 2026-11, for calls to AI services and for those that
 * most machines make beside them. A call without a row needs what is not known here.
 * Sources: Step Functions developer guide, IAM policies for integrated services; Amazon Bedrock user guide, Prerequisites
 * for inference profiles, and permissions for knowledge bases and guardrails; AgentCore developer guide, Invoke a harness
 * from Step Functions; Service Authorization Reference.
 */

/** What a call names in its parameters, and its permission is limited to. */
export type CalledResource =
  | 'model'
  | 'knowledgeBase'
  | 'harness'
  | 'runtime'
  | 'guardrail'
  | 'function'
  | 'queue'
  | 'topic'
  | 'table'
  | 'stateMachine'
  | 'eventBus'
  | 'object'
  /** Its actions are not limited to a resource, or to which one is not documented. */
  | 'any';

/**
 * How sure it is that the call is refused without the permission.
 * - `certain`: documented, and nothing but the role can allow it.
 * - `likely`: a policy of the called resource may allow it as well.
 * - `notJudged`: no call to an AI service, or not documented well enough.
 */
export type Certainty = 'certain' | 'likely' | 'notJudged';

export interface CallPermission {
  /** What comes after `states:::` in the Resource of a Task, without a pattern such as `.sync`. */
  readonly call: string;
  readonly actions: readonly string[];
  readonly resource: CalledResource;
  readonly certainty: Certainty;
}

const INVOKE_MODEL = { actions: ['bedrock:InvokeModel'], resource: 'model', certainty: 'certain' } as const;
const other = (call: string, action: string, resource: CalledResource): CallPermission => ({
  call,
  actions: [action],
  resource,
  certainty: 'notJudged',
});

export const CALL_PERMISSIONS: readonly CallPermission[] = [
  { call: 'bedrock:invokeModel', ...INVOKE_MODEL },
  { call: 'aws-sdk:bedrockruntime:invokeModel', ...INVOKE_MODEL },
  // There is no action for Converse.
  { call: 'aws-sdk:bedrockruntime:converse', ...INVOKE_MODEL },
  {
    call: 'aws-sdk:bedrockruntime:applyGuardrail',
    actions: ['bedrock:ApplyGuardrail'],
    resource: 'guardrail',
    certainty: 'certain',
  },
  {
    call: 'aws-sdk:bedrockagentruntime:retrieve',
    actions: ['bedrock:Retrieve'],
    resource: 'knowledgeBase',
    certainty: 'certain',
  },
  {
    call: 'aws-sdk:bedrockagentruntime:retrieveAndGenerate',
    actions: ['bedrock:RetrieveAndGenerate'],
    resource: 'any',
    certainty: 'certain',
  },
  {
    call: 'aws-sdk:bedrockagent:startIngestionJob',
    actions: ['bedrock:StartIngestionJob'],
    resource: 'knowledgeBase',
    certainty: 'certain',
  },
  {
    call: 'bedrockagentcore:invokeHarness',
    actions: ['bedrock-agentcore:InvokeHarness', 'bedrock-agentcore:InvokeAgentRuntime'],
    resource: 'harness',
    certainty: 'certain',
  },
  {
    // Runtimes have resource policies of their own.
    call: 'aws-sdk:bedrockagentcore:invokeAgentRuntime',
    actions: ['bedrock-agentcore:InvokeAgentRuntime'],
    resource: 'runtime',
    certainty: 'likely',
  },
  other('aws-sdk:s3vectors:queryVectors', 's3vectors:QueryVectors', 'any'),
  other('lambda:invoke', 'lambda:InvokeFunction', 'function'),
  other('aws-sdk:lambda:invoke', 'lambda:InvokeFunction', 'function'),
  other('sqs:sendMessage', 'sqs:SendMessage', 'queue'),
  other('aws-sdk:sqs:sendMessage', 'sqs:SendMessage', 'queue'),
  other('sns:publish', 'sns:Publish', 'topic'),
  other('aws-sdk:sns:publish', 'sns:Publish', 'topic'),
  other('dynamodb:getItem', 'dynamodb:GetItem', 'table'),
  other('dynamodb:putItem', 'dynamodb:PutItem', 'table'),
  other('dynamodb:updateItem', 'dynamodb:UpdateItem', 'table'),
  other('dynamodb:deleteItem', 'dynamodb:DeleteItem', 'table'),
  other('aws-sdk:dynamodb:getItem', 'dynamodb:GetItem', 'table'),
  other('aws-sdk:dynamodb:putItem', 'dynamodb:PutItem', 'table'),
  other('aws-sdk:dynamodb:updateItem', 'dynamodb:UpdateItem', 'table'),
  other('aws-sdk:dynamodb:deleteItem', 'dynamodb:DeleteItem', 'table'),
  other('aws-sdk:dynamodb:query', 'dynamodb:Query', 'table'),
  other('aws-sdk:dynamodb:scan', 'dynamodb:Scan', 'table'),
  other('states:startExecution', 'states:StartExecution', 'stateMachine'),
  other('aws-sdk:sfn:startExecution', 'states:StartExecution', 'stateMachine'),
  other('aws-sdk:sfn:startSyncExecution', 'states:StartSyncExecution', 'stateMachine'),
  other('events:putEvents', 'events:PutEvents', 'eventBus'),
  other('aws-sdk:eventbridge:putEvents', 'events:PutEvents', 'eventBus'),
  other('aws-sdk:s3:getObject', 's3:GetObject', 'object'),
  other('aws-sdk:s3:putObject', 's3:PutObject', 'object'),
  other('aws-sdk:s3:deleteObject', 's3:DeleteObject', 'object'),
];

/** Where a call names what it calls, and the ARN of a thing of that name. */
export interface ResourceForm {
  readonly parameter: string;
  /** The ARN with `{name}` for the name, after the partition. */
  readonly arn: string;
}

const REGIONAL = '${AWS::Region}:${AWS::AccountId}';

export const RESOURCE_FORMS: Readonly<Record<Exclude<CalledResource, 'any'>, ResourceForm>> = {
  model: { parameter: 'ModelId', arn: 'bedrock:${AWS::Region}::foundation-model/{name}' },
  knowledgeBase: { parameter: 'KnowledgeBaseId', arn: `bedrock:${REGIONAL}:knowledge-base/{name}` },
  harness: { parameter: 'HarnessArn', arn: `bedrock-agentcore:${REGIONAL}:harness/{name}` },
  runtime: { parameter: 'AgentRuntimeArn', arn: `bedrock-agentcore:${REGIONAL}:runtime/{name}` },
  guardrail: { parameter: 'GuardrailIdentifier', arn: `bedrock:${REGIONAL}:guardrail/{name}` },
  function: { parameter: 'FunctionName', arn: `lambda:${REGIONAL}:function:{name}` },
  queue: { parameter: 'QueueUrl', arn: `sqs:${REGIONAL}:{name}` },
  topic: { parameter: 'TopicArn', arn: `sns:${REGIONAL}:{name}` },
  table: { parameter: 'TableName', arn: `dynamodb:${REGIONAL}:table/{name}` },
  stateMachine: { parameter: 'StateMachineArn', arn: `states:${REGIONAL}:stateMachine:{name}` },
  eventBus: { parameter: 'EventBusName', arn: `events:${REGIONAL}:event-bus/{name}` },
  object: { parameter: 'Bucket', arn: 's3:::{name}/*' },
};

export const PROFILE_ARN = `bedrock:${REGIONAL}:inference-profile/{name}`;

/** Of a profile, the models lie in Regions that depend on where it is called from. */
export const PROFILE_MODEL_ARN = 'bedrock:*::foundation-model/{name}';

/** Who makes the models: an id that begins with one of these is that of a foundation model. */
export const MODEL_PROVIDERS: readonly string[] = [
  'ai21',
  'amazon',
  'anthropic',
  'cohere',
  'deepseek',
  'google',
  'luma',
  'meta',
  'minimax',
  'mistral',
  'moonshot',
  'moonshotai',
  'nvidia',
  'openai',
  'qwen',
  'stability',
  'twelvelabs',
  'writer',
  'zai',
];

/** What an id of a system-defined inference profile begins with. */
export const PROFILE_PREFIXES: readonly string[] = ['us', 'eu', 'apac', 'au', 'jp', 'ca', 'us-gov', 'global'];

/**
 * Service prefixes of SDK clients and of Resource ARNs, which IAM has none of: an action under one allows nothing.
 * The CDK's `CallAwsService` writes them when it is given no `iamAction`.
 */
export const NO_IAM_PREFIX: readonly string[] = [
  'bedrockruntime',
  'bedrock-runtime',
  'bedrockagent',
  'bedrock-agent',
  'bedrockagentruntime',
  'bedrock-agent-runtime',
  'bedrockagentcore',
  'bedrockagentcorecontrol',
  'bedrock-agentcore-control',
];

/** Names of API operations that have no IAM action of their own. */
export const NO_IAM_ACTION: readonly string[] = ['bedrock:converse', 'bedrock:conversestream'];

/** Calls that cost and that carry prompts: on any resource, they are a wildcard. */
export const MODEL_CALL_ACTIONS: readonly string[] = [
  'bedrock:InvokeModel',
  'bedrock:InvokeModelWithResponseStream',
  'bedrock-agentcore:InvokeHarness',
  'bedrock-agentcore:InvokeAgentRuntime',
];

/** Actions that the tools of an agent need, by tool. */
export const TOOL_ACTIONS: Readonly<Record<string, readonly string[]>> = {
  browser: [
    'bedrock-agentcore:StartBrowserSession',
    'bedrock-agentcore:StopBrowserSession',
    'bedrock-agentcore:GetBrowserSession',
    'bedrock-agentcore:ListBrowserSessions',
    'bedrock-agentcore:UpdateBrowserStream',
    'bedrock-agentcore:ConnectBrowserAutomationStream',
    'bedrock-agentcore:ConnectBrowserLiveViewStream',
  ],
  'code interpreter': [
    'bedrock-agentcore:StartCodeInterpreterSession',
    'bedrock-agentcore:StopCodeInterpreterSession',
    'bedrock-agentcore:GetCodeInterpreterSession',
    'bedrock-agentcore:ListCodeInterpreterSessions',
    'bedrock-agentcore:InvokeCodeInterpreter',
  ],
  gateway: ['bedrock-agentcore:InvokeGateway'],
};
