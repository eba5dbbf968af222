/**
 * What is known of the calls that a handler makes, and of what they answer: the task that makes the same call, the shapes
 * of request and reply, and how a later expression names the reply.
 */
import { AI_ERRORS } from '../aws/ai-errors.ts';
import { NATIVE_CALLS } from '../aws/handler-calls.ts';
import { CLAUDE_VERSION_KEY } from '../aws/result-shapes.ts';
import type { ResultShape } from '../aws/result-shapes.ts';
import type { Shape } from '../aws/services/service-model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { STORE_CALLS } from '../aws/store-calls.ts';
import type { StoreOperation } from '../aws/store-calls.ts';
import type { CallOperation, Expr, Json, ModelOperation } from '../handlers/ir.ts';
import { familyOf, renamedValue } from './shapes.ts';

/** A task that makes a call of a handler. */
export interface TaskCall {
  readonly operation: CallOperation;
  /** After `arn:<partition>:states:::`. */
  readonly resource: string;
  readonly errorPrefixes: readonly string[];
  /** Names of its errors without prefix. */
  readonly errors: readonly string[];
  /** Those of them after which another attempt may help. */
  readonly transient: readonly string[];
  readonly permissions: readonly string[];
  readonly isOptimised: boolean;
}

/** Errors of a model call after which the client of a handler tries again by itself. */
const MODEL_TRANSIENT: readonly string[] = [
  'ThrottlingException',
  'InternalServerException',
  'ServiceUnavailableException',
  'ModelNotReadyException',
];

export function isStoreOperation(operation: CallOperation): operation is StoreOperation {
  return Object.hasOwn(STORE_CALLS, operation);
}

export function isModelOperation(operation: CallOperation): operation is ModelOperation {
  return !isStoreOperation(operation);
}

export function taskCall(operation: CallOperation): TaskCall {
  if (isStoreOperation(operation)) return STORE_CALLS[operation];
  const errors = AI_ERRORS[operation].map(({ name }) => name);
  const known = MODEL_TRANSIENT.filter((name) => errors.includes(name));
  return { ...NATIVE_CALLS[operation], errors, transient: known };
}

/** A state that makes no call fails by its expressions alone. */
export const NO_CALL: TaskCall = {
  operation: 'InvokeModel',
  resource: '',
  errorPrefixes: [],
  errors: [],
  transient: [],
  permissions: [],
  isOptimised: true,
};

/** A call, as far as its shapes are known. */
export interface KnownCall {
  readonly operation: CallOperation;
  readonly parameters: ReadonlyMap<string, Expr>;
}

/** Of the request; undefined for those whose parameters are checked elsewhere. */
export function inputShape(operation: CallOperation, services: ServiceTables): Shape | undefined {
  if (isStoreOperation(operation)) return undefined;
  const { service, action } = NATIVE_CALLS[operation];
  return services.service(service)?.action(action)?.input;
}

/** Of a reply whose names a task spells otherwise. */
export function outputShape(operation: CallOperation, services: ServiceTables): Shape | undefined {
  if (isStoreOperation(operation) || operation === 'InvokeModel') return undefined;
  const { service, action } = NATIVE_CALLS[operation];
  return services.service(service)?.action(action)?.output;
}

/** Of a reply that is the same in the source and in a task. */
export function bodyShape({ operation, parameters }: KnownCall): ResultShape | undefined {
  switch (operation) {
    case 'InvokeModel':
      return modelBody(parameters);
    case 'GetObject':
      return 'text';
    case 'GetItem':
      return { fields: { 'Item?': { fields: {}, rest: 'dated' } }, rest: 'closed' };
    default:
      return undefined;
  }
}

function modelBody(parameters: ReadonlyMap<string, Expr>): ResultShape | undefined {
  const model = parameters.get('modelId');
  const id = model?.kind === 'literal' && typeof model.value === 'string' ? model.value : undefined;
  const body = parameters.get('body');
  const isClaude =
    body?.kind === 'object' && body.items.some((item) => item.kind === 'entry' && item.key === CLAUDE_VERSION_KEY);
  return familyOf(id, isClaude)?.body;
}

/** The reply as it is written in the state that makes the call. */
export function resultRoot(operation: CallOperation): string {
  return operation === 'InvokeModel' || operation === 'GetObject' ? '$states.result.Body' : '$states.result';
}

/** What a later state needs of the reply, as an expression of the state that makes the call. */
export function keptReply(operation: CallOperation): string {
  // What belongs to the answer of the service beside the item is not kept.
  if (operation === 'GetItem') return '{% $exists($states.result.Item) ? {"Item": $states.result.Item} : {} %}';
  return `{% ${resultRoot(operation)} %}`;
}

/** A reply of the source as the task gives it. */
export function replyInTask(operation: CallOperation, reply: Json, output: Shape | undefined): Json {
  if (operation === 'InvokeModel') return { Body: reply, ContentType: 'application/json' };
  if (operation === 'GetObject') return { Body: reply, ContentType: 'binary/octet-stream' };
  return isStoreOperation(operation) ? reply : renamedValue(reply, output);
}
