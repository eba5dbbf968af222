/**
 * What the role of a function that a CDK program makes allows of the calls that move into its state machine: the
 * statements with the wanted actions alone, for the same resources and under the same conditions. What is not seen, or
 * is given by others, is a reason to stay.
 */
import { matchesAction } from '../../analysis/permissions/missing-permissions.ts';
import { MANAGED_POLICIES } from '../../aws/managed-policies.ts';
import type { Node, ObjectNode, Resource } from '../../tree/node.ts';
import type { Right } from '../../tree/syntax.ts';
import type { CalledFunction } from '../outcome.ts';
import { reasonAt } from '../reason.ts';
import type { Reason } from '../reason.ts';
import { isAboutCalls, itemsOf, textsOf } from './function-rights.ts';

export interface ProgramRights {
  readonly rights: readonly Right[];
  readonly reasons: readonly Reason[];
}

export function rightsInProgram({ property, resource }: CalledFunction, wanted: readonly string[]): ProgramRights {
  if (wanted.length === 0) return { rights: [], reasons: [] };
  const role = property('Role');
  const declared = role?.kind === 'unknown' ? role.reference?.resource : undefined;
  const stop = (message: string, place: Node | undefined): ProgramRights => ({
    rights: [],
    reasons: [reasonAt('iam', message, adviceOn(wanted), place ?? resource?.key)],
  });
  if (declared === undefined) return stop('the role of the function is not made in this program', role);
  const policy = itemsOf(declared.properties?.get('ManagedPolicyArns')).find((arn) => mayAllowAny(arn, wanted));
  if (policy !== undefined) return stop('a policy of AWS gives the function its rights, or may do so', policy);
  if (declared.isOpen) return stop('the program may give the function other rights than are seen here', declared.key);
  return readStatements(declared, wanted, stop);
}

type Stop = (message: string, place: Node | undefined) => ProgramRights;

function readStatements(role: Resource, wanted: readonly string[], stop: Stop): ProgramRights {
  const rights: Right[] = [];
  for (const statement of statementsOf(role)) {
    const patterns = textsOf(statement.get('Action'));
    const effect = statement.get('Effect');
    if (patterns === undefined) return stop('a statement of the function cannot be read here', statement);
    const actions = wanted.filter((action) => patterns.some((pattern) => matchesAction(pattern, action)));
    if (actions.length === 0) continue;
    const resources = statement.get('Resource');
    const conditions = statement.get('Condition');
    if (effect?.kind !== 'string' || effect.value !== 'Allow')
      return stop('a statement denies the function a part of the calls', statement);
    if (resources === undefined) return stop('the resources of a statement of the function are not known', statement);
    if (conditions !== undefined && !isAboutCalls(conditions))
      return stop('a condition may be about the function itself, and not hold for the state machine', conditions);
    rights.push({ actions, resources, conditions });
  }
  const missing = wanted.filter((action) => !rights.some(({ actions }) => actions.includes(action)));
  if (missing.length > 0)
    return stop(`no statement of the function allows ${missing.join(', ')}, so that it is given elsewhere`, role.key);
  return { rights, reasons: [] };
}

/** Where the rights of a role are written, and where more can be added. */
export function statementListOf(role: Resource): Node | undefined {
  const [policy] = itemsOf(role.properties?.get('Policies'));
  const document = policy?.kind === 'object' ? policy.get('PolicyDocument') : undefined;
  return document?.kind === 'object' ? document.get('Statement') : undefined;
}

function statementsOf(role: Resource): readonly ObjectNode[] {
  return itemsOf(statementListOf(role)).filter((statement) => statement.kind === 'object');
}

function mayAllowAny(arn: Node, wanted: readonly string[]): boolean {
  const text = arn.kind === 'string' ? arn.value : '';
  const services = MANAGED_POLICIES[text.slice(text.lastIndexOf('/') + 1)];
  return wanted.some((action) => services?.includes(action.split(':')[0] ?? '') !== false);
}

function adviceOn(wanted: readonly string[]): string {
  const actions = wanted.map((action) => `'${action}'`).join(', ');
  return `Give the function its right by addToRolePolicy(new PolicyStatement({ actions: [${actions}], resources: […] })) in this program.`;
}
