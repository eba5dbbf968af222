/** A machine whose template switches logging off, or leaves it off. */
import { loggingOf } from '../../analysis/declared-settings.ts';
import { rolePoliciesOf } from '../../analysis/permissions/role-policies.ts';
import { mayAllow } from '../../analysis/permissions/missing-permissions.ts';
import type { Declaration } from '../../asl/model.ts';
import { LOG_DELIVERY_ACTIONS } from '../../aws/observing-permissions.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix, Intent } from '../../fixers/fix.ts';
import { addResource, grant, isSam, writtenProperties } from '../../fixers/template-resource.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-logging',
    category: 'operations',
    summary: 'A state machine is declared without logging.',
    why:
      'Step Functions keeps the history of a STANDARD execution for 90 days and that of an EXPRESS execution not at ' +
      'all: what happened in an EXPRESS machine can be read in its logs or nowhere. For AI workflows the log is also ' +
      'the record of which model was asked what, and when. `Level: OFF`, and logging without a `Level`, log nothing.',
    remedy:
      'Set `Logging` (SAM) or `LoggingConfiguration` (CloudFormation) with a `Level` of `ERROR` or `ALL` and a log ' +
      'group as destination, and let the role of the machine deliver logs.',
    severity: 'note',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'Executions are logged and billed for it, to a log group that keeps them for 30 days; the role of the machine is ' +
      'given the right to deliver logs.',
    messages: {
      absent: {
        text: 'State machine "{machine}" is declared without logging: once its history is gone, nothing tells what its executions did.',
        help: 'Set {property} with a level and a log group.',
      },
      off: {
        text: 'State machine "{machine}" has its logging switched off: once its history is gone, nothing tells what its executions did.',
        help: 'Set Level to ERROR or ALL, with a log group as destination.',
      },
      expressAbsent: {
        text: 'State machine "{machine}" is of type EXPRESS and declared without logging: Step Functions keeps no history of its executions, so a failed one leaves no trace.',
        help: 'Set {property} with a level and a log group.',
        severity: 'warning',
      },
      expressOff: {
        text: 'State machine "{machine}" is of type EXPRESS and has its logging switched off: Step Functions keeps no history of its executions, so a failed one leaves no trace.',
        help: 'Set Level to ERROR or ALL, with a log group as destination.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using CloudWatch Logs to log execution history',
      'AWS Step Functions API reference: CreateStateMachine, loggingConfiguration',
    ],
  },
  {
    declaration(declaration, context) {
      const { name, type, resource } = declaration;
      const logging = loggingOf(declaration);
      if (resource === undefined || logging.kind === 'on' || logging.kind === 'unknown') return;
      const isExpress = type === 'EXPRESS';
      const property = propertyOf(declaration);
      const data = { machine: name, property };
      const fix = logging.kind === 'absent' ? turnOn(declaration) : (setLevel(declaration) ?? turnOn(declaration));
      if (logging.kind === 'absent') {
        context.report({ at: { key: resource.key }, message: isExpress ? 'expressAbsent' : 'absent', data, fix });
      } else {
        context.report({ at: logging.node, message: isExpress ? 'expressOff' : 'off', data, fix });
      }
    },
  },
);

function propertyOf(declaration: Declaration): 'Logging' | 'LoggingConfiguration' {
  return isSam(declaration) ? 'Logging' : 'LoggingConfiguration';
}

/** Of an EXPRESS machine nothing else tells what its states did. */
function levelOf({ type }: Declaration): 'ALL' | 'ERROR' {
  return type === 'STANDARD' ? 'ERROR' : 'ALL';
}

/** Where a log group is named already. */
function setLevel(declaration: Declaration): Fix | undefined {
  const { construct, settings } = declaration;
  const logging =
    construct === undefined ? writtenProperties(declaration)?.get(propertyOf(declaration)) : settings?.logging;
  if (logging?.kind !== 'object' || declaration.settings?.logging?.kind !== 'object') return undefined;
  const destinations = logging.get('Destinations');
  if (destinations?.kind !== 'array' || destinations.items.length === 0) return undefined;
  const level = levelOf(declaration);
  return { title: `Set Level to ${level}`, safety: 'unsafe', edits: [edit.set(logging, 'Level', level)] };
}

/** A log group, the property that names it, and the right to write to it; a plan where one of them cannot be written. */
function turnOn(declaration: Declaration): Fix | undefined {
  const { resource } = declaration;
  const properties = writtenProperties(declaration);
  const property = propertyOf(declaration);
  if (resource === undefined || properties === undefined) return undefined;
  const plan: Fix = { title: `Set ${property} with a level and a log group`, safety: 'plan', edits: [] };
  const written = properties.get(property);
  if (written !== undefined && !isReplaceable(written)) return plan;
  if (written === undefined && declaration.settings?.logging !== undefined) return plan;
  if (properties.get(property === 'Logging' ? 'LoggingConfiguration' : 'Logging') !== undefined) return plan;
  // The key has to let logs be delivered as well.
  if (properties.get('EncryptionConfiguration') !== undefined) return plan;
  const group = `${resource.logicalId}LogGroup`;
  const logGroup = addResource(declaration, group, {
    Type: 'AWS::Logs::LogGroup',
    Properties: {
      LogGroupName: { 'Fn::Sub': `/aws/vendedlogs/states/\${AWS::StackName}-${resource.logicalId}` },
      RetentionInDays: 30,
    },
  });
  const rights = deliveryRights(declaration);
  if (logGroup === undefined || rights === undefined) return plan;
  const destination = { CloudWatchLogsLogGroup: { LogGroupArn: { 'Fn::GetAtt': [group, 'Arn'] } } };
  const value = { Level: levelOf(declaration), IncludeExecutionData: false, Destinations: [destination] };
  const set = edit.set(properties, property, value);
  return { title: `Log to a new log group ${group}`, safety: 'unsafe', edits: [set, ...rights, logGroup] };
}

/** Nothing but a level, or a function that takes the property away. */
function isReplaceable(written: Node): boolean {
  return written.kind === 'object' && written.entries.every(({ key }) => REPLACEABLE.includes(key.value));
}

const REPLACEABLE: readonly string[] = ['Level', 'IncludeExecutionData', 'Destinations', 'Ref'];

/** Step Functions refuses a machine that may not deliver the logs it is to write. */
function deliveryRights(declaration: Declaration): readonly Intent[] | undefined {
  const policies = rolePoliciesOf(declaration)?.statements ?? [];
  const isAllowed = LOG_DELIVERY_ACTIONS.every((action) => policies.some((statement) => mayAllow(statement, action)));
  if (isAllowed) return [];
  const right = grant(declaration, { policyName: 'LogDelivery', actions: LOG_DELIVERY_ACTIONS, resources: ['*'] });
  return right && [right];
}
