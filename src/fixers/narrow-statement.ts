/**
 * Narrows a statement of a role to the calls that the definition makes. Only where nothing else uses the role, and all
 * that the machine calls is known; else it is a plan.
 */
import { matchesAction } from '../analysis/permissions/missing-permissions.ts';
import { machinesWithRole } from '../analysis/permissions/role-policies.ts';
import type { RolePolicies } from '../analysis/permissions/role-policies.ts';
import type { Wildcard } from '../analysis/permissions/wildcards.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Declaration, Machine } from '../asl/model.ts';
import type { Data } from '../tree/syntax.ts';
import { isNamedElsewhere, rightsOf } from './call-rights.ts';
import type { CallRights, NeededRights } from './call-rights.ts';
import { edit } from './fix.ts';
import type { Fix } from './fix.ts';
import { oneOrAll } from './template-resource.ts';

export interface WildcardOfRole {
  readonly wildcard: Wildcard;
  readonly role: RolePolicies;
  readonly declaration: Declaration;
  /** Undefined where the definition is not read. */
  readonly machine: Machine | undefined;
}

export function narrow(found: WildcardOfRole): Fix {
  const { kind, statement } = found.wildcard;
  const rights = neededOf(found);
  if (rights === undefined) return { title: 'Name what the definition calls', safety: 'plan', edits: [] };
  const edits = [edit.set(statement.node, 'Resource', oneOrAll(rights.resources))];
  if (kind === 'action') edits.unshift(edit.set(statement.node, 'Action', oneOrAll(rights.actions)));
  return { title: 'Name what the definition calls', safety: 'unsafe', edits };
}

/** What the machine needs of the statement; undefined where more may be needed of it. */
function neededOf({ wildcard, role, declaration, machine }: WildcardOfRole): CallRights | undefined {
  const { template } = declaration;
  const { statement } = wildcard;
  if (machine === undefined || template === undefined || machinesWithRole(declaration, role) > 1) return undefined;
  if (isUsedElsewhere(declaration, role)) return undefined;
  const patterns = statement.actions.map(({ text }) => text ?? '*');
  if (!patterns.every((pattern) => OF_MODELS.test(pattern))) return undefined;
  const needed = neededRights(machine, declaration);
  if (needed === undefined) return undefined;
  const isFor = (action: string): boolean => patterns.some((pattern) => matchesAction(pattern, action));
  const own = needed.filter(({ actions }) => actions.some(isFor));
  const [first] = own;
  // A statement for several kinds of calls would allow each action on the resources of the others.
  const isOneKind = own.every((right) => right.kind === 'rights' && String(right.actions) === String(first?.actions));
  if (first === undefined || !isOneKind || !first.actions.every(isFor)) return undefined;
  return { actions: first.actions, resources: distinct(own.flatMap((right) => right.resources)) };
}

/** A statement that is about calls to models and agents alone. */
const OF_MODELS = /^(?:bedrock|bedrock-agentcore):(?:\*|Invoke\w*\*?)$/i;

type KnownRights = Extract<NeededRights, { kind: 'rights' | 'open' }> & { readonly resources: readonly Data[] };

function neededRights(machine: Machine, declaration: Declaration): readonly KnownRights[] | undefined {
  const all: KnownRights[] = [];
  for (const { states } of machinesWithin(machine)) {
    for (const state of states) {
      if (state.type === 'untyped') return undefined;
      if (state.type !== 'Task') continue;
      const rights = rightsOf(state, declaration);
      if (rights.kind === 'unknown') return undefined;
      if (rights.kind === 'rights') all.push(rights);
      if (rights.kind === 'open') all.push({ ...rights, resources: [] });
    }
  }
  return all;
}

/** Whether something beside the machine may act under the role. */
function isUsedElsewhere({ template, resource }: Declaration, { role }: RolePolicies): boolean {
  if (template === undefined || resource === undefined || role === undefined) return false;
  return isNamedElsewhere(template, role.logicalId, [role.logicalId, resource.logicalId]);
}

function distinct(values: readonly Data[]): readonly Data[] {
  return [...new Map(values.map((value) => [JSON.stringify(value), value])).values()];
}
