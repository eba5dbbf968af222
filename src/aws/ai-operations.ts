/**
 * The calls that reach a model, a knowledge base or an agent, as of 2026-11.
 * Sources: Step Functions developer guide, pages on Bedrock, AgentCore and supported AWS SDK integrations (read 2026-08).
 * A closed list: guardrail, token-count, memory, session, ingestion and customisation calls are none of these.
 */

export type AiOperationName =
  | 'InvokeModel'
  | 'Converse'
  | 'StartAsyncInvoke'
  | 'Retrieve'
  | 'RetrieveAndGenerate'
  | 'Rerank'
  | 'GenerateQuery'
  | 'InvokeHarness'
  | 'InvokeAgentRuntime';

export interface AiOperation {
  readonly name: AiOperationName;
  /** The action as written in a Resource. */
  readonly action: string;
  /** The service of the SDK integration, `aws-sdk:<service>:<action>`. */
  readonly sdkService: string;
  /** The service of the optimised integration, where there is one. */
  readonly optimisedService?: string;
  /** What comes before the dot in the error names of the SDK integration. */
  readonly errorPrefix: string;
}

export const AI_OPERATIONS: readonly AiOperation[] = [
  {
    name: 'InvokeModel',
    action: 'invokeModel',
    sdkService: 'bedrockruntime',
    optimisedService: 'bedrock',
    errorPrefix: 'BedrockRuntime',
  },
  { name: 'Converse', action: 'converse', sdkService: 'bedrockruntime', errorPrefix: 'BedrockRuntime' },
  { name: 'StartAsyncInvoke', action: 'startAsyncInvoke', sdkService: 'bedrockruntime', errorPrefix: 'BedrockRuntime' },
  { name: 'Retrieve', action: 'retrieve', sdkService: 'bedrockagentruntime', errorPrefix: 'BedrockAgentRuntime' },
  {
    name: 'RetrieveAndGenerate',
    action: 'retrieveAndGenerate',
    sdkService: 'bedrockagentruntime',
    errorPrefix: 'BedrockAgentRuntime',
  },
  { name: 'Rerank', action: 'rerank', sdkService: 'bedrockagentruntime', errorPrefix: 'BedrockAgentRuntime' },
  {
    name: 'GenerateQuery',
    action: 'generateQuery',
    sdkService: 'bedrockagentruntime',
    errorPrefix: 'BedrockAgentRuntime',
  },
  {
    name: 'InvokeHarness',
    action: 'invokeHarness',
    sdkService: 'bedrockagentcore',
    optimisedService: 'bedrockagentcore',
    errorPrefix: 'BedrockAgentCore',
  },
  {
    name: 'InvokeAgentRuntime',
    action: 'invokeAgentRuntime',
    sdkService: 'bedrockagentcore',
    errorPrefix: 'BedrockAgentCore',
  },
];

/**
 * Service tokens, lower case and without hyphens, under which people write these calls. A call under a token that is
 * not its own does not exist, yet it is plain which call is meant.
 */
export const AI_SERVICE_TOKENS: readonly string[] = [
  'bedrock',
  'bedrockruntime',
  'bedrockagent',
  'bedrockagentruntime',
  'bedrockagentcore',
];

/**
 * The prefix of the optimised `bedrock:invokeModel` is not printed in the documentation: deployed machines report
 * `Bedrock.`, the SDK integration `BedrockRuntime.`. Both are taken for its own.
 */
export const OPTIMISED_INVOKE_MODEL_PREFIXES: readonly string[] = ['Bedrock', 'BedrockRuntime'];
