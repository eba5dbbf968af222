/**
 * The errors that the AI calls can raise, and what another attempt is worth after each, as of 2026-08.
 * Sources: Bedrock user guide, «Troubleshooting Amazon Bedrock API error codes»; the API references of the operations;
 * Step Functions developer guide, pages on AWS SDK integrations and on AgentCore (every name there ends in `Exception`).
 * Names stand without their prefix. Calls may raise others, such as those of the network.
 */
import type { AiOperationName } from './ai-operations.ts';

/**
 * - `throttling`: too many requests for now. `quota`: a quota is used up.
 * - `transient`: the service or the model is not ready or fails for now. `timeout`: the model took too long.
 * - `model`: the model or the agent failed; a second attempt may help. `conflict`: somebody else was faster.
 * - `permanent`: the request, the rights or the resource are wrong.
 */
export type AiErrorKind = 'throttling' | 'quota' | 'transient' | 'timeout' | 'model' | 'conflict' | 'permanent';

export interface AiError {
  readonly name: string;
  readonly kind: AiErrorKind;
}

const THROTTLING: AiError = { name: 'ThrottlingException', kind: 'throttling' };
const QUOTA: AiError = { name: 'ServiceQuotaExceededException', kind: 'quota' };
const INTERNAL: AiError = { name: 'InternalServerException', kind: 'transient' };
const CONFLICT: AiError = { name: 'ConflictException', kind: 'conflict' };

const PERMANENT: readonly AiError[] = [
  { name: 'ValidationException', kind: 'permanent' },
  { name: 'AccessDeniedException', kind: 'permanent' },
  { name: 'ResourceNotFoundException', kind: 'permanent' },
];

const MODEL_CALL: readonly AiError[] = [
  THROTTLING,
  // Not declared for Converse, where a name for it does no harm.
  QUOTA,
  { name: 'ServiceUnavailableException', kind: 'transient' },
  INTERNAL,
  { name: 'ModelNotReadyException', kind: 'transient' },
  { name: 'ModelTimeoutException', kind: 'timeout' },
  { name: 'ModelErrorException', kind: 'model' },
  ...PERMANENT,
];

const KNOWLEDGE_BASE_CALL: readonly AiError[] = [
  THROTTLING,
  QUOTA,
  INTERNAL,
  { name: 'BadGatewayException', kind: 'transient' },
  { name: 'DependencyFailedException', kind: 'transient' },
  CONFLICT,
  ...PERMANENT,
];

const AGENT_CALL: readonly AiError[] = [
  THROTTLING,
  QUOTA,
  INTERNAL,
  { name: 'RuntimeClientErrorException', kind: 'model' },
  ...PERMANENT,
];

export const AI_ERRORS: Readonly<Record<AiOperationName, readonly AiError[]>> = {
  InvokeModel: MODEL_CALL,
  Converse: MODEL_CALL,
  StartAsyncInvoke: [...MODEL_CALL, CONFLICT],
  Retrieve: KNOWLEDGE_BASE_CALL,
  RetrieveAndGenerate: KNOWLEDGE_BASE_CALL,
  Rerank: KNOWLEDGE_BASE_CALL,
  GenerateQuery: KNOWLEDGE_BASE_CALL,
  InvokeHarness: AGENT_CALL,
  InvokeAgentRuntime: [...AGENT_CALL, { name: 'RetryableConflictException', kind: 'conflict' }],
};

/** What a call of a Lambda function raises when the function itself was not at fault. */
export const LAMBDA_CALL_ERRORS: readonly string[] = [
  'Lambda.ServiceException',
  'Lambda.SdkClientException',
  'Lambda.TooManyRequestsException',
  'Lambda.Unknown',
];

/** Errors of a Map that come up before any of its items has run, or after all have. */
export const MAP_BOUNDARY_ERRORS: readonly string[] = ['States.ItemReaderFailed', 'States.ResultWriterFailed'];
