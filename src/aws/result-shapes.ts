/**
 * What Task states get back, as of 2026-08, where a service table does not say it. Sources: Step Functions developer
 * guide, pages of the integrations; recordings of 2023 to 2026; the response pages of the model families in the Bedrock
 * user guide. What no source states is `unknown`, so that nothing is concluded from it: bodies of Nova, Mistral, Titan and
 * Cohere models, and `Body` where the response is written to S3.
 */

/**
 * - `modelText`: text that a model wrote; `jsonText`: JSON as text.
 * - `closed`: there are no members but these; `dated`: none that the source knows of, but for the names in `absent`,
 *   which are certainly not there.
 * A name that ends in `?` is a member that may be left out.
 */
export type ResultShape =
  | 'text'
  | 'modelText'
  | 'jsonText'
  | 'number'
  | 'boolean'
  | 'unknown'
  | { readonly list: ResultShape }
  | {
      readonly fields: Readonly<Record<string, ResultShape>>;
      readonly rest: 'closed' | 'dated';
      readonly absent?: readonly string[];
    };

/** Members that optimised integrations of older services add to what the API returns. */
const METADATA = { 'SdkHttpMetadata?': 'unknown', 'SdkResponseMetadata?': 'unknown' } as const;

const HARNESS_CONTENT: ResultShape = {
  // The last message of the assistant, and of that the text blocks alone.
  list: { fields: { Text: 'modelText' }, rest: 'closed' },
};

/** By `<service>:<action>` and pattern, for optimised integrations. */
export const OPTIMISED_RESULTS: ReadonlyMap<string, ResultShape> = new Map<string, ResultShape>([
  [
    'bedrockagentcore:invokeHarness',
    {
      fields: {
        Output: {
          fields: { Message: { fields: { Role: 'text', Content: HARNESS_CONTENT }, rest: 'closed' } },
          rest: 'closed',
        },
        StopReason: 'text',
        Usage: { fields: { InputTokens: 'number', OutputTokens: 'number', TotalTokens: 'number' }, rest: 'dated' },
        Metrics: { fields: { LatencyMs: 'number' }, rest: 'dated' },
      },
      rest: 'closed',
    },
  ],
  [
    'lambda:invoke',
    {
      fields: {
        ExecutedVersion: 'text',
        Payload: 'unknown',
        StatusCode: 'number',
        'LogResult?': 'text',
        'FunctionError?': 'text',
        ...METADATA,
      },
      rest: 'closed',
    },
  ],
  ['states:startExecution', { fields: { ExecutionArn: 'text', StartDate: 'unknown', ...METADATA }, rest: 'closed' }],
  [
    'apigateway:invoke',
    {
      fields: { Headers: 'unknown', ResponseBody: 'unknown', StatusCode: 'number', StatusText: 'text' },
      rest: 'closed',
    },
  ],
  [
    'sqs:sendMessage',
    {
      fields: {
        MD5OfMessageBody: 'text',
        'Md5OfMessageBody?': 'text',
        'MD5OfMessageAttributes?': 'text',
        'MD5OfMessageSystemAttributes?': 'text',
        MessageId: 'text',
        'SequenceNumber?': 'text',
        ...METADATA,
      },
      rest: 'dated',
    },
  ],
  ['sns:publish', { fields: { MessageId: 'text', 'SequenceNumber?': 'text', ...METADATA }, rest: 'closed' }],
  ['events:putEvents', { fields: { Entries: { list: 'unknown' }, FailedEntryCount: 'number' }, rest: 'closed' }],
  [
    'ecs:runTask',
    { fields: { Failures: { list: 'unknown' }, Tasks: { list: 'unknown' }, ...METADATA }, rest: 'closed' },
  ],
]);

/** What DescribeExecution returns, with the input and output of the execution as `payload`. */
function describedExecution(payload: ResultShape): ResultShape {
  const names = ['ExecutionArn', 'Name', 'StateMachineArn', 'Status'];
  const optional = ['StateMachineVersionArn?', 'StateMachineAliasArn?', 'TraceHeader?', 'MapRunArn?', 'RedriveStatus?'];
  const others = ['StartDate', 'StopDate', 'InputDetails?', 'OutputDetails?', 'RedriveCount?', 'RedriveDate?'];
  return {
    fields: {
      ...Object.fromEntries([...names, ...optional].map((name) => [name, 'text' as const])),
      ...Object.fromEntries(others.map((name) => [name, 'unknown' as const])),
      'RedriveStatusReason?': 'text',
      Input: payload,
      'Output?': payload,
    },
    rest: 'dated',
  };
}

export const SYNC_RESULTS: ReadonlyMap<string, ResultShape> = new Map<string, ResultShape>([
  ['states:startExecution.sync', describedExecution('jsonText')],
  ['states:startExecution.sync:2', describedExecution('unknown')],
]);

/** Optimised integrations that return what the API does, and the metadata. */
export const API_RESULTS: readonly string[] = [
  'dynamodb:getItem',
  'dynamodb:putItem',
  'dynamodb:updateItem',
  'dynamodb:deleteItem',
];

export const API_RESULT_METADATA: readonly string[] = ['SdkHttpMetadata', 'SdkResponseMetadata'];

/** Names that people expect in a model's answer; those that a result does not have are certainly not there. */
const EXPECTED_OF_MODELS: readonly string[] = [
  ...[
    'Body',
    'body',
    'Payload',
    'Content',
    'content',
    'Message',
    'Messages',
    'message',
    'messages',
    'Output',
    'output',
  ],
  ...['Text', 'text', 'Response', 'response', 'Result', 'Results', 'result', 'results', 'completion', 'completions'],
  ...['Completion', 'generation', 'generations', 'outputs', 'outputText', 'choices', 'Choices', 'stop_reason', 'usage'],
  ...['ToolUse', 'toolUse', 'ReasoningContent', 'embedding', 'data', 'answer', 'Answer', 'Citations', 'citations'],
];

export interface SdkResult {
  /** Names that are certainly absent at the top, if the table has none of the name. */
  readonly absent: readonly string[];
  /** Members that are known better than the table knows them: `[]` is an element of a list. */
  readonly texts: Readonly<Record<string, 'modelText' | 'jsonText' | 'text'>>;
}

/** By `<service>:<action>`, for SDK integrations. */
export const SDK_RESULTS: ReadonlyMap<string, SdkResult> = new Map<string, SdkResult>([
  ['bedrockruntime:converse', { absent: EXPECTED_OF_MODELS, texts: { 'Output.Message.Content[].Text': 'modelText' } }],
  ['bedrockagentruntime:retrieve', { absent: EXPECTED_OF_MODELS, texts: {} }],
  ['bedrockagentruntime:retrieveAndGenerate', { absent: EXPECTED_OF_MODELS, texts: { 'Output.Text': 'modelText' } }],
  // «Body as text», bytes too (recorded).
  ['s3:getObject', { absent: [], texts: { Body: 'jsonText' } }],
]);

/** SDK integrations of whose results the form of some part is not confirmed. */
export const UNCONFIRMED_RESULTS: readonly string[] = [
  'bedrockruntime:invokeModel',
  'bedrockagentcore:invokeAgentRuntime',
];

export interface ModelFamily {
  readonly name: string;
  /** Of the model's id, wherever it stands in an ARN or behind the prefix of an inference profile. */
  readonly id: RegExp;
  readonly body: ResultShape;
}

const GUARDRAIL = {
  'amazon-bedrock-guardrailAction?': 'text',
  'amazon-bedrock-trace?': 'unknown',
  'amazon-bedrock-invocationMetrics?': 'unknown',
} as const;

const CLAUDE_BODY: ResultShape = {
  fields: {
    id: 'text',
    type: 'text',
    role: 'text',
    model: 'text',
    content: {
      list: {
        fields: {
          type: 'text',
          'text?': 'modelText',
          'id?': 'text',
          'name?': 'text',
          'input?': 'unknown',
          'thinking?': 'modelText',
          'signature?': 'text',
          'data?': 'text',
          'citations?': 'unknown',
        },
        rest: 'dated',
        absent: ['Text', 'message', 'content', 'completion'],
      },
    },
    stop_reason: 'text',
    'stop_sequence?': 'unknown',
    usage: { fields: { input_tokens: 'number', output_tokens: 'number' }, rest: 'dated' },
    'context_management?': 'unknown',
    'container?': 'unknown',
    'error?': 'unknown',
    ...GUARDRAIL,
  },
  rest: 'dated',
  absent: EXPECTED_OF_MODELS,
};

const LLAMA_BODY: ResultShape = {
  fields: {
    generation: 'modelText',
    prompt_token_count: 'number',
    generation_token_count: 'number',
    stop_reason: 'text',
    ...GUARDRAIL,
  },
  rest: 'dated',
  absent: EXPECTED_OF_MODELS,
};

/** The families whose response a page of the Bedrock user guide prints. */
export const MODEL_FAMILIES: readonly ModelFamily[] = [
  { name: 'Claude', id: /(?:^|[./])anthropic\.claude-/, body: CLAUDE_BODY },
  { name: 'Llama', id: /(?:^|[./])meta\.llama/, body: LLAMA_BODY },
];

/** Claude models that also answer, or only answer, to the old form of request, and then in another form. */
export const LEGACY_CLAUDE = /anthropic\.claude-(?:instant|v[12])/;

/** A parameter of the request that only the Messages form of Claude takes. */
export const CLAUDE_VERSION_KEY = 'anthropic_version';

/** Of the API's response to InvokeModel, beside `Body` and `ContentType`. */
export const INVOKE_MODEL_UNCONFIRMED: readonly string[] = ['PerformanceConfigLatency', 'ServiceTier'];

/** Parts of results that the service parses, whatever they hold; by `<service>:<action> <pattern>`. */
export const PARSED_RESULTS: ReadonlyMap<string, readonly string[]> = new Map([
  ['bedrock:invokeModel requestResponse', ['Body']],
  ['states:startExecution sync:2', ['Output', 'Input']],
]);
