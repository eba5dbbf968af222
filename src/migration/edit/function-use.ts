/**
 * Who else refers to a function once its task makes the call itself, and what is in the template for its sake alone: its
 * log group, permissions, aliases, versions, role. A reference that is not understood counts as a use.
 */
import type { Declaration } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { referencesTo } from '../../fixers/template-references.ts';
import type { TemplateReference } from '../../fixers/template-references.ts';
import { writtenResource } from '../../fixers/template-resource.ts';
import type { HostSpan } from '../../text/layer.ts';
import { spanOf } from '../../tree/node.ts';
import type { Node, ObjectNode, Resource } from '../../tree/node.ts';
import { membersOf } from '../../tree/syntax.ts';

export type FunctionUse =
  | { readonly kind: 'used'; readonly by: readonly string[] }
  /** `others` are logical ids of what goes with it. */
  | { readonly kind: 'unused'; readonly others: readonly string[] }
  /** Of a program, which is not searched for it. */
  | { readonly kind: 'unseen' };

/** What is about a function and of no use without it. */
const ABOUT_FUNCTIONS: readonly string[] = [
  'AWS::Lambda::Alias',
  'AWS::Lambda::EventInvokeConfig',
  'AWS::Lambda::Permission',
  'AWS::Lambda::Version',
  'AWS::Logs::LogGroup',
];

/** Properties of a SAM function by which it is invoked otherwise. */
const INVOKERS: readonly string[] = ['Events', 'FunctionUrlConfig'];

export function useOfFunction(declaration: Declaration, resource: Resource, edits: readonly Intent[]): FunctionUse {
  const { template } = declaration;
  if (template === undefined) return { kind: 'used', by: ['what is outside of the template'] };
  const removed = edits.flatMap(removedSpan);
  const usesOf = (of: Resource): readonly TemplateReference[] =>
    referencesTo(template, namesOf(of)).filter(
      ({ owner, section, span }) =>
        !(section === 'Resources' && owner === of.logicalId) && !removed.some((gone) => isWithin(span, gone)),
    );
  const own = ownResources(declaration, resource, usesOf);
  const by = [resource, ...own].flatMap((one) =>
    usesOf(one).filter(({ section, owner }) => section !== 'Resources' || !isAmong(owner, [resource, ...own])),
  );
  const invokers = INVOKERS.filter((name) => resource.properties?.get(name) !== undefined);
  const users = [...by.map(nameOf), ...invokers.map((name) => `its own ${name}`)];
  if (users.length > 0) return { kind: 'used', by: [...new Set(users)] };
  const role = ownRole(declaration, resource, usesOf);
  return { kind: 'unused', others: [...own, ...role].map(({ logicalId }) => logicalId) };
}

function nameOf({ section, owner }: TemplateReference): string {
  return section === 'Resources' ? owner : `${section} ${owner}`;
}

function isAmong(logicalId: string, resources: readonly Resource[]): boolean {
  return resources.some((resource) => resource.logicalId === logicalId);
}

/** An explicit name may stand in a text. */
function namesOf({ logicalId, properties }: Resource): readonly string[] {
  const name = properties?.get('FunctionName');
  return name?.kind === 'string' ? [logicalId, name.value] : [logicalId];
}

type UsesOf = (of: Resource) => readonly TemplateReference[];

function ownResources({ resources }: Declaration, function_: Resource, usesOf: UsesOf): readonly Resource[] {
  const owners = new Set(usesOf(function_).map(({ owner }) => owner));
  return [...resources.values()].filter(
    ({ type, logicalId }) => ABOUT_FUNCTIONS.includes(type) && owners.has(logicalId),
  );
}

/** The role of the function and its policies, where nothing else has it. */
function ownRole(declaration: Declaration, function_: Resource, usesOf: UsesOf): readonly Resource[] {
  const { resources } = declaration;
  const value = function_.properties?.get('Role');
  const role = value?.kind === 'unknown' ? value.reference?.resource : undefined;
  if (role?.type !== 'AWS::IAM::Role') return [];
  const users = usesOf(role).filter(({ section, owner }) => section !== 'Resources' || owner !== function_.logicalId);
  const policies = users.flatMap(({ section, owner }) => (section === 'Resources' ? (resources.get(owner) ?? []) : []));
  const isOnlyPolicies =
    policies.length === users.length && policies.every((policy) => isForOneRole(declaration, policy));
  return isOnlyPolicies ? [role, ...new Set(policies)] : [];
}

function isForOneRole(declaration: Declaration, policy: Resource): boolean {
  const roles = writtenResource(declaration, policy)?.properties.get('Roles');
  if (policy.type === 'AWS::IAM::RolePolicy') return true;
  return policy.type === 'AWS::IAM::Policy' && roles?.kind === 'array' && roles.items.length === 1;
}

export function removalOf({ template }: Declaration, logicalIds: readonly string[]): readonly Intent[] {
  const section = template?.get('Resources');
  return section?.kind === 'object' ? logicalIds.map((id) => edit.remove(section, id)) : [];
}

function removedSpan(intent: Intent): readonly HostSpan[] {
  const member = memberOf(intent);
  return member === undefined ? [] : [spanOf(member)];
}

function memberOf(intent: Intent): Node | ObjectNode['entries'][number]['key'] | undefined {
  switch (intent.op) {
    case 'remove':
      return membersOf(intent.from)[intent.index]?.value;
    case 'replace':
      return membersOf(intent.within)[intent.index]?.value;
    default:
      return undefined;
  }
}

function isWithin(inner: HostSpan, outer: HostSpan): boolean {
  return inner.file === outer.file && inner.start >= outer.start && inner.end <= outer.end;
}
