/**
 * Native calls as the SDK would have made them: names from the spelling of tasks into that of the SDK, and replies back.
 * By lists of its own, so that a fault in the service tables shows.
 */
import type { Json } from '../../src/handlers/ir.ts';
import type { Request } from './python-host.ts';

/** Members whose inside is data of the user, with keys of its own. */
const DOCUMENTS: readonly string[] = ['AdditionalModelRequestFields', 'Json', 'RequestMetadata', 'metadata'];

const OPERATIONS: Readonly<Record<string, string>> = {
  'bedrock:invokeModel': 'invoke_model',
  'aws-sdk:bedrockruntime:converse': 'converse',
  'aws-sdk:bedrockagentruntime:retrieve': 'retrieve',
  'aws-sdk:bedrockagentruntime:retrieveAndGenerate': 'retrieve_and_generate',
};

/** Calls of stores, which have the same names in a task and in the SDK. */
export const STORE_OPERATIONS: Readonly<Record<string, string>> = {
  'aws-sdk:s3:getObject': 'get_object',
  'aws-sdk:s3:putObject': 'put_object',
  'dynamodb:getItem': 'get_item',
  'dynamodb:putItem': 'put_item',
  'dynamodb:updateItem': 'update_item',
};

export function requestOf(resource: string, parameters: Json): Request {
  const operation = OPERATIONS[resource.replace('arn:aws:states:::', '')];
  if (operation === undefined) throw new TypeError(`no such call: ${resource}`);
  if (operation !== 'invoke_model') return { operation, parameters: inSdkSpelling(parameters) };
  const members = Object.entries(parameters as Readonly<Record<string, Json>>);
  return { operation, parameters: Object.fromEntries(members.map(([key, value]) => [lowerFirst(key), value])) };
}

export function replyOf(resource: string, reply: Json): Json {
  return resource.endsWith(':bedrock:invokeModel')
    ? { Body: reply, ContentType: 'application/json' }
    : inTaskSpelling(reply);
}

function inSdkSpelling(value: Json): Json {
  return renamed(value, lowerFirst, (key) => DOCUMENTS.includes(key));
}

function inTaskSpelling(value: Json): Json {
  return renamed(
    value,
    (key) => key.charAt(0).toUpperCase() + key.slice(1),
    (key) => DOCUMENTS.includes(key),
  );
}

function renamed(value: Json, name: (key: string) => string, isDocument: (key: string) => boolean): Json {
  if (Array.isArray(value)) return (value as readonly Json[]).map((item) => renamed(item, name, isDocument));
  if (typeof value !== 'object' || value === null) return value;
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>).map(([key, inner]) => [
      name(key),
      isDocument(key) ? inner : renamed(inner, name, isDocument),
    ]),
  );
}

function lowerFirst(key: string): string {
  return key.charAt(0).toLowerCase() + key.slice(1);
}
