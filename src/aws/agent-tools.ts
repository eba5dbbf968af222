/**
 * Tools with which an agent acts on the world by itself, and the calls of a machine that act, as of 2026-11.
 * Sources: AgentCore API reference, InvokeHarness (`HarnessTool`); API references of the services named.
 */

export interface ActingTool {
  /** As it stands in `Type` of a tool. */
  readonly type: string;
  /** How a message calls it. */
  readonly name: string;
}

/** An inline function acts only when the machine runs it. */
export const ACTING_TOOLS: readonly ActingTool[] = [
  { type: 'agentcore_browser', name: 'a browser' },
  { type: 'agentcore_code_interpreter', name: 'a code interpreter' },
  { type: 'remote_mcp', name: 'a remote MCP server' },
  { type: 'agentcore_gateway', name: 'a gateway' },
];

/** Calls that write something down or tell somebody: a draft, or the request for a review that comes later. */
export const RECORDING_CALLS: readonly string[] = [
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'dynamodb:batchWriteItem',
  'dynamodb:transactWriteItems',
  'eventbridge:putEvents',
  'events:putEvents',
  's3:copyObject',
  's3:putObject',
  'ses:sendEmail',
  'sesv2:sendEmail',
  'sns:publish',
  'sqs:sendMessage',
];

/** How the names of other actions begin that change what they name. */
export const ACTING_VERBS: readonly string[] = [
  'create',
  'delete',
  'modify',
  'post',
  'put',
  'remove',
  'send',
  'stop',
  'terminate',
  'update',
];

/** Services that keep the books of the machine and its agents, where nothing is done with what an agent said. */
export const BOOKKEEPING_SERVICES: readonly string[] = [
  'bedrock',
  'bedrockagent',
  'bedrockagentcore',
  'bedrockagentcorecontrol',
  'bedrockagentruntime',
  'bedrockruntime',
  'cloudwatch',
  'cloudwatchlogs',
  'xray',
];

/** Calls of an HTTP API, which act unless their method reads. */
export const HTTP_CALLS: readonly string[] = ['http:invoke', 'apigateway:invoke'];
export const WRITING_METHODS: readonly string[] = ['DELETE', 'PATCH', 'POST', 'PUT'];

/** Services whose other calls only read, compute or keep, and decide nothing. */
export const PLAIN_SERVICES: readonly string[] = [
  'athena',
  'bedrock',
  'bedrockagent',
  'bedrockagentcore',
  'bedrockagentcorecontrol',
  'bedrockagentruntime',
  'bedrockruntime',
  'cloudwatch',
  'cloudwatchlogs',
  'comprehend',
  'dynamodb',
  's3',
  's3vectors',
  'secretsmanager',
  'textract',
  'translate',
  'xray',
];
