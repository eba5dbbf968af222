/**
 * What the role of a declared machine allows, as far as its template tells: the role itself, policies that attach
 * themselves to it, and what SAM makes of `Policies`. Whatever may attach more unseen makes the reading incomplete.
 */
import type { Declaration } from '../../asl/model.ts';
import { SAM_POLICY_TEMPLATES } from '../../aws/sam-policy-templates.ts';
import type { Node, ObjectNode, Resource, StringNode } from '../../tree/node.ts';
import { StatementReader } from './policy-statements.ts';
import type { PolicyStatement } from './policy-statements.ts';
import { templateFacts } from './template-facts.ts';

export interface RolePolicies {
  /** For messages: `role "OrdersRole"`, `the role that SAM makes for "Orders"`. */
  readonly label: string;
  /** The logical id of the role, or of the machine whose role SAM makes. */
  readonly owner: StringNode;
  /** Undefined for a role that SAM makes. */
  readonly role: Resource | undefined;
  readonly statements: readonly PolicyStatement[];
  /** Whether nothing but these statements can allow anything. */
  readonly isComplete: boolean;
}

/** Undefined when the template does not say which role the machine has, or does not hold it. */
export function rolePoliciesOf(declaration: Declaration): RolePolicies | undefined {
  const { settings, resource } = declaration;
  if (settings === undefined || resource === undefined) return undefined;
  if (settings.role !== undefined) {
    const role = settings.role.kind === 'unknown' ? settings.role.reference : undefined;
    const isArn = role?.attribute === 'Arn' && role.resource.type === 'AWS::IAM::Role';
    return isArn ? ofDeclaredRole(role.resource, declaration) : undefined;
  }
  // A template that says nothing at all of rights may be a part, or a sample: it has declared no role.
  if (resource.type !== 'AWS::Serverless::StateMachine' || settings.policies === undefined) return undefined;
  return ofGeneratedRole(resource, declaration);
}

function sharersOf(declaration: Declaration, { role }: RolePolicies): readonly string[] {
  return role === undefined ? [] : (templateFacts(declaration).machinesByRole.get(role.logicalId) ?? []);
}

/** How many state machines of the template have a role. */
export function machinesWithRole(declaration: Declaration, role: RolePolicies): number {
  return Math.max(1, sharersOf(declaration, role).length);
}

/** Whether a declaration is the first to have its role, so that what is said of a role is said once. */
export function isFirstWithRole(declaration: Declaration, role: RolePolicies): boolean {
  const first = sharersOf(declaration, role)[0];
  return first === undefined || first === declaration.resource?.logicalId;
}

function ofDeclaredRole(role: Resource, declaration: Declaration): RolePolicies {
  const reader = new StatementReader();
  const { properties } = role;
  if (role.isOpen || mayGainMore(declaration, role.logicalId)) reader.isComplete = false;
  for (const policy of listOf(properties?.get('Policies'), reader)) readDocumentOf(policy, reader);
  for (const policy of listOf(properties?.get('ManagedPolicyArns'), reader)) readManagedPolicy(policy, reader);
  readAttachedPolicies(declaration, reader, (node) => isRole(node, role));
  const { statements, isComplete } = reader;
  return { label: `role "${role.logicalId}"`, owner: role.key, role, statements, isComplete };
}

function ofGeneratedRole(machine: Resource, declaration: Declaration): RolePolicies {
  const reader = new StatementReader();
  const generated = `${machine.logicalId}Role`;
  if (machine.isOpen || mayGainMore(declaration, generated)) reader.isComplete = false;
  readSamPolicies(declaration.settings?.policies, reader);
  // The role is no resource of the template: what refers to it is unknown here, and so counts as perhaps meaning it.
  readAttachedPolicies(declaration, reader, (node) => (isNamedElse(node) ? false : undefined));
  const { statements, isComplete } = reader;
  const label = `the role that SAM makes for "${machine.logicalId}"`;
  return { label, owner: machine.key, role: undefined, statements, isComplete };
}

/** SAM leaves the name of a role that it makes to CloudFormation, so no text is that name. */
function isNamedElse(node: Node): boolean {
  return node.kind === 'string' || (node.kind === 'unknown' && node.reference !== undefined);
}

/** The items of a list that may be left out; one that is not seen makes the reading incomplete. */
function listOf(node: Node | undefined, reader: StatementReader): readonly Node[] {
  if (node === undefined) return [];
  if (node.kind === 'array') return node.items;
  reader.isComplete = false;
  return [];
}

function readDocumentOf(policy: Node, reader: StatementReader): void {
  reader.readDocument(policy.kind === 'object' ? policy.get('PolicyDocument') : undefined);
}

/** One that the template holds is read; what any other allows is not known here. */
function readManagedPolicy(arn: Node, reader: StatementReader): void {
  const resource = arn.kind === 'unknown' ? arn.reference?.resource : undefined;
  if (resource?.type === 'AWS::IAM::ManagedPolicy') reader.readDocument(resource.properties?.get('PolicyDocument'));
  else reader.isComplete = false;
}

/** `isMeant` answers undefined when a name may be that of the role. */
function readAttachedPolicies(
  declaration: Declaration,
  reader: StatementReader,
  isMeant: (node: Node) => boolean | undefined,
): void {
  for (const { type, properties, isOpen } of templateFacts(declaration).attaching) {
    const byName = type === 'AWS::IAM::RolePolicy';
    if (isOpen || properties === undefined) reader.isComplete = false;
    const names = byName ? [properties?.get('RoleName')] : listOf(properties?.get('Roles'), reader);
    const answers = names.map((name) => (name === undefined ? undefined : isMeant(name)));
    if (answers.includes(true)) reader.readDocument(properties?.get('PolicyDocument'));
    else if (answers.includes(undefined)) reader.isComplete = false;
  }
}

function isRole(node: Node, role: Resource): boolean | undefined {
  if (node.kind === 'unknown' && node.reference !== undefined) {
    return node.reference.resource.logicalId === role.logicalId;
  }
  const name = role.properties?.get('RoleName');
  if (node.kind !== 'string') return undefined;
  // A role without a name gets one that nobody can write down beforehand.
  if (name === undefined) return false;
  return name.kind === 'string' ? name.value === node.value : undefined;
}

/** A text, an object, or a list of these: managed policies, policy templates and inline documents. */
function readSamPolicies(policies: Node | undefined, reader: StatementReader): void {
  if (policies === undefined) return;
  for (const policy of policies.kind === 'array' ? policies.items : [policies]) {
    if (policy.kind !== 'object') reader.isComplete = false;
    else if (policy.get('Statement') !== undefined) reader.readDocument(policy);
    else if (!isHarmlessTemplate(policy)) reader.isComplete = false;
  }
}

function isHarmlessTemplate(policy: ObjectNode): boolean {
  return !policy.isOpen && policy.entries.every(({ key }) => SAM_POLICY_TEMPLATES.includes(key.value));
}

/** Whether something outside the policies of the template may add to a role. */
function mayGainMore(declaration: Declaration, role: string): boolean {
  const { settings } = declaration;
  if (settings === undefined || (settings.isOpen && settings.seesWholeRole !== true)) return true;
  const { givesRights, leaving } = templateFacts(declaration);
  return givesRights || leaving.some((text) => text.includes(role));
}
