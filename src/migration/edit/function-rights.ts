/**
 * What the role of a function allows of the calls that move into its state machine, as statements of a template. They are
 * taken over with the wanted actions alone, for the same resources and under the same conditions. What cannot be read,
 * or is given elsewhere, is a reason to stay: the machine would have other rights than the function had.
 */
import { matchesAction } from '../../analysis/permissions/missing-permissions.ts';
import { templateFacts } from '../../analysis/permissions/template-facts.ts';
import type { Declaration } from '../../asl/model.ts';
import { CONDITIONS_OF_CALLS, MANAGED_POLICIES } from '../../aws/managed-policies.ts';
import { SAM_POLICY_TEMPLATES } from '../../aws/sam-policy-templates.ts';
import { SAM_POLICY_STATEMENTS } from '../../aws/sam-policy-statements.ts';
import { isReferenceTo, templateText, writtenData } from '../../fixers/template-references.ts';
import { oneOrAll, writtenResource } from '../../fixers/template-resource.ts';
import type { Node, ObjectNode, Resource } from '../../tree/node.ts';
import type { DataObject } from '../../tree/syntax.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';

export interface Rights {
  readonly statements: readonly DataObject[];
  readonly reasons: readonly Reason[];
}

export interface Grantee {
  readonly resource: Resource;
  readonly declaration: Declaration;
  readonly property: (name: string) => Node | undefined;
}

/** `advice` is what to write where nothing can be taken over. */
export function rightsOfFunction(grantee: Grantee, wanted: readonly string[], advice: string): Rights {
  const reader = new RightsReader(wanted, advice, grantee.resource.key);
  reader.read(grantee);
  return reader.finish();
}

class RightsReader {
  readonly #wanted: readonly string[];
  readonly #advice: string;
  readonly #place: Node;
  readonly #statements: DataObject[] = [];
  readonly #reasons: Reason[] = [];
  readonly #allowed = new Set<string>();

  constructor(wanted: readonly string[], advice: string, place: Node) {
    this.#wanted = wanted;
    this.#advice = advice;
    this.#place = place;
  }

  finish(): Rights {
    const missing = this.#wanted.filter((action) => !this.#allowed.has(action));
    if (this.#reasons.length === 0 && missing.length > 0) {
      const which = missing.join(', ');
      this.#stop(
        `no policy of the function in this template allows ${which}, so that it is given elsewhere`,
        this.#place,
      );
    }
    return { statements: this.#statements, reasons: this.#reasons };
  }

  read(grantee: Grantee): void {
    const { resource, declaration, property } = grantee;
    const boundary = property('PermissionsBoundary');
    if (boundary !== undefined) this.#stop('a permissions boundary narrows what the function may do', boundary);
    const role = property('Role');
    if (role === undefined && resource.type === 'AWS::Serverless::Function') {
      this.#readSam(writtenResource(declaration, resource)?.properties.get('Policies'), declaration);
      return;
    }
    const reference = role?.kind === 'unknown' ? role.reference : undefined;
    if (reference?.resource.type !== 'AWS::IAM::Role') {
      this.#stop('the role of the function is not declared in this template', role ?? this.#place);
      return;
    }
    this.#readRole(reference.resource, declaration);
  }

  #stop(message: string, place: Node): void {
    this.#reasons.push(reasonAt('iam', message, this.#advice, place));
  }

  // ---- where policies are ---------------------------------------------------------------------------------------

  #readSam(policies: Node | undefined, declaration: Declaration): void {
    if (policies === undefined) return;
    for (const policy of policies.kind === 'array' ? policies.items : [policies]) {
      if (templateText(policy) !== undefined) this.#readManagedArn(policy, declaration);
      else if (policy.kind === 'object' && policy.get('Statement') !== undefined) this.#readDocument(policy);
      else if (policy.kind === 'object' && isSamTemplate(policy)) this.#readSamTemplate(policy);
      else this.#stop('a policy of the function cannot be read here', policy);
    }
  }

  #readSamTemplate(policy: ObjectNode): void {
    for (const { key, value } of policy.entries) {
      const known = SAM_POLICY_STATEMENTS.find(({ template }) => template === key.value);
      const actions = this.#wanted.filter((action) => known?.actions.includes(action) === true);
      if (known === undefined || actions.length === 0) continue;
      const name = value.kind === 'object' ? value.get(known.parameter) : undefined;
      const data = name === undefined ? undefined : writtenData(name);
      if (data === undefined) {
        this.#stop(`the parameter of ${key.value} cannot be read here`, value);
        continue;
      }
      const resources = known.resources.map((text) => ({
        'Fn::Sub': [text.replace('{name}', '${Name}'), { Name: data }],
      }));
      this.#add('Allow', actions, { Resource: resources });
    }
  }

  #readRole(role: Resource, declaration: Declaration): void {
    const written = writtenResource(declaration, role)?.properties;
    if (role.isOpen || written === undefined) {
      this.#stop('the role of the function cannot be read here', role.key);
      return;
    }
    const boundary = written.get('PermissionsBoundary');
    if (boundary !== undefined) this.#stop('a permissions boundary narrows what the function may do', boundary);
    for (const policy of itemsOf(written.get('Policies'))) {
      this.#readDocument(policy.kind === 'object' ? policy.get('PolicyDocument') : undefined, policy);
    }
    for (const arn of itemsOf(written.get('ManagedPolicyArns'))) this.#readManagedArn(arn, declaration);
    for (const attached of templateFacts(declaration).attaching) this.#readAttached(attached, role, declaration);
  }

  #readAttached(attached: Resource, role: Resource, declaration: Declaration): void {
    const written = writtenResource(declaration, attached)?.properties;
    const names =
      attached.type === 'AWS::IAM::RolePolicy' ? [written?.get('RoleName')] : itemsOf(written?.get('Roles'));
    if (names.some((name) => isReferenceTo(name, role.logicalId))) {
      this.#readDocument(written?.get('PolicyDocument'), attached.key);
    }
  }

  #readManagedArn(arn: Node, declaration: Declaration): void {
    for (const resource of declaration.resources.values()) {
      if (resource.type !== 'AWS::IAM::ManagedPolicy' || !isReferenceTo(arn, resource.logicalId)) continue;
      this.#readDocument(writtenResource(declaration, resource)?.properties.get('PolicyDocument'), arn);
      return;
    }
    const text = templateText(arn) ?? '';
    const services = MANAGED_POLICIES[MANAGED_BY_AWS.exec(text)?.[1] ?? ''];
    const isAboutOthers = this.#wanted.every((action) => services?.includes(action.split(':')[0] ?? '') === false);
    if (isAboutOthers) return;
    const name = text.slice(text.lastIndexOf('/') + 1);
    const policy = /^[\w+=,.@-]+$/.test(name) ? `the policy ${name}` : 'this policy';
    this.#stop(`what ${policy} allows the function is not written in this template`, arn);
  }

  // ---- what they say ---------------------------------------------------------------------------------------------

  #readDocument(document: Node | undefined, place: Node | undefined = document): void {
    const statement = document?.kind === 'object' ? document.get('Statement') : undefined;
    if (statement === undefined) {
      this.#stop('a policy of the function cannot be read here', place ?? this.#place);
      return;
    }
    for (const one of itemsOf(statement)) this.#readStatement(one);
  }

  #readStatement(node: Node): void {
    const effect = node.kind === 'object' ? node.get('Effect') : undefined;
    const patterns = node.kind === 'object' ? textsOf(node.get('Action')) : undefined;
    if (node.kind !== 'object' || effect?.kind !== 'string' || patterns === undefined) {
      this.#stop('a statement of the function cannot be read here', node);
      return;
    }
    const actions = this.#wanted.filter((action) => patterns.some((pattern) => matchesAction(pattern, action)));
    const scope = actions.length === 0 ? undefined : this.#scopeOf(node);
    if (scope !== undefined) this.#add(effect.value, actions, scope);
  }

  /** Resources and conditions of a statement. */
  #scopeOf(node: ObjectNode): DataObject | undefined {
    const resource = node.get('Resource');
    const data = resource === undefined ? undefined : writtenData(resource);
    if (data === undefined) {
      this.#stop('the resources of a statement of the function cannot be read here', resource ?? node);
      return undefined;
    }
    const condition = node.get('Condition');
    if (condition === undefined) return { Resource: data };
    const kept = isAboutCalls(condition) ? writtenData(condition) : undefined;
    if (kept === undefined) {
      this.#stop('a condition may be about the function itself, and not hold for the state machine', condition);
      return undefined;
    }
    return { Resource: data, Condition: kept };
  }

  #add(effect: string, actions: readonly string[], rest: DataObject): void {
    this.#statements.push({ Effect: effect, Action: oneOrAll(actions), ...rest });
    if (effect === 'Allow') for (const action of actions) this.#allowed.add(action);
  }
}

/** The ARN of a policy of AWS, or its name, which SAM takes as well. A policy of somebody else may have such a name. */
const MANAGED_BY_AWS = /^(?:arn:(?:[\w-]+|\$\{AWS::Partition\}):iam::aws:policy\/(?:[\w-]+\/)*)?([\w+=,.@-]+)$/;

function isSamTemplate(policy: ObjectNode): boolean {
  return !policy.isOpen && policy.entries.every(({ key }) => SAM_POLICY_TEMPLATES.includes(key.value));
}

export function itemsOf(node: Node | undefined): readonly Node[] {
  if (node === undefined) return [];
  return node.kind === 'array' ? node.items : [node];
}

/** Undefined for anything but a text or a list of texts. */
export function textsOf(node: Node | undefined): readonly string[] | undefined {
  if (node === undefined) return undefined;
  const texts = itemsOf(node).map((item) => (item.kind === 'string' ? item.value : undefined));
  return texts.every((text) => text !== undefined && !text.includes('${')) ? (texts as readonly string[]) : undefined;
}

/** `{Operator: {key: values}}` */
export function isAboutCalls(condition: Node): boolean {
  if (condition.kind !== 'object') return false;
  return condition.entries.every(
    ({ value }) => value.kind === 'object' && value.entries.every(({ key }) => CONDITIONS_OF_CALLS.test(key.value)),
  );
}
