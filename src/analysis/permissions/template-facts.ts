/**
 * What a template says around its roles, read once for all machines of the template: policies that attach themselves,
 * whatever may give rights unseen, and which machines have which role.
 */
import type { Declaration } from '../../asl/model.ts';
import type { Node, ObjectNode, Resource } from '../../tree/node.ts';

export interface TemplateFacts {
  /** Policies that name the roles they belong to. */
  readonly attaching: readonly Resource[];
  /** Whether any role may get rights by something that is no policy. */
  readonly givesRights: boolean;
  /** Texts that leave the template, so that somebody else may attach policies to a role that they name. */
  readonly leaving: readonly string[];
  /** Logical ids of the state machines that have a role, by that of the role, in writing order. */
  readonly machinesByRole: ReadonlyMap<string, readonly string[]>;
}

const ATTACHING: readonly string[] = ['AWS::IAM::Policy', 'AWS::IAM::ManagedPolicy', 'AWS::IAM::RolePolicy'];

/** Connectors attach policies, and a resource policy allows beside the role. */
const GIVES_RIGHTS = /^AWS::(?:Serverless::Connector|Bedrock\w*::\w*ResourcePolicy)$/;

/** What these are given may attach policies to it, and so may a template that imports an output. */
const LEAVES_TEMPLATE = /^(?:Custom::|AWS::CloudFormation::(?:Stack|CustomResource)$|AWS::Serverless::Application$)/;

const STATE_MACHINES: readonly string[] = ['AWS::Serverless::StateMachine', 'AWS::StepFunctions::StateMachine'];

const known = new WeakMap<ReadonlyMap<string, Resource>, TemplateFacts>();

export function templateFacts({ resources, template }: Declaration): TemplateFacts {
  const before = known.get(resources);
  if (before !== undefined) return before;
  const facts = readFacts([...resources.values()], template);
  known.set(resources, facts);
  return facts;
}

function readFacts(resources: readonly Resource[], template: ObjectNode | undefined): TemplateFacts {
  const section = template?.get('Resources');
  const bodies = section?.kind === 'object' ? section : undefined;
  const leaving = resources.filter(({ type }) => LEAVES_TEMPLATE.test(type)).map(({ logicalId }) => logicalId);
  return {
    attaching: resources.filter(({ type }) => ATTACHING.includes(type)),
    givesRights: resources.some(({ type }) => GIVES_RIGHTS.test(type)) || hasConnectors(bodies),
    leaving: [template?.get('Outputs'), ...leaving.map((id) => bodies?.get(id))].flatMap(textsWithin),
    machinesByRole: machinesByRole(resources),
  };
}

/** `Connectors` beside the properties of a resource. */
function hasConnectors(bodies: ObjectNode | undefined): boolean {
  return bodies?.entries.some(({ value }) => value.kind === 'object' && value.get('Connectors') !== undefined) ?? false;
}

function textsWithin(root: Node | undefined): readonly string[] {
  const texts: string[] = [];
  const waiting = root === undefined ? [] : [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'string') texts.push(node.value);
    if (node.kind === 'unknown' && node.template !== undefined) texts.push(node.template);
    if (node.kind === 'array') for (const item of node.items) waiting.push(item);
    if (node.kind === 'object') for (const { value } of node.entries) waiting.push(value);
  }
  return texts;
}

function machinesByRole(resources: readonly Resource[]): ReadonlyMap<string, readonly string[]> {
  const byRole = new Map<string, string[]>();
  for (const { type, properties, logicalId } of resources) {
    if (!STATE_MACHINES.includes(type)) continue;
    const role = properties?.get('Role') ?? properties?.get('RoleArn');
    const id = role?.kind === 'unknown' ? role.reference?.resource.logicalId : undefined;
    if (id === undefined) continue;
    const machines = byRole.get(id) ?? [];
    machines.push(logicalId);
    byRole.set(id, machines);
  }
  return byRole;
}
