/**
 * Which of the permissions that a call needs the roles of its machine certainly lack. Silent where a role may allow the
 * call: by a policy that is not seen, under a condition, or on a resource that is not known.
 */
import type { Declaration, Machine, TaskState } from '../../asl/model.ts';
import { NO_IAM_ACTION, NO_IAM_PREFIX } from '../../aws/call-permissions.ts';
import type { CallPermission } from '../../aws/call-permissions.ts';
import { callPermission, hasOwnRole, modelResources, neededResources } from './needed-permissions.ts';
import type { NeededResource } from './needed-permissions.ts';
import { asPattern, mayOverlap } from './overlap.ts';
import type { PolicyStatement, PolicyText } from './policy-statements.ts';
import { rolePoliciesOf } from './role-policies.ts';
import type { RolePolicies } from './role-policies.ts';

export interface MissingPermission {
  readonly kind: 'action' | 'resource';
  readonly role: RolePolicies;
  readonly declaration: Declaration;
  readonly certainty: CallPermission['certainty'];
  readonly actions: readonly string[];
  /** For `resource`: what is not covered. */
  readonly resource: NeededResource | undefined;
  /** What the role allows instead: an action that does not exist, or other resources. */
  readonly instead: PolicyText | undefined;
}

type Lack = Pick<MissingPermission, 'kind' | 'actions' | 'resource' | 'instead'>;

interface JudgedRole {
  readonly role: RolePolicies;
  readonly declaration: Declaration;
  /** By call and resource. */
  readonly known: Map<string, Lack | undefined>;
}

export class MissingPermissions {
  readonly #machine: Machine;
  #roles: readonly JudgedRole[] | undefined;

  constructor(machine: Machine) {
    this.#machine = machine;
  }

  of(state: TaskState): readonly MissingPermission[] {
    const needed = callPermission(state);
    return needed === undefined ? [] : this.#lacking(state, needed, neededResources(state, needed.resource));
  }

  /** What the same call would lack with another model. */
  ofModel(state: TaskState, model: string): readonly MissingPermission[] {
    const needed = callPermission(state);
    return needed?.resource === 'model' ? this.#lacking(state, needed, modelResources(model)) : [];
  }

  #lacking(
    state: TaskState,
    needed: CallPermission,
    resources: readonly NeededResource[],
  ): readonly MissingPermission[] {
    if (needed.certainty === 'notJudged' || hasOwnRole(state)) return [];
    this.#roles ??= judgedRoles(this.#machine.declarations);
    if (this.#roles.length === 0) return [];
    const key = [needed.call, ...resources.map(({ arn }) => arn)].join(' ');
    return this.#roles.flatMap(({ role, declaration, known }) => {
      if (!known.has(key)) known.set(key, lackOf(role.statements, needed, resources));
      const lack = known.get(key);
      return lack === undefined ? [] : [{ ...lack, role, declaration, certainty: needed.certainty }];
    });
  }
}

/** Each role once, however many declarations have it. */
function judgedRoles(declarations: readonly Declaration[]): readonly JudgedRole[] {
  const roles = new Map<unknown, JudgedRole>();
  for (const declaration of declarations) {
    const role = rolePoliciesOf(declaration);
    if (role?.isComplete !== true || roles.has(role.owner)) continue;
    roles.set(role.owner, { role, declaration, known: new Map() });
  }
  return [...roles.values()];
}

function lackOf(
  statements: readonly PolicyStatement[],
  { actions, call }: CallPermission,
  resources: readonly NeededResource[],
): Lack | undefined {
  const missing = actions.filter((action) => !statements.some((statement) => mayAllow(statement, action)));
  if (missing.length > 0) {
    return {
      kind: 'action',
      actions: missing,
      resource: undefined,
      instead: inventedAction(statements, [call, ...missing]),
    };
  }
  // Of several actions, the first is on the resource that the call names.
  const [action = ''] = actions;
  const allowing = statements.filter((statement) => mayAllow(statement, action));
  const resource = resources.find((needed) => !allowing.some((statement) => mayCover(statement, needed)));
  if (resource === undefined) return undefined;
  return { kind: 'resource', actions: [action], resource, instead: allowing[0]?.resources[0] };
}

export function mayAllow({ effect, actions }: PolicyStatement, action: string): boolean {
  return effect === 'Allow' && actions.some(({ pattern }) => matchesAction(pattern, action));
}

/** IAM compares actions without regard to case. */
export function matchesAction(pattern: string, action: string): boolean {
  return mayOverlap(pattern.toLowerCase(), action.toLowerCase());
}

function mayCover({ resources }: PolicyStatement, needed: NeededResource): boolean {
  return resources.some((allowed) => mayBeSame(allowed, needed));
}

/** An ARN also counts as covered by one that goes on, as that of an endpoint of the same thing. */
function mayBeSame(allowed: PolicyText, { reference, arn }: NeededResource): boolean {
  if (reference !== undefined && allowed.reference?.resource.type === reference.resource.type) {
    return allowed.reference.resource.logicalId === reference.resource.logicalId;
  }
  const pattern = asPattern(arn);
  return mayOverlap(allowed.pattern, isOfModel(pattern) ? pattern : `${pattern}*`);
}

/** An id of a model may be the beginning of another one's. */
function isOfModel(pattern: string): boolean {
  return pattern.includes(':bedrock:');
}

/** Which action that does not exist stands where the missing one should: it has the name of the call, or the right one. */
function inventedAction(statements: readonly PolicyStatement[], meant: readonly string[]): PolicyText | undefined {
  const names = meant.map((action) => action.slice(action.lastIndexOf(':') + 1).toLowerCase());
  const written = statements.flatMap(({ effect, actions }) => (effect === 'Allow' ? actions : []));
  return written.find(({ text }) => {
    const [prefix = '', name = ''] = (text ?? '').toLowerCase().split(':');
    if (!names.includes(name)) return false;
    return NO_IAM_PREFIX.includes(prefix) || NO_IAM_ACTION.includes(`${prefix}:${name}`);
  });
}
