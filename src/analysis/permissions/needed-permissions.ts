/**
 * Which permissions a Task needs of the role of its machine. The resource is a pattern with `*` for what the definition
 * does not tell; a call that is made under another role, or whose permissions are not recorded, needs nothing here.
 */
import type { Integration } from '../../asl/integrations.ts';
import type { TaskState } from '../../asl/model.ts';
import { isJsonata } from '../../asl/payload.ts';
import {
  CALL_PERMISSIONS,
  MODEL_PROVIDERS,
  PROFILE_ARN,
  PROFILE_MODEL_ARN,
  PROFILE_PREFIXES,
  RESOURCE_FORMS,
} from '../../aws/call-permissions.ts';
import type { CallPermission, CalledResource } from '../../aws/call-permissions.ts';
import type { Node, Reference } from '../../tree/node.ts';
import { asPattern } from './overlap.ts';

export interface NeededResource {
  /** What it is in a message: `model amazon.nova-lite-v1:0`. */
  readonly label: string;
  /** Its ARN, with `${…}` for what only the deployment knows and `*` for any Region. */
  readonly arn: string;
  readonly reference: Reference | undefined;
}

const BY_CALL: ReadonlyMap<string, CallPermission> = new Map(CALL_PERMISSIONS.map((row) => [row.call, row]));

export function callPermission({ integration }: TaskState): CallPermission | undefined {
  const call = callName(integration);
  return call === undefined ? undefined : BY_CALL.get(call);
}

function callName(integration: Integration): string | undefined {
  switch (integration.kind) {
    case 'optimised':
      return `${integration.service}:${integration.action}`;
    case 'sdk':
      return `aws-sdk:${integration.service}:${integration.action}`;
    case 'lambda':
      return 'lambda:invoke';
    case 'activity':
    case 'unrecognised':
    case 'unknown':
      return undefined;
  }
}

/** Whether the call is made under a role of its own, or may be. */
export function hasOwnRole({ node }: TaskState): boolean {
  return node.isOpen || node.get('Credentials') !== undefined || node.get('Credentials.$') !== undefined;
}

const NOUNS: Readonly<Record<Exclude<CalledResource, 'any'>, string>> = {
  model: 'model',
  knowledgeBase: 'knowledge base',
  harness: 'harness',
  runtime: 'agent runtime',
  guardrail: 'guardrail',
  function: 'function',
  queue: 'queue',
  topic: 'topic',
  table: 'table',
  stateMachine: 'state machine',
  eventBus: 'event bus',
  object: 'object',
};

/** All of these are needed; empty when the definition does not tell which. */
export function neededResources(state: TaskState, resource: CalledResource): readonly NeededResource[] {
  if (resource === 'any') return [];
  const value = calledValue(state, RESOURCE_FORMS[resource].parameter);
  const text = value === undefined ? undefined : writtenText(value);
  if (text === undefined) return [];
  const reference = value?.kind === 'unknown' ? value.reference : undefined;
  if (resource === 'model') return modelResources(text);
  const label = `${NOUNS[resource]} ${reference?.resource.logicalId ?? text}`;
  if (reference !== undefined || /^arn:[^:]+:[^:]+:.*:/.test(text)) return [{ label, arn: text, reference }];
  return /^[\w-]+$/.test(text) && !RESOURCE_FORMS[resource].parameter.endsWith('Arn')
    ? [{ label, arn: fillArn(RESOURCE_FORMS[resource].arn, text), reference }]
    : [];
}

/** The value of a parameter that is not computed at run time. */
export function calledValue(state: TaskState, parameter: string): Node | undefined {
  const { arguments: template, integration } = state;
  if (integration.kind === 'lambda') return state.node.get('Resource');
  return template?.kind === 'object' ? template.get(parameter) : undefined;
}

/** The text with its unknown parts; undefined for an expression and for a sample's stand-in. */
function writtenText(node: Node): string | undefined {
  if (node.kind !== 'string' && node.kind !== 'unknown') return undefined;
  const text = node.kind === 'string' ? node.value : node.template;
  return text === undefined || isJsonata(text) || /[<>*?\s]|\{\{/.test(text) ? undefined : text;
}

export function fillArn(form: string, name: string): string {
  return `arn:\${AWS::Partition}:${form.replace('{name}', () => name)}`;
}

const MODEL_ARN = /^arn:[^:]+:bedrock:[^:]*:[^:]*:(foundation-model|inference-profile)\/([^/]+)$/;

/** A foundation model, a system-defined profile with its models, or neither: other kinds may stand for any model. */
export function modelResources(text: string): readonly NeededResource[] {
  const [, kind, id = ''] = MODEL_ARN.exec(asPattern(text)) ?? [];
  if (kind === 'foundation-model')
    return isModelId(id) ? [{ label: `model ${id}`, arn: text, reference: undefined }] : [];
  if (kind === 'inference-profile') return profileResources(id, text);
  if (isModelId(text)) {
    return [{ label: `model ${text}`, arn: fillArn(RESOURCE_FORMS.model.arn, text), reference: undefined }];
  }
  return profileResources(text, fillArn(PROFILE_ARN, text));
}

function profileResources(id: string, arn: string): readonly NeededResource[] {
  const dot = id.indexOf('.');
  const model = id.slice(dot + 1);
  if (!PROFILE_PREFIXES.includes(id.slice(0, Math.max(dot, 0))) || !isModelId(model)) return [];
  return [
    { label: `inference profile ${id}`, arn, reference: undefined },
    {
      label: `model ${model} through inference profile ${id}`,
      arn: fillArn(PROFILE_MODEL_ARN, model),
      reference: undefined,
    },
  ];
}

/** One of a provider that is known. More than one colon asks for a context length, which IAM has another name for. */
function isModelId(id: string): boolean {
  const provider = id.slice(0, Math.max(id.indexOf('.'), 0));
  return MODEL_PROVIDERS.includes(provider) && /^[\w.-]+(?::\d+)?$/.test(id);
}
