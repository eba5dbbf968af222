/**
 * The rights that the calls of a machine need, as data of the template that declares it. Never wider than the call:
 * where the definition leaves open what is called, or nobody documents which resource an action is for, there is none.
 */
import {
  hasOwnRole,
  calledValue,
  callPermission,
  neededResources,
} from '../analysis/permissions/needed-permissions.ts';
import type { NeededResource } from '../analysis/permissions/needed-permissions.ts';
import type { Declaration, TaskState } from '../asl/model.ts';
import { RESOURCE_FORMS } from '../aws/call-permissions.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import type { Data } from '../tree/syntax.ts';

export interface CallRights {
  readonly actions: readonly string[];
  readonly resources: readonly Data[];
}

/**
 * - `unknown`: the call, or its permission, is not known.
 * - `open`: its actions are known, and not for which resources.
 */
export type NeededRights =
  | { readonly kind: 'none' | 'unknown' }
  | { readonly kind: 'open'; readonly actions: readonly string[] }
  | ({ readonly kind: 'rights' } & CallRights);

export function rightsOf(state: TaskState, declaration: Declaration): NeededRights {
  if (state.integration.kind === 'activity') return { kind: 'none' };
  if (hasOwnRole(state)) return { kind: state.node.isOpen ? 'unknown' : 'none' };
  const needed = callPermission(state);
  if (needed === undefined) return { kind: 'unknown' };
  const { actions, resource } = needed;
  if (resource === 'any' || needsMore(state)) return { kind: 'open', actions };
  const known = neededResources(state, resource);
  const value = calledValue(state, RESOURCE_FORMS[resource].parameter);
  const resources = known.length > 0 ? known.map(arnData) : [parameterArn(value, declaration)];
  if (!resources.every((one) => one !== undefined)) return { kind: 'open', actions };
  return { kind: 'rights', actions, resources };
}

/** Guardrails and endpoints need rights of their own, of which the definition does not tell all. */
const MORE_RIGHTS: readonly string[] = ['GuardrailConfig', 'GuardrailIdentifier', 'Qualifier'];

function needsMore({ arguments: template }: TaskState): boolean {
  if (template?.kind !== 'object') return true;
  return template.isOpen || template.entries.some(({ key }) => MORE_RIGHTS.includes(key.value.replace(/\.\$$/, '')));
}

/** Every name that the deployment fills in must be one of its own, or the reference that the definition has. */
function arnData({ arn, reference }: NeededResource): Data | undefined {
  if (reference !== undefined) {
    const { resource, attribute } = reference;
    if (attribute?.endsWith('Arn') === true) return { 'Fn::GetAtt': [resource.logicalId, attribute] };
    return REF_IS_ARN.includes(resource.type) && attribute === undefined ? { Ref: resource.logicalId } : undefined;
  }
  const names = [...arn.matchAll(/\$\{([^{}]*)\}/g)].map(([, name]) => name ?? '');
  if (!names.every((name) => /^AWS::(?:Partition|Region|AccountId)$/.test(name))) return undefined;
  return names.length === 0 ? arn : { 'Fn::Sub': arn };
}

const REF_IS_ARN: readonly string[] = ['AWS::Lambda::Alias'];

/** An ARN that a parameter of the template gives. */
function parameterArn(value: Node | undefined, { template }: Declaration): Data | undefined {
  const [, name = ''] = value?.kind === 'unknown' ? (/^reference to (\w+)$/.exec(value.why) ?? []) : [];
  const parameters = template?.get('Parameters');
  if (parameters?.kind !== 'object' || parameters.get(name) === undefined) return undefined;
  return isArnOfCall(value) ? { Ref: name } : undefined;
}

/** Of a `Ref` alone, not of a placeholder that a substitution fills in. */
function isArnOfCall(value: Node | undefined): boolean {
  return value?.kind === 'unknown' && value.bare && value.reference === undefined;
}

/** Whether a resource is named anywhere in the template but in itself and in one other. */
export function isNamedElsewhere(template: ObjectNode, logicalId: string, besides: readonly string[]): boolean {
  const section = template.get('Resources');
  const resources = section?.kind === 'object' ? section.entries : [];
  const others = resources.filter(({ key }) => !besides.includes(key.value)).map(({ value }) => value);
  const sections = template.entries.filter(({ key }) => key.value !== 'Resources').map(({ value }) => value);
  return [...others, ...sections].some((root) => names(root, logicalId));
}

function names(root: Node, logicalId: string): boolean {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const text = node.kind === 'string' ? node.value : node.kind === 'unknown' ? (node.template ?? '') : '';
    if (text.includes(logicalId)) return true;
    if (node.kind === 'array') for (const item of node.items) waiting.push(item);
    if (node.kind === 'object') for (const { value } of node.entries) waiting.push(value);
  }
  return false;
}
