/**
 * The calls of SDK clients that handlers make, as of 2026-11: which of them a state machine can make itself, and which
 * give a stream or are agents. Names of clients are those of boto3; JavaScript's commands are named after the operation.
 * Sources: boto3 and AWS SDK for JavaScript v3 references; Step Functions developer guide, pages on Bedrock, on AgentCore
 * and on AWS SDK integrations (which of them are not offered).
 */

export type HandlerOperation = 'InvokeModel' | 'Converse' | 'Retrieve' | 'RetrieveAndGenerate' | 'InvokeHarness';

export interface HandlerCall {
  /** Of boto3. */
  readonly client: string;
  /** Of boto3; the operation in snake case. */
  readonly method: string;
  readonly operation: string;
  /** Undefined where no state machine can make the call as the handler does. */
  readonly native: HandlerOperation | undefined;
  /** Why not, for a message. */
  readonly obstacle: 'stream' | 'agent' | 'harness' | undefined;
}

function call(
  client: string,
  operation: string,
  native: HandlerOperation | undefined,
  obstacle?: 'stream' | 'agent' | 'harness',
): HandlerCall {
  const method = operation.replace(/(?<!^)([A-Z])/g, '_$1').toLowerCase();
  return { client, method, operation, native, obstacle };
}

export const HANDLER_CALLS: readonly HandlerCall[] = [
  call('bedrock-runtime', 'InvokeModel', 'InvokeModel'),
  call('bedrock-runtime', 'Converse', 'Converse'),
  call('bedrock-runtime', 'InvokeModelWithResponseStream', undefined, 'stream'),
  call('bedrock-runtime', 'ConverseStream', undefined, 'stream'),
  call('bedrock-runtime', 'InvokeModelWithBidirectionalStream', undefined, 'stream'),
  call('bedrock-agent-runtime', 'Retrieve', 'Retrieve'),
  call('bedrock-agent-runtime', 'RetrieveAndGenerate', 'RetrieveAndGenerate'),
  call('bedrock-agent-runtime', 'RetrieveAndGenerateStream', undefined, 'stream'),
  call('bedrock-agent-runtime', 'InvokeAgent', undefined, 'agent'),
  call('bedrock-agent-runtime', 'InvokeInlineAgent', undefined, 'agent'),
  call('bedrock-agent-runtime', 'InvokeFlow', undefined, 'stream'),
  call('bedrock-agentcore', 'InvokeHarness', 'InvokeHarness', 'harness'),
  call('bedrock-agentcore', 'InvokeAgentRuntime', undefined, 'agent'),
];

/** Operations that ask an agent. */
export const AGENT_OPERATIONS: readonly string[] = HANDLER_CALLS.filter(
  ({ obstacle }) => obstacle === 'agent' || obstacle === 'harness',
).map(({ operation }) => operation);

/** JavaScript packages of the same clients. */
export const SCRIPT_CLIENTS: ReadonlyMap<string, string> = new Map([
  ['@aws-sdk/client-bedrock-runtime', 'bedrock-runtime'],
  ['@aws-sdk/client-bedrock-agent-runtime', 'bedrock-agent-runtime'],
  ['@aws-sdk/client-bedrock-agentcore', 'bedrock-agentcore'],
]);

/** Words of which a text has one if it may call a model or an agent. */
export const HANDLER_MARKS: readonly string[] = ['bedrock', 'Bedrock', 'strands'];

export interface NativeCall {
  readonly operation: HandlerOperation;
  /** After `arn:<partition>:states:::`. */
  readonly resource: string;
  /** Service and action of the table that has the shapes; of InvokeModel only the outer parameters. */
  readonly service: string;
  readonly action: string;
  /** Prefixes of its error names: one of them is right, the others do no harm. */
  readonly errorPrefixes: readonly string[];
  /** IAM actions that the role of the machine needs. */
  readonly permissions: readonly string[];
  /** Whether the integration is an optimised one, which is known to wait longer than a minute. */
  readonly isOptimised: boolean;
}

export const NATIVE_CALLS: Readonly<Record<HandlerOperation, NativeCall>> = {
  InvokeModel: {
    operation: 'InvokeModel',
    resource: 'bedrock:invokeModel',
    service: 'bedrockruntime',
    action: 'invokeModel',
    errorPrefixes: ['Bedrock', 'BedrockRuntime'],
    permissions: ['bedrock:InvokeModel'],
    isOptimised: true,
  },
  Converse: {
    operation: 'Converse',
    resource: 'aws-sdk:bedrockruntime:converse',
    service: 'bedrockruntime',
    action: 'converse',
    errorPrefixes: ['BedrockRuntime', 'Bedrock'],
    permissions: ['bedrock:InvokeModel'],
    isOptimised: false,
  },
  Retrieve: {
    operation: 'Retrieve',
    resource: 'aws-sdk:bedrockagentruntime:retrieve',
    service: 'bedrockagentruntime',
    action: 'retrieve',
    errorPrefixes: ['BedrockAgentRuntime'],
    permissions: ['bedrock:Retrieve'],
    isOptimised: false,
  },
  RetrieveAndGenerate: {
    operation: 'RetrieveAndGenerate',
    resource: 'aws-sdk:bedrockagentruntime:retrieveAndGenerate',
    service: 'bedrockagentruntime',
    action: 'retrieveAndGenerate',
    errorPrefixes: ['BedrockAgentRuntime'],
    permissions: ['bedrock:RetrieveAndGenerate', 'bedrock:Retrieve', 'bedrock:InvokeModel'],
    isOptimised: false,
  },
  InvokeHarness: {
    operation: 'InvokeHarness',
    resource: 'bedrockagentcore:invokeHarness',
    service: 'bedrockagentcore',
    action: 'invokeHarness',
    errorPrefixes: ['BedrockAgentCore'],
    permissions: ['bedrock-agentcore:InvokeHarness', 'bedrock-agentcore:InvokeAgentRuntime'],
    isOptimised: true,
  },
};

/** Attempts that the SDKs make for one call when nothing is set, the first one included. */
export const CLIENT_ATTEMPTS = { python: 5, javascript: 3 } as const;

/** Seconds that a call through an SDK integration was said to be cut off at; not verified. */
export const SDK_CALL_SECONDS = 60;

/** Seconds that Lambda gives a function that sets no `Timeout`. */
export const DEFAULT_FUNCTION_SECONDS = 3;
