/**
 * Edits of the template that declares a machine: its resource, the rights of its role, new resources beside it. They name
 * the tree as it is written, before functions are resolved, so that a property which a function takes away is seen.
 *
 * Limits: a resource that a loop makes, or whose properties a function makes, is written nowhere and has no edits.
 */
import type { Declaration } from '../asl/model.ts';
import type { Node, ObjectNode, Resource } from '../tree/node.ts';
import type { Data, DataObject } from '../tree/syntax.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';

export interface WrittenResource {
  /** `Type`, `Properties`, `Condition` and what else stands there. */
  readonly body: ObjectNode;
  readonly properties: ObjectNode;
}

/** A resource of the template as it is written. */
export function writtenResource({ template }: Declaration, resource: Resource): WrittenResource | undefined {
  const section = template?.get('Resources');
  const body = section?.kind === 'object' ? section.get(resource.logicalId) : undefined;
  const properties = body?.kind === 'object' ? body.get('Properties') : undefined;
  if (body?.kind !== 'object' || properties?.kind !== 'object') return undefined;
  return isFunction(properties) ? undefined : { body, properties };
}

/** The properties of the resource that declares the machine. */
export function writtenProperties(declaration: Declaration): ObjectNode | undefined {
  const { resource } = declaration;
  return resource === undefined ? undefined : writtenResource(declaration, resource)?.properties;
}

export function isSam({ resource }: Declaration): boolean {
  return resource?.type.startsWith('AWS::Serverless::') === true;
}

/** Adds a resource, under the same condition as the machine; undefined where its name is taken. */
export function addResource(declaration: Declaration, logicalId: string, body: DataObject): Intent | undefined {
  const section = declaration.template?.get('Resources');
  const { resource } = declaration;
  if (section?.kind !== 'object' || resource === undefined || section.entry(logicalId) !== undefined) return undefined;
  const condition = writtenResource(declaration, resource)?.body.get('Condition');
  if (condition !== undefined && condition.kind !== 'string') return undefined;
  const { Type = null, ...rest } = body;
  const conditional: DataObject = condition === undefined ? body : { Type, Condition: condition.value, ...rest };
  return edit.set(section, logicalId, conditional);
}

export interface Grant {
  /** Of a policy that is written anew. */
  readonly policyName: string;
  readonly actions: readonly string[];
  readonly resources: readonly Data[];
}

/**
 * Adds a statement to the role of the machine: to the last policy that is written in it, or as a policy of its own.
 * Undefined where the template does not hold the role, or writes its policies in another way.
 */
export function grant(declaration: Declaration, { policyName, actions, resources }: Grant): Intent | undefined {
  const statement = { Effect: 'Allow', Action: oneOrAll(actions), Resource: oneOrAll(resources) };
  const document = { Version: '2012-10-17', Statement: [statement] };
  const { settings } = declaration;
  if (settings === undefined) return undefined;
  if (settings.role === undefined) {
    // Where nothing is said of rights, they come from elsewhere, or the template is a part of one.
    if (settings.policies === undefined) return undefined;
    const properties = isSam(declaration) ? writtenProperties(declaration) : undefined;
    return properties && addPolicy(properties, (policy) => policy, statement, document);
  }
  const role = settings.role.kind === 'unknown' ? settings.role.reference : undefined;
  if (role?.attribute !== 'Arn' || role.resource.type !== 'AWS::IAM::Role') return undefined;
  const written = writtenResource(declaration, role.resource);
  const named = { PolicyName: policyName, PolicyDocument: document };
  return written && addPolicy(written.properties, (policy) => policy.get('PolicyDocument'), statement, named);
}

/** As policies are mostly written: a single value without a list around it. */
export function oneOrAll(values: readonly Data[]): Data {
  const [only] = values;
  return values.length === 1 && only !== undefined ? only : values;
}

function addPolicy(
  properties: ObjectNode,
  documentOf: (policy: ObjectNode) => Node | undefined,
  statement: DataObject,
  policy: DataObject,
): Intent | undefined {
  const policies = properties.get('Policies');
  if (policies === undefined) return edit.set(properties, 'Policies', [policy]);
  const all = policies.kind === 'array' ? policies.items : [policies];
  const lists = all.flatMap((one) => {
    const document = one.kind === 'object' && !isFunction(one) ? documentOf(one) : undefined;
    const statements = document?.kind === 'object' ? document.get('Statement') : undefined;
    return statements?.kind === 'array' ? [statements] : [];
  });
  const last = lists.at(-1);
  if (last !== undefined) return edit.insertItem(last, last.items.length, statement);
  return policies.kind === 'array' ? edit.insertItem(policies, policies.items.length, policy) : undefined;
}

/** `{"Fn::If": …}`, `{"Ref": …}` and the like. */
function isFunction({ entries }: ObjectNode): boolean {
  const [only] = entries;
  return entries.length === 1 && only !== undefined && /^(?:Fn::|Ref$)/.test(only.key.value);
}
