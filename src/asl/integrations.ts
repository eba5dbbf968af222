/**
 * What a Task's `Resource` names. Reads constants and texts whose unknown parts do not hide the answer, such as
 * `arn:${AWS::Partition}:states:::bedrock:invokeModel`; anything else is unknown.
 */
import { AI_OPERATIONS, AI_SERVICE_TOKENS, OPTIMISED_INVOKE_MODEL_PREFIXES } from '../aws/ai-operations.ts';
import type { AiOperation } from '../aws/ai-operations.ts';
import type { Node, UnknownNode } from '../tree/node.ts';

export type IntegrationPattern = 'requestResponse' | 'sync' | 'sync:2' | 'waitForTaskToken';

export type Integration =
  | {
      readonly kind: 'optimised' | 'sdk';
      readonly service: string;
      readonly action: string;
      readonly pattern: IntegrationPattern;
    }
  | { readonly kind: 'lambda' }
  | { readonly kind: 'activity' }
  /** A text that is no integration. */
  | { readonly kind: 'unrecognised'; readonly text: string }
  | { readonly kind: 'unknown' };

/** A call to a model, a knowledge base or an agent. */
export interface AiCall {
  readonly operation: AiOperation;
  /** Error name prefixes that count as this call's own. */
  readonly errorPrefixes: readonly string[];
  /** False for a spelling that no integration has, although it is plain which call is meant. */
  readonly exists: boolean;
}

const UNKNOWN: Integration = { kind: 'unknown' };

const INTEGRATION = /^arn:(?:[a-z-]+|\$\{[^}]+\}):states:::([^${}]+)$/;
const LAMBDA_FUNCTION = /^arn:(?:[a-z-]+|\$\{[^}]+\}):lambda:[^:]*(?:::[^:]*)?:[^:]*(?:::[^:]*)?:function:/;
const ACTIVITY = /^arn:(?:[a-z-]+|\$\{[^}]+\}):states:.*:activity:/;
/** What stands for the whole, or its beginning with a version or an alias behind it. */
const QUALIFIED = /^\$\{[^{}]+\}(?::(?:\$LATEST|[\w-]+|\$\{[^{}]+\}))?$/;
const PATTERN_SUFFIX = /\.(sync:2|sync|waitForTaskToken)$/;

export function readIntegration(resource: Node | undefined): Integration {
  if (resource?.kind === 'string') return fromText(resource.value, resource.value);
  if (resource?.kind !== 'unknown') return UNKNOWN;
  if (resource.reference !== undefined) return fromResourceType(resource.reference.resource.type);
  if (isQualifiedFunction(resource)) return { kind: 'lambda' };
  return resource.template === undefined ? UNKNOWN : fromText(resource.template, undefined);
}

/** `known` is the whole text when no part of it is unknown. */
function fromText(text: string, known: string | undefined): Integration {
  const call = INTEGRATION.exec(text)?.[1];
  if (call !== undefined) return fromCall(call, text);
  if (LAMBDA_FUNCTION.test(text)) return { kind: 'lambda' };
  if (ACTIVITY.test(text)) return { kind: 'activity' };
  return known === undefined ? UNKNOWN : { kind: 'unrecognised', text: known };
}

/** What stands after `states:::`. */
export function integrationOfCall(call: string): Integration {
  return fromCall(call, call);
}

function fromCall(call: string, text: string): Integration {
  const suffix = PATTERN_SUFFIX.exec(call);
  const pattern = (suffix?.[1] ?? 'requestResponse') as IntegrationPattern;
  const parts = call.slice(0, suffix?.index).split(':');
  const [first, second, third] = parts;
  if (first === 'aws-sdk' && second !== undefined && third !== undefined && parts.length === 3) {
    return { kind: 'sdk', service: second, action: third, pattern };
  }
  if (first !== undefined && second !== undefined && parts.length === 2) {
    return { kind: 'optimised', service: first, action: second, pattern };
  }
  return { kind: 'unrecognised', text };
}

const FUNCTION_TYPES: readonly string[] = [
  'AWS::Lambda::Function',
  'AWS::Lambda::Alias',
  'AWS::Lambda::Version',
  'AWS::Serverless::Function',
];

function fromResourceType(type: string): Integration {
  if (FUNCTION_TYPES.includes(type)) return { kind: 'lambda' };
  if (type === 'AWS::StepFunctions::Activity') return { kind: 'activity' };
  return UNKNOWN;
}

/** The ARN of a function of the same template, with a version or an alias behind it. */
function isQualifiedFunction({ firstReference, template = '' }: UnknownNode): boolean {
  if (firstReference === undefined || !FUNCTION_TYPES.includes(firstReference.resource.type)) return false;
  return firstReference.attribute === 'Arn' && QUALIFIED.test(template);
}

/** The AI call that an integration makes or, in a spelling that does not exist, plainly means. */
export function aiCallOf(integration: Integration): AiCall | undefined {
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return undefined;
  const { kind, service, action } = integration;
  const exact = AI_OPERATIONS.find((operation) => {
    const own = kind === 'sdk' ? operation.sdkService : operation.optimisedService;
    return own === service && operation.action === action;
  });
  if (exact !== undefined) return { operation: exact, errorPrefixes: errorPrefixes(exact, kind), exists: true };
  if (!AI_SERVICE_TOKENS.includes(service.toLowerCase().replaceAll('-', ''))) return undefined;
  const meant = AI_OPERATIONS.find((operation) => operation.action.toLowerCase() === action.toLowerCase());
  if (meant === undefined) return undefined;
  return { operation: meant, errorPrefixes: ['Bedrock', meant.errorPrefix], exists: false };
}

function errorPrefixes(operation: AiOperation, kind: 'optimised' | 'sdk'): readonly string[] {
  const isOptimisedModelCall = kind === 'optimised' && operation.name === 'InvokeModel';
  return isOptimisedModelCall ? OPTIMISED_INVOKE_MODEL_PREFIXES : [operation.errorPrefix];
}

/** Whether a call runs a Lambda function. */
export function invokesFunction(integration: Integration): boolean {
  if (integration.kind === 'lambda') return true;
  return isCall(integration) && integration.service === 'lambda' && integration.action === 'invoke';
}

/** Whether a call starts another execution. */
export function startsExecution(integration: Integration): boolean {
  if (!isCall(integration)) return false;
  const { kind, service, action } = integration;
  if (kind === 'optimised') return service === 'states' && action === 'startExecution';
  return service === 'sfn' && (action === 'startExecution' || action === 'startSyncExecution');
}

function isCall(integration: Integration): integration is Extract<Integration, { service: string }> {
  return integration.kind === 'optimised' || integration.kind === 'sdk';
}
