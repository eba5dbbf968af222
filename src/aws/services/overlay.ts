/**
 * What the service models lack, as of 2026-08: ranges, lengths and patterns of AI calls, operations that Step Functions
 * does not offer, and spellings of service tokens that people use. Only what a source states; what sources dispute is
 * marked so.
 */

const SUPPORTED_SERVICES =
  'Step Functions developer guide, «Learning to use AWS service SDK integrations», read 2026-08-18';
const INVOKE_HARNESS = 'AgentCore API reference, InvokeHarness; service model of 2026-08';
const INVOKE_AGENT_RUNTIME = 'AgentCore API reference, InvokeAgentRuntime; service model of 2026-08';
const CONVERSE = 'Bedrock API reference, Converse; service model of 2026-08';
const RETRIEVE_AND_GENERATE = 'Bedrock API reference, RetrieveAndGenerate; service model of 2026-08';

export interface Constraint {
  /** From the input of the action, as the SDK integration writes it; `[]` stands for every element of a list. */
  readonly path: string;
  readonly min?: number;
  readonly max?: number;
  readonly minLength?: number;
  readonly maxLength?: number;
  readonly maxItems?: number;
  /** A regular expression for the whole text. */
  readonly pattern?: string;
  /** What the pattern asks for, in words. */
  readonly wanted?: string;
  /** Sources differ: say less than «this is wrong». */
  readonly isDisputed?: true;
}

export interface ActionConstraints {
  /** SDK service token; the constraints hold for an optimised integration of the same call as well. */
  readonly service: string;
  readonly action: string;
  readonly source: string;
  readonly constraints: readonly Constraint[];
}

export const ACTION_CONSTRAINTS: readonly ActionConstraints[] = [
  {
    service: 'bedrockagentcore',
    action: 'invokeHarness',
    source: INVOKE_HARNESS,
    constraints: [
      // The samples of the developer guide have ARNs that do not match.
      {
        path: 'HarnessArn',
        pattern: 'arn:[^:]+:bedrock-agentcore:[^:]+:[0-9]{12}:harness/[a-zA-Z][a-zA-Z0-9_]{0,39}-[a-zA-Z0-9]{10}',
        wanted: 'the ARN of a harness',
        isDisputed: true,
      },
      // Recorded in the field: Step Functions refuses an ARN that is none.
      { path: 'HarnessArn', pattern: 'arn:[^:]+:bedrock-agentcore:[^:]*:[^:]*:.+', wanted: 'the ARN of a harness' },
      { path: 'RuntimeSessionId', maxLength: 100, pattern: '[a-zA-Z0-9][a-zA-Z0-9-_]*' },
      // The reference of the preview said 1 to 100.
      { path: 'RuntimeSessionId', minLength: 33, isDisputed: true },
      { path: 'Messages[].Content[].Text', minLength: 1 },
      { path: 'Qualifier', pattern: '[a-zA-Z][a-zA-Z0-9_]{0,47}' },
      { path: 'Model.BedrockModelConfig.MaxTokens', min: 1 },
      { path: 'Model.BedrockModelConfig.Temperature', min: 0, max: 2 },
      { path: 'Model.BedrockModelConfig.TopP', min: 0, max: 1 },
      { path: 'Model.GeminiModelConfig.TopK', min: 0, max: 500 },
      { path: 'Tools[].Name', maxLength: 64, pattern: '[a-zA-Z0-9_-]+' },
      { path: 'AllowedTools[]', maxLength: 64, pattern: '(\\*|@?[^/]+(/[^/]+)?)' },
      { path: 'TraceParent', maxLength: 1024 },
      { path: 'TraceState', maxLength: 512 },
      { path: 'TraceId', maxLength: 1024 },
      { path: 'Baggage', maxLength: 8192 },
    ],
  },
  {
    service: 'bedrockagentcore',
    action: 'invokeAgentRuntime',
    source: INVOKE_AGENT_RUNTIME,
    constraints: [
      { path: 'RuntimeSessionId', minLength: 33, maxLength: 256 },
      { path: 'RuntimeUserId', maxLength: 1024 },
    ],
  },
  {
    service: 'bedrockruntime',
    action: 'converse',
    source: CONVERSE,
    constraints: [
      { path: 'AdditionalModelResponseFieldPaths', maxItems: 10 },
      { path: 'RequestMetadata', maxItems: 16 },
    ],
  },
  {
    service: 'bedrockagentruntime',
    action: 'retrieveAndGenerate',
    source: RETRIEVE_AND_GENERATE,
    constraints: [{ path: 'SessionId', minLength: 2, maxLength: 100 }],
  },
];

export interface UnsupportedOperations {
  /** SDK service token. */
  readonly service: string;
  /** Actions that the API has and `aws-sdk:<service>:` does not. */
  readonly actions: readonly string[];
  readonly source: string;
}

/** Closed to what the source lists. */
export const UNSUPPORTED_OPERATIONS: readonly UnsupportedOperations[] = (
  [
    ['bedrockruntime', ['invokeModelWithResponseStream', 'converseStream', 'invokeModelWithBidirectionalStream']],
    [
      'bedrockagentruntime',
      [
        'invokeAgent',
        'invokeFlow',
        'invokeInlineAgent',
        'optimizePrompt',
        'retrieveAndGenerateStream',
        'agenticRetrieveStream',
      ],
    ],
    ['bedrockagentcore', ['invokeHarness', 'invokeAgentRuntimeCommand', 'invokeCodeInterpreter']],
    ['lambda', ['invokeAsync', 'invokeWithResponseStream']],
    ['sagemakerruntime', ['invokeEndpointWithResponseStream']],
    ['qbusiness', ['chat']],
    ['s3', ['selectObjectContent']],
    ['sts', ['assumeRole', 'assumeRoleWithSAML', 'assumeRoleWithWebIdentity']],
  ] as const
).map(([service, actions]) => ({ service, actions, source: SUPPORTED_SERVICES }));

/** The optimised integration to use in place of an unsupported operation. */
export const OPTIMISED_INSTEAD: ReadonlyMap<string, string> = new Map([
  ['bedrockagentcore:invokeHarness', 'bedrockagentcore:invokeHarness'],
]);

/** What gives the same answer in one piece, after `states:::`, for operations that answer with a stream. */
export const WITHOUT_STREAM: ReadonlyMap<string, string> = new Map([
  ['bedrockruntime:converseStream', 'aws-sdk:bedrockruntime:converse'],
  ['bedrockruntime:invokeModelWithResponseStream', 'bedrock:invokeModel'],
  ['bedrockagentruntime:retrieveAndGenerateStream', 'aws-sdk:bedrockagentruntime:retrieveAndGenerate'],
  ['lambda:invokeWithResponseStream', 'lambda:invoke'],
]);

/** Spellings of service tokens after `aws-sdk:` that are none, with the token they mean. */
export const MISSPELT_SERVICES: ReadonlyMap<string, string> = new Map([
  ['bedrock-runtime', 'bedrockruntime'],
  ['bedrock-agent-runtime', 'bedrockagentruntime'],
  ['bedrock-agentcore', 'bedrockagentcore'],
  ['bedrock-agentcore-control', 'bedrockagentcorecontrol'],
  ['bedrockagentcore-control', 'bedrockagentcorecontrol'],
  ['s3-vectors', 's3vectors'],
  ['stepfunctions', 'sfn'],
  ['events', 'eventbridge'],
  ['logs', 'cloudwatchlogs'],
]);

/** What the `source` of a table begins with when its model was taken from version 2 of the SDK, and that model's date. */
export const FROZEN_MODELS = { source: 'aws-sdk ', date: '2024-09' } as const;

/** Members that a client fills in for the caller when they are absent, though models call some of them required. */
export const FILLED_IN_MEMBERS: readonly string[] = [
  'ClientToken',
  'ClientRequestToken',
  'CreatorRequestId',
  'IdempotencyToken',
];

/**
 * Services whose SDK integration is used with the spelling of the API (`BOOL`) and with that of the SDK (`Bool`): which
 * one it takes is not documented.
 */
export const SERVICES_OF_BOTH_SPELLINGS: readonly string[] = ['dynamodb', 'dynamodbstreams'];
