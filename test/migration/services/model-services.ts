/**
 * The model services on the wire: which operation a request is and what it asks for, in the spelling of the SDK, and a
 * reply in the form that its client reads. Of the shapes it knows only what travels outside the body.
 */
import type { Json } from '../../../src/handlers/ir.ts';
import { eventStream } from './event-stream.ts';
import type { WireReply, WireRequest } from './wire.ts';

type Fields = Readonly<Record<string, Json>>;

export interface ModelRequest {
  readonly operation: string;
  readonly parameters: Fields;
}

/** Statuses of the errors that tests ask for: by them a client knows what it may try again. */
const STATUSES: Readonly<Record<string, number>> = {
  AccessDeniedException: 403,
  InternalServerException: 500,
  ModelErrorException: 424,
  ModelNotReadyException: 429,
  ModelTimeoutException: 408,
  ResourceNotFoundException: 404,
  RuntimeClientError: 424,
  ServiceQuotaExceededException: 400,
  ServiceUnavailableException: 503,
  ThrottlingException: 429,
  ValidationException: 400,
};

const INVOKE_HEADERS: Readonly<Record<string, string>> = {
  'content-type': 'contentType',
  accept: 'accept',
  'x-amzn-bedrock-trace': 'trace',
  'x-amzn-bedrock-guardrailidentifier': 'guardrailIdentifier',
  'x-amzn-bedrock-guardrailversion': 'guardrailVersion',
  'x-amzn-bedrock-performanceconfig-latency': 'performanceConfigLatency',
};

const HARNESS_HEADERS: Readonly<Record<string, string>> = {
  'x-amzn-bedrock-agentcore-runtime-session-id': 'runtimeSessionId',
  'x-amzn-bedrock-agentcore-runtime-user-id': 'runtimeUserId',
};

/** What the client of `InvokeModel` says for a body of which nothing is said. */
const UNSAID = 'application/octet-stream';

export function modelRequest(request: WireRequest): ModelRequest {
  const [area = '', id = '', verb = ''] = request.path.split('/').slice(1).map(decodeURIComponent);
  const body = JSON.parse(request.body.toString('utf8')) as Fields;
  if (area === 'model' && verb === 'invoke')
    return {
      operation: 'invoke_model',
      parameters: { modelId: id, body, ...named(request.headers, INVOKE_HEADERS, UNSAID) },
    };
  if (area === 'model' && verb === 'converse') return { operation: 'converse', parameters: { modelId: id, ...body } };
  if (area === 'knowledgebases' && verb === 'retrieve')
    return { operation: 'retrieve', parameters: { knowledgeBaseId: id, ...body } };
  if (area === 'retrieveAndGenerate') return { operation: 'retrieve_and_generate', parameters: body };
  if (area === 'harnesses' && id === 'invoke')
    return {
      operation: 'invoke_harness',
      parameters: { ...Object.fromEntries(request.query), ...named(request.headers, HARNESS_HEADERS), ...body },
    };
  throw new TypeError(`the fake has no ${request.method} ${request.path}`);
}

function named(
  headers: WireRequest['headers'],
  names: Readonly<Record<string, string>>,
  unsaid?: string,
): Readonly<Record<string, string>> {
  const found: Record<string, string> = {};
  for (const [header, name] of Object.entries(names)) {
    const value = headers[header];
    if (value !== undefined && value !== unsaid) found[name] = value;
  }
  return found;
}

export function modelReply(operation: string, reply: Json): WireReply {
  const failure = (reply as { readonly $error?: string }).$error;
  if (failure !== undefined) return failed(failure);
  if (operation === 'invoke_harness')
    return {
      status: 200,
      headers: { 'content-type': 'application/vnd.amazon.eventstream' },
      body: eventStream(harnessEvents(reply as unknown as HarnessReply)),
    };
  return { status: 200, headers: { 'content-type': 'application/json' }, body: JSON.stringify(reply) };
}

export function failed(name: string): WireReply {
  return {
    status: STATUSES[name] ?? 400,
    headers: { 'content-type': 'application/json', 'x-amzn-errortype': name },
    body: JSON.stringify({ message: `${name}, as asked` }),
  };
}

/** What an agent says in one turn: its messages, of which a task gives the last one alone. */
export interface HarnessReply {
  readonly messages: readonly { readonly role: string; readonly texts: readonly string[] }[];
  readonly stopReason: string;
}

/** Texts come in two pieces, between an event that tells nothing and the one that ends the block. */
export function harnessEvents({ messages, stopReason }: HarnessReply): readonly (readonly [string, Json])[] {
  return [
    ...messages.flatMap(({ role, texts }) => [
      ['messageStart', { role }] as const,
      ...texts.flatMap((text, contentBlockIndex) => [
        ...pieces(text).map((piece) => ['contentBlockDelta', { contentBlockIndex, delta: { text: piece } }] as const),
        ['contentBlockStop', { contentBlockIndex }] as const,
      ]),
      ['messageStop', { stopReason }] as const,
    ]),
    ['metadata', { usage: { inputTokens: 3, outputTokens: 5, totalTokens: 8 }, metrics: { latencyMs: 12 } }] as const,
  ];
}

/** Never within a character. */
function pieces(text: string): readonly string[] {
  const characters = Array.from(text);
  const middle = Math.ceil(characters.length / 2);
  return [characters.slice(0, middle).join(''), characters.slice(middle).join('')];
}
