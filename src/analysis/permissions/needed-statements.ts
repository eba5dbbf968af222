/**
 * An IAM policy for all calls of a machine whose permissions are recorded. Resources are as precise as the definition
 * tells; `${…}` stands for what it leaves open, `${AWS::Region}` and the like as `Fn::Sub` spells them.
 */
import { machinesWithin } from '../../asl/model.ts';
import type { Machine, State, TaskState } from '../../asl/model.ts';
import { RESOURCE_FORMS } from '../../aws/call-permissions.ts';
import type { CalledResource } from '../../aws/call-permissions.ts';
import type { Node, Reference } from '../../tree/node.ts';
import { calledValue, callPermission, fillArn, hasOwnRole, neededResources } from './needed-permissions.ts';

export interface NeededStatement {
  readonly Effect: 'Allow';
  readonly Action: readonly string[];
  readonly Resource: readonly string[];
}

export interface PolicyDocument {
  readonly Version: '2012-10-17';
  readonly Statement: readonly NeededStatement[];
}

export function neededStatements(machine: Machine): PolicyDocument {
  const byActions = new Map<string, { readonly actions: readonly string[]; readonly resources: Set<string> }>();
  const add = (actions: readonly string[], resources: readonly string[]): void => {
    const key = actions.join(' ');
    const statement = byActions.get(key) ?? { actions, resources: new Set<string>() };
    for (const resource of resources) statement.resources.add(resource);
    byActions.set(key, statement);
  };
  for (const nested of machinesWithin(machine)) {
    for (const state of nested.states) addNeeds(state, add);
  }
  const statements = Array.from(byActions.values(), ({ actions, resources }) => ({
    Effect: 'Allow' as const,
    Action: actions,
    Resource: resources.has('*') ? ['*'] : [...resources].sort(),
  }));
  return { Version: '2012-10-17', Statement: statements };
}

/** Tasks that run under the machine's role and of whose calls the table knows no permissions. */
export function callsWithUnknownNeeds(machine: Machine): readonly TaskState[] {
  const tasks = [...machinesWithin(machine)].flatMap(({ states }) => states.filter((state) => state.type === 'Task'));
  return tasks.filter((task) => {
    // The worker of an Activity asks for its tasks; the machine calls nothing.
    if (task.integration.kind === 'activity' || hasOwnRole(task)) return false;
    return callPermission(task) === undefined;
  });
}

type Add = (actions: readonly string[], resources: readonly string[]) => void;

const ITSELF = 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:stateMachine:${StateMachineName}';
const EXECUTIONS = 'arn:${AWS::Partition}:states:${AWS::Region}:${AWS::AccountId}:execution:*';
const MANAGED_RULE =
  'arn:${AWS::Partition}:events:${AWS::Region}:${AWS::AccountId}:rule/StepFunctionsGetEventsForStepFunctionsExecutionRule';

function addNeeds(state: State, add: Add): void {
  if (state.type === 'Map' && state.mode === 'DISTRIBUTED') {
    add(['states:StartExecution'], [ITSELF]);
    add(['states:DescribeExecution', 'states:StopExecution'], [EXECUTIONS]);
  }
  if (state.type === 'Task' && !hasOwnRole(state)) addCall(state, add);
}

function addCall(state: TaskState, add: Add): void {
  const needed = callPermission(state);
  if (needed === undefined) return;
  add(needed.actions, resourcesOf(state, needed.resource));
  const { integration } = state;
  const waits = integration.kind === 'optimised' && integration.pattern.startsWith('sync');
  if (waits && needed.resource === 'stateMachine') {
    add(['states:DescribeExecution', 'states:StopExecution'], [EXECUTIONS]);
    add(['events:PutTargets', 'events:PutRule', 'events:DescribeRule'], [MANAGED_RULE]);
  }
}

function resourcesOf(state: TaskState, resource: CalledResource): readonly string[] {
  if (resource === 'any') return ['*'];
  const known = neededResources(state, resource);
  if (known.length > 0) return known.map(({ arn, reference }) => referredArn(reference, resource) ?? arn);
  const { parameter, arn } = RESOURCE_FORMS[resource];
  const value = calledValue(state, parameter);
  const whole =
    value?.kind === 'unknown' ? (referredArn(value.reference, resource) ?? arnText(value.template)) : undefined;
  if (whole !== undefined) return [whole];
  const name = nameOf(value);
  if (name === undefined && parameter.endsWith('Arn')) return [`\${${parameter}}`];
  return [fillArn(arn, name ?? `\${${parameter}}`)];
}

/** Of a bucket, the objects in it. */
function referredArn(reference: Reference | undefined, resource: CalledResource): string | undefined {
  const arn = referenceArn(reference);
  return arn !== undefined && resource === 'object' ? `${arn}/*` : arn;
}

/** Of these, a `Ref` gives the ARN. */
const REF_IS_ARN: readonly string[] = ['AWS::SNS::Topic', 'AWS::StepFunctions::StateMachine', 'AWS::Lambda::Alias'];

function referenceArn(reference: Reference | undefined): string | undefined {
  if (reference === undefined) return undefined;
  const { resource, attribute } = reference;
  if (attribute !== undefined && attribute.endsWith('Arn')) return `\${${resource.logicalId}.${attribute}}`;
  const isArn = REF_IS_ARN.includes(resource.type) || resource.type === 'AWS::Serverless::StateMachine';
  return isArn ? `\${${resource.logicalId}}` : `\${${resource.logicalId}.Arn}`;
}

function arnText(text: string | undefined): string | undefined {
  return text?.startsWith('arn:') === true ? text : undefined;
}

/** A plain name, or the last part of a URL. */
function nameOf(value: Node | undefined): string | undefined {
  const text = value?.kind === 'string' ? value.value : undefined;
  const name = text?.slice(text.lastIndexOf('/') + 1);
  return name !== undefined && /^[\w.-]+$/.test(name) ? name : undefined;
}
