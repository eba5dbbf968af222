/**
 * Gives the role of a machine the statements that its states need now, and takes the right to invoke the function away
 * where nothing of the machine invokes it any more. Never gives them to others who share the role.
 */
import { matchesAction } from '../../analysis/permissions/missing-permissions.ts';
import { templateFacts } from '../../analysis/permissions/template-facts.ts';
import type { Declaration } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Intent } from '../../fixers/fix.ts';
import { isSameData } from '../../fixers/structural-change.ts';
import { isReferenceTo, referencesTo, writtenData } from '../../fixers/template-references.ts';
import { isSam, writtenProperties, writtenResource } from '../../fixers/template-resource.ts';
import type { ArrayNode, Node, ObjectNode, Resource } from '../../tree/node.ts';
import type { Data, DataObject } from '../../tree/syntax.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';
import { itemsOf, textsOf } from './function-rights.ts';

export interface RightsChange {
  readonly statements: readonly DataObject[];
  /** The function that the machine invokes no more. */
  readonly uninvoked: string | undefined;
  /** Copies of a function that it invokes now, in place of this one. */
  readonly invoked: readonly string[];
  /** Logical ids of all machines of the definition. */
  readonly machines: readonly string[];
  readonly advice: string;
}

export interface RightsEdit {
  readonly edits: readonly Intent[];
  readonly reasons: readonly Reason[];
}

export function changeRights(declaration: Declaration, change: RightsChange): RightsEdit {
  const role = roleOf(declaration);
  if (role === undefined) return refusal(declaration, change);
  const sharers = sharersOf(declaration, role, change.machines);
  const statements = [...change.statements, ...invocations(role, change)].filter(
    (statement) => !role.documents.some((document) => allowsAlready(document, statement)),
  );
  if (statements.length > 0 && sharers.length > 0) {
    const who = sharers.join(', ');
    return {
      edits: [],
      reasons: [
        reasonAt(
          'iam',
          `the role of the machine is also that of ${who}, which would get the right as well`,
          change.advice,
          role.place,
        ),
      ],
    };
  }
  const { uninvoked } = change;
  const revoked = uninvoked === undefined || sharers.length > 0 ? NOTHING_REVOKED : revocation(role, uninvoked);
  const granted = statements.length === 0 ? [] : grantEdits(role, revoked, statements);
  if (granted === undefined) return refusal(declaration, change);
  // Nothing is left of a list whose only statement goes.
  const emptied = statements.length === 0 && revoked.spot?.list.items.length === 1;
  return { edits: [...(emptied ? [] : revoked.edits), ...granted], reasons: [] };
}

/** Whether the machine may do all of it anyway, on anything. */
export function allowsAll(declaration: Declaration, actions: readonly string[]): boolean {
  const role = roleOf(declaration);
  return actions.every((action) =>
    role?.documents.some((document) => allowsAlready(document, { Effect: 'Allow', Action: action, Resource: '*' })),
  );
}

function refusal({ resource, settings }: Declaration, { advice }: RightsChange): RightsEdit {
  const message =
    settings?.role === undefined && settings?.policies === undefined
      ? 'the template does not say what the machine may do'
      : 'the role of the machine is not declared in its template';
  return { edits: [], reasons: [reasonAt('iam', message, advice, settings?.role ?? resource?.key)] };
}

interface MachineRole {
  readonly kind: 'sam' | 'role';
  readonly role: Resource | undefined;
  readonly place: Node;
  /** What holds `Policies`. */
  readonly properties: ObjectNode;
  readonly documents: readonly ObjectNode[];
}

function roleOf(declaration: Declaration): MachineRole | undefined {
  const { settings } = declaration;
  if (settings === undefined || settings.isOpen) return undefined;
  if (settings.role === undefined) return generatedRole(declaration);
  const reference = settings.role.kind === 'unknown' ? settings.role.reference : undefined;
  if (reference?.attribute !== 'Arn' || reference.resource.type !== 'AWS::IAM::Role') return undefined;
  return declaredRole(declaration, reference.resource, settings.role);
}

/** The one that SAM makes of `Policies`. */
function generatedRole(declaration: Declaration): MachineRole | undefined {
  const properties = isSam(declaration) ? writtenProperties(declaration) : undefined;
  const policies = properties?.get('Policies');
  if (properties === undefined || policies === undefined) return undefined;
  const documents = itemsOf(policies).filter(isDocument);
  return { kind: 'sam', role: undefined, place: policies, properties, documents };
}

function declaredRole(declaration: Declaration, role: Resource, place: Node): MachineRole | undefined {
  const properties = writtenResource(declaration, role)?.properties;
  if (properties === undefined || role.isOpen) return undefined;
  const own = itemsOf(properties.get('Policies')).flatMap((policy) => documentIn(policy));
  const attached = templateFacts(declaration).attaching.flatMap((policy) =>
    attachedDocument(declaration, policy, role),
  );
  return { kind: 'role', role, place, properties, documents: [...own, ...attached] };
}

function isDocument(node: Node): node is ObjectNode {
  return node.kind === 'object' && node.get('Statement') !== undefined;
}

function documentIn(policy: Node): readonly ObjectNode[] {
  const document = policy.kind === 'object' ? policy.get('PolicyDocument') : undefined;
  return document !== undefined && isDocument(document) ? [document] : [];
}

/** Of a policy for this role alone. */
function attachedDocument(declaration: Declaration, policy: Resource, role: Resource): readonly ObjectNode[] {
  const written = writtenResource(declaration, policy)?.properties;
  const roles = policy.type === 'AWS::IAM::RolePolicy' ? [written?.get('RoleName')] : itemsOf(written?.get('Roles'));
  if (written === undefined || roles.length !== 1 || !isReferenceTo(roles[0], role.logicalId)) return [];
  return documentIn(written);
}

/** Logical ids of what else has the role. */
function sharersOf(declaration: Declaration, { role }: MachineRole, machines: readonly string[]): readonly string[] {
  const { template, resource, resources } = declaration;
  if (role === undefined || template === undefined || resource === undefined) return [];
  const owners = referencesTo(template, [role.logicalId])
    .filter(({ section, owner }) => section === 'Resources' && owner !== role.logicalId && !machines.includes(owner))
    .map(({ owner }) => owner);
  return [...new Set(owners)].filter((owner) => resources.get(owner)?.type.startsWith('AWS::IAM::') !== true);
}

function allowsAlready(document: ObjectNode, wanted: DataObject): boolean {
  return itemsOf(document.get('Statement')).some((statement) => {
    if (statement.kind !== 'object') return false;
    const patterns = textsOf(statement.get('Action'));
    const effect = statement.get('Effect');
    const resource = statement.get('Resource');
    if (patterns === undefined || effect?.kind !== 'string' || resource === undefined) return false;
    const actions = typeof wanted.Action === 'string' ? [wanted.Action] : (wanted.Action as readonly string[]);
    const isForAll = resource.kind === 'string' && resource.value === '*' && wanted.Effect === 'Allow';
    const condition = statement.get('Condition');
    const isSameCondition = isSameData(condition && writtenData(condition), wanted.Condition);
    return (
      effect.value === wanted.Effect &&
      actions.every((action) => patterns.some((pattern) => matchesAction(pattern, action))) &&
      ((isForAll && condition === undefined) || (isSameCondition && isSameData(writtenData(resource), wanted.Resource)))
    );
  });
}

// ---- the right to invoke ------------------------------------------------------------------------------------------

const INVOKE = 'lambda:InvokeFunction';

/** A copy is invoked by a right of its own, as the original is. */
function invocations({ documents }: MachineRole, { invoked }: RightsChange): readonly DataObject[] {
  const isOpen = documents.some((document) =>
    itemsOf(document.get('Statement')).some((statement) => isInvocation(statement) && isForEverything(statement)),
  );
  if (isOpen) return [];
  return invoked.map((copy) => ({ Effect: 'Allow', Action: INVOKE, Resource: { 'Fn::GetAtt': [copy, 'Arn'] } }));
}

function isForEverything(statement: ObjectNode): boolean {
  return itemsOf(statement.get('Resource')).some((resource) => resource.kind === 'string' && resource.value === '*');
}

function isInvocation(statement: Node): statement is ObjectNode {
  if (statement.kind !== 'object') return false;
  const effect = statement.get('Effect');
  const actions = textsOf(statement.get('Action'));
  return (
    effect?.kind === 'string' && effect.value === 'Allow' && actions?.every((action) => action === INVOKE) === true
  );
}

interface Revocation {
  readonly edits: readonly Intent[];
  /** Where something was taken out of a list. */
  readonly spot: { readonly list: ArrayNode; readonly index: number } | undefined;
}

const NOTHING_REVOKED: Revocation = { edits: [], spot: undefined };

function revocation(role: MachineRole, logicalId: string): Revocation {
  const edits: Intent[] = [];
  let spot: Revocation['spot'];
  for (const document of role.documents) {
    const list = document.get('Statement');
    if (list?.kind !== 'array') continue;
    const gone = list.items.filter((statement) => isInvocation(statement) && isFor(statement, logicalId));
    const isEmptied = gone.length === list.items.length;
    if (gone.length > 0 && (!isEmptied || spot === undefined)) {
      const [first] = gone;
      if (spot === undefined && first !== undefined) spot = { list, index: list.items.indexOf(first) };
      edits.push(...gone.map((statement) => edit.removeItem(list, statement)));
    }
    edits.push(
      ...list.items.filter((statement) => !gone.includes(statement)).flatMap((one) => narrowed(one, logicalId)),
    );
  }
  const policies = role.properties.get('Policies');
  if (role.kind === 'sam' && policies?.kind === 'array') {
    const templates = policies.items.filter((policy) => isInvokePolicy(policy, logicalId));
    edits.push(...templates.map((policy) => edit.removeItem(policies, policy)));
  }
  return { edits, spot };
}

function isFor(statement: ObjectNode, logicalId: string): boolean {
  const resources = itemsOf(statement.get('Resource'));
  return resources.length > 0 && resources.every((resource) => isReferenceTo(resource, logicalId));
}

/** Of several functions, only this one goes. */
function narrowed(statement: Node, logicalId: string): readonly Intent[] {
  const resources = isInvocation(statement) ? statement.get('Resource') : undefined;
  if (resources?.kind !== 'array') return [];
  return resources.items
    .filter((resource) => isReferenceTo(resource, logicalId))
    .map((resource) => edit.removeItem(resources, resource));
}

function isInvokePolicy(policy: Node, logicalId: string): boolean {
  if (policy.kind !== 'object' || policy.entries.length !== 1) return false;
  const parameters = policy.get('LambdaInvokePolicy');
  return parameters?.kind === 'object' && isReferenceTo(parameters.get('FunctionName'), logicalId);
}

// ---- granting -----------------------------------------------------------------------------------------------------

const POLICY_NAME = 'ModelCalls';

/** In the place of what is revoked, else behind the last statement, else as a policy of its own. */
function grantEdits(
  role: MachineRole,
  { spot }: Revocation,
  statements: readonly DataObject[],
): readonly Intent[] | undefined {
  if (spot !== undefined) return statements.map((statement) => edit.insertItem(spot.list, spot.index, statement));
  for (const document of role.documents.toReversed()) {
    const list = document.get('Statement');
    if (list?.kind === 'array') return statements.map((one) => edit.insertItem(list, list.items.length, one));
  }
  const document: DataObject = { Version: '2012-10-17', Statement: statements };
  const policy: DataObject = role.kind === 'sam' ? document : { PolicyName: POLICY_NAME, PolicyDocument: document };
  const policies = role.properties.get('Policies');
  if (policies === undefined) return [edit.set(role.properties, 'Policies', [policy])];
  if (policies.kind === 'array') return [edit.insertItem(policies, policies.items.length, policy)];
  const only = writtenData(policies);
  return only === undefined || !isPlainPolicy(policies)
    ? undefined
    : [edit.set(role.properties, 'Policies', [only, policy] satisfies readonly Data[])];
}

/** No function that gives a list. */
function isPlainPolicy(node: Node): boolean {
  return node.kind === 'string' || (node.kind === 'object' && !/^(?:Fn::|Ref$)/.test(node.entries[0]?.key.value ?? ''));
}
