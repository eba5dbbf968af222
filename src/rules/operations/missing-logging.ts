/** A machine whose template switches logging off, or leaves it off. */
import { loggingOf } from '../../analysis/declared-settings.ts';
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
    fix: 'none',
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
      const property = resource.type.startsWith('AWS::Serverless::') ? 'Logging' : 'LoggingConfiguration';
      const data = { machine: name, property };
      if (logging.kind === 'absent') {
        context.report({ at: { key: resource.key }, message: isExpress ? 'expressAbsent' : 'absent', data });
      } else {
        context.report({ at: logging.node, message: isExpress ? 'expressOff' : 'off', data });
      }
    },
  },
);
