/**
 * The role of a machine as CDK makes it: what the tasks of the definition bring, and what the program adds; and the role
 * of a function. It is rendered as the resource that it becomes, with each statement where the program writes it. What is
 * not seen of it makes it open. Recorded from CDK 2.276.
 */
import { arrayNode, spanOf, stringNode, unknownNode } from '../../tree/node.ts';
import type { Node, ObjectNode, Place, Resource, StringNode } from '../../tree/node.ts';
import type { CollectionSyntax } from '../../tree/syntax.ts';
import { RoleSyntax } from './edit/statements.ts';
import type { Evaluator } from './evaluator.ts';
import { Fields } from './fields.ts';
import { addedNode, keyNode, textNode, valueNode } from './nodes.ts';
import type { SeenStates } from './rendering.ts';
import { roleOf } from './rights.ts';
import type { Rights } from './rights.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { addedText, joinTexts, textLayerOf } from './texts.ts';
import { TASKS } from './tasks/index.ts';
import { knownText } from './values.ts';
import type { MadeValue, Value } from './values.ts';

/** A machine of the program. */
export interface RoleUser {
  readonly made: MadeValue;
  readonly seen: SeenStates;
  readonly callee: Place;
}

/** The roles of all machines, of which several may have one. Undefined for a role of which nothing is known. */
export function rolesOf(users: readonly RoleUser[], rights: Rights, ev: Evaluator): readonly (Resource | undefined)[] {
  const byRole = new Map<MadeValue, RoleUser[]>();
  const roles = users.map((user) => roleFor(user));
  for (const [i, role] of roles.entries()) {
    const user = users[i];
    if (role !== undefined && user !== undefined) byRole.set(role, [...(byRole.get(role) ?? []), user]);
  }
  const resources = new Map(
    Array.from(byRole, ([role, sharing]) => [role, roleResource(role, sharing, rights, ev)] as const),
  );
  return roles.map((role) => (role === undefined ? undefined : resources.get(role)));
}

/** The role that a machine is given, or the machine itself when CDK makes one for it. */
function roleFor({ made }: RoleUser): MadeValue | undefined {
  const props = new Props(made.arguments[2]);
  const given = props.get(isRaw(made) ? 'roleArn' : 'role');
  if (given !== undefined) return roleOf(given);
  return props.isOpen || isRaw(made) ? undefined : made;
}

function isRaw({ path }: MadeValue): boolean {
  return path.endsWith('.CfnStateMachine');
}

function roleResource(role: MadeValue, users: readonly RoleUser[], rights: Rights, ev: Evaluator): Resource {
  const statements = new Statements(rights, ev);
  if (role.path === 'aws-iam.Role') statements.addRole(role);
  for (const user of users) {
    if (isRaw(user.made)) continue;
    if (user.seen.isOpen) statements.isWhole = false;
    for (const state of user.seen.states) statements.addTask(state);
  }
  // What is given to a machine is given to its role.
  const given = rights.of(new Set([role, ...users.map(({ made }) => made)]));
  for (const statement of given.statements) statements.addStatement(statement);
  const isOpen = !given.isWhole || !statements.isWhole || statements.managed.length > 0;
  const place = users[0]?.callee ?? role.place;
  // A role that CDK makes for a machine is given more by way of the machine.
  const syntax = role === users[0]?.made ? new RoleSyntax(role.place) : undefined;
  return resourceOf(role, { place, statements: statements.nodes, managed: [], isOpen, syntax });
}

interface RoleParts {
  readonly place: Place;
  readonly statements: readonly Node[];
  readonly managed: readonly Node[];
  readonly isOpen: boolean;
  readonly syntax?: CollectionSyntax | undefined;
}

function resourceOf(role: MadeValue, { place, statements, managed, isOpen, syntax }: RoleParts): Resource {
  const key = roleKey(role, place);
  const policy = new Fields();
  policy.add('PolicyDocument', place, documentNode(statements, place, syntax));
  const properties = new Fields();
  properties.add('Policies', place, arrayNode(place, [policy.node(place)]));
  if (managed.length > 0) properties.add('ManagedPolicyArns', place, arrayNode(place, managed));
  return { logicalId: key.value, type: 'AWS::IAM::Role', key, properties: properties.node(place), isOpen };
}

/** Context of an application by which all its roles have a boundary. */
const BOUNDARY_CONTEXT = '@aws-cdk/core:permissionsBoundary';

/**
 * The role of a function: the one it is given, or the one that CDK makes for it, with what it has for certain. Undefined
 * for a role of which nothing is known.
 */
export function functionRole(made: MadeValue, ev: Evaluator): Resource | undefined {
  const props = new Props(made.arguments[2]);
  const named = props.get('role');
  const role = named === undefined ? made : roleOf(named);
  if (role === undefined || props.isOpen) return undefined;
  const statements = new Statements(ev.rights, ev);
  if (role !== made) statements.addRole(role);
  const initial = props.get('initialPolicy');
  if (initial !== undefined) statements.addList(initial);
  const given = ev.rights.certainOf(new Set([role, made]));
  for (const statement of given.statements) statements.addStatement(statement);
  for (const policy of given.managed) statements.addManagedPolicy(policy);
  // Without an application to be seen there is no context to hold one.
  const isBounded = ev.flag(BOUNDARY_CONTEXT, made.place) === true;
  const isOpen = !given.isWhole || !statements.isWhole || isBounded;
  return resourceOf(role, { place: role.place, statements: statements.nodes, managed: statements.managed, isOpen });
}

function roleKey(role: MadeValue, callee: Place): StringNode {
  const [, id] = role.arguments;
  if (role.path === 'aws-iam.Role' && id?.kind === 'text') {
    return stringNode(id.place, id.layer.text, { kind: 'layer', layer: id.layer });
  }
  return keyNode(`${id?.kind === 'text' ? id.layer.text : 'StateMachine'}/Role`, callee);
}

function documentNode(statements: readonly Node[], place: Place, syntax: CollectionSyntax | undefined): ObjectNode {
  const { layer, start, end } = place;
  const document = new Fields();
  document.add('Statement', place, arrayNode({ layer, start, end, syntax }, statements));
  return document.node(place);
}

/** Services of SDK integrations for which `CallAwsService` knows the name that IAM has. */
const CDK_IAM_SERVICES: Readonly<Record<string, string>> = {
  bedrockagent: 'bedrock',
  cloudwatchlogs: 'logs',
  efs: 'elasticfilesystem',
  elasticloadbalancingv2: 'elasticloadbalancing',
  mediapackagevod: 'mediapackage-vod',
  mwaa: 'airflow',
  sfn: 'states',
};

/** Options of a statement that are read; the others change whom or what it is about. */
const READ_OPTIONS: ReadonlySet<string> = new Set(['actions', 'resources', 'effect', 'conditions', 'sid']);

/** Fields of a statement that are read. */
const READ_FIELDS: ReadonlySet<string> = new Set(['Action', 'Resource', 'Effect', 'Condition', 'Sid']);

class Statements {
  readonly nodes: ObjectNode[] = [];
  /** Policies of AWS, by their ARN. */
  readonly managed: Node[] = [];
  isWhole = true;
  readonly #rights: Rights;
  readonly #ev: Evaluator;
  readonly #known = new Set<string>();

  constructor(rights: Rights, ev: Evaluator) {
    this.#rights = rights;
    this.#ev = ev;
  }

  /** What a role is made with. */
  addRole({ arguments: given }: MadeValue): void {
    const props = new Props(given[2]);
    if (props.isOpen) this.isWhole = false;
    if (props.get('permissionsBoundary') !== undefined) this.isWhole = false;
    const managed = props.get('managedPolicies');
    if (managed !== undefined) this.#addManaged(managed);
    const inline = props.get('inlinePolicies');
    if (inline === undefined) return;
    if (inline.kind !== 'record' || inline.isOpen) this.isWhole = false;
    if (inline.kind === 'record') for (const { value } of inline.members.values()) this.#addDocument(value);
  }

  #addManaged(list: Value): void {
    if (list.kind !== 'list' || list.isOpen) this.isWhole = false;
    for (const policy of list.kind === 'list' ? list.items : []) this.addManagedPolicy(policy);
  }

  addManagedPolicy(policy: Value): void {
    const isNamed = policy.kind === 'made' && policy.path === 'aws-iam.ManagedPolicy.fromAwsManagedPolicyName';
    const name = isNamed ? knownText(policy.arguments[0]) : undefined;
    if (name === undefined) this.isWhole = false;
    else this.managed.push(addedNode(`arn:aws:iam::aws:policy/${name}`, policy.place));
  }

  #addDocument(document: Value): void {
    const isRead =
      document.kind === 'made' && document.path === 'aws-iam.PolicyDocument' && this.#rights.isAsMade(document);
    const props = new Props(isRead ? document.arguments[0] : undefined);
    this.addList(isRead && !props.isOpen ? props.get('statements') : undefined);
  }

  addList(list: Value | undefined): void {
    if (list?.kind !== 'list' || list.isOpen) this.isWhole = false;
    if (list?.kind === 'list') for (const item of list.items) this.addStatement(item);
  }

  addStatement(value: Value): void {
    const node = this.#statementNode(value);
    if (node === undefined) this.isWhole = false;
    else this.#push(node);
  }

  #statementNode(value: Value): ObjectNode | undefined {
    if (value.kind === 'made' && value.path === 'aws-iam.PolicyStatement.fromJson') return this.#plainStatement(value);
    if (value.kind !== 'made' || value.path !== 'aws-iam.PolicyStatement' || !value.isNew) return undefined;
    const props = new Props(value.arguments[0]);
    const effect = effectOf(props.get('effect'));
    if (props.isOpen || !this.#rights.isAsMade(value) || effect === undefined) return undefined;
    if (!props.names.every((name) => READ_OPTIONS.has(name) || props.get(name) === undefined)) return undefined;
    const fields = new Fields();
    fields.add('Effect', value.place, addedNode(effect, value.place));
    fields.option(props, 'actions', 'Action');
    fields.option(props, 'resources', 'Resource');
    fields.option(props, 'conditions', 'Condition');
    return fields.node(value.place);
  }

  /** One that is written as it is in a policy. */
  #plainStatement(value: MadeValue): ObjectNode | undefined {
    const node = value.arguments[0] === undefined ? undefined : valueNode(value.arguments[0]);
    const isRead = node?.kind === 'object' && !node.isOpen && this.#rights.isAsMade(value);
    return isRead && node.entries.every(({ key }) => READ_FIELDS.has(key.value)) ? node : undefined;
  }

  /** What the class of a task brings by itself, as far as it is about calls of models, agents or any service. */
  addTask(state: StateValue): void {
    if (state.type !== 'Task') return;
    const props = new Props(state.props);
    if (props.isOpen || !TASKS.has(state.className)) this.isWhole = false;
    if (state.className === 'CallAwsService') this.#addServiceCall(state, props);
    else if (state.className === 'BedrockInvokeModel') this.#addModelCall(state, props);
  }

  #addServiceCall({ callee }: StateValue, props: Props): void {
    const action = props.get('iamAction');
    const resources = props.get('iamResources');
    this.#add(
      callee,
      action === undefined ? defaultAction(props, callee) : valueNode(action),
      resources && valueNode(resources),
    );
    const more = props.get('additionalIamStatements');
    if (more !== undefined) this.addList(more);
  }

  #addModelCall({ callee }: StateValue, props: Props): void {
    const view = { props, callee, id: undefined as never, isJsonata: false, pattern: undefined, ev: this.#ev } as const;
    const model = TASKS.get('BedrockInvokeModel')?.parameters?.ModelId?.('ModelId', view);
    const resources = model === undefined ? undefined : arrayNode(model.value, [model.value]);
    this.#add(callee, addedNode('bedrock:InvokeModel', callee), resources);
  }

  #add(place: Place, action: Node | undefined, resources: Node | undefined): void {
    const fields = new Fields();
    fields.add('Effect', place, addedNode('Allow', place));
    fields.add('Action', place, action);
    fields.add('Resource', place, resources);
    if (action === undefined || resources === undefined) this.isWhole = false;
    else this.#push(fields.node(place));
  }

  /** Code that runs several times writes a statement once. */
  #push(node: ObjectNode): void {
    const key = writtenAs(node);
    if (this.#known.has(key)) return;
    this.#known.add(key);
    this.nodes.push(node);
  }
}

/** Undefined for one that is not known. */
function effectOf(value: Value | undefined): 'Allow' | 'Deny' | undefined {
  if (value === undefined) return 'Allow';
  if (value.kind !== 'library') return undefined;
  if (value.path === 'aws-iam.Effect.ALLOW') return 'Allow';
  return value.path === 'aws-iam.Effect.DENY' ? 'Deny' : undefined;
}

/** What a node says and where. */
function writtenAs(node: Node): string {
  const { file, start } = spanOf(node);
  const at = `${file.path}:${start}`;
  switch (node.kind) {
    case 'object':
      return `${at} {${node.entries.map(({ key, value }) => `${key.value}=${writtenAs(value)}`).join()}}`;
    case 'array':
      return `${at} [${node.items.map(writtenAs).join()}]`;
    case 'unknown':
      return `${at} ${node.template ?? ''}`;
    case 'null':
      return at;
    default:
      return `${at} ${node.value}`;
  }
}

/** The action that CDK makes of the names of the service and of the call: not always one that IAM has. */
function defaultAction(props: Props, callee: Place): Node {
  const service = props.get('service');
  const action = props.get('action');
  if (service === undefined || action === undefined) return unknownNode(callee, 'an action');
  const known = knownText(service);
  const prefix = known === undefined ? undefined : CDK_IAM_SERVICES[known];
  const layers = [
    prefix === undefined ? textLayerOf(service, callee) : addedText(prefix, service.place).layer,
    addedText(':', callee).layer,
    textLayerOf(action, callee),
  ];
  return textNode(joinTexts(layers, service.place));
}

/** A reference to a role, as a template has it. */
export function roleReference(resource: Resource, place: Place): Node {
  return unknownNode(place, `role ${resource.logicalId}`, { reference: { resource, attribute: 'Arn' } });
}
