/** A machine whose template switches tracing off, or leaves it off. */
import { tracingOf } from '../../analysis/declared-settings.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-tracing',
    category: 'operations',
    summary: 'A state machine is declared without X-Ray tracing.',
    why:
      'A trace shows how long each call of an execution took, and what the called functions and services did meanwhile. ' +
      'Without it the time that a slow model call costs has to be put together from the logs of every part.',
    remedy: 'Set `Tracing` (SAM) or `TracingConfiguration` (CloudFormation) to `Enabled: true`.',
    severity: 'note',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      absent: {
        text: 'State machine "{machine}" is declared without tracing: X-Ray sees nothing of its executions.',
        help: 'Set {property} to Enabled: true.',
      },
      off: {
        text: 'State machine "{machine}" has its tracing switched off: X-Ray sees nothing of its executions.',
        help: 'Set Enabled to true.',
      },
    },
    references: ['AWS Step Functions developer guide: Trace Step Functions request data in AWS X-Ray'],
  },
  {
    declaration(declaration, context) {
      const { name, resource } = declaration;
      const tracing = tracingOf(declaration);
      if (resource === undefined || tracing.kind === 'on' || tracing.kind === 'unknown') return;
      const property = resource.type.startsWith('AWS::Serverless::') ? 'Tracing' : 'TracingConfiguration';
      const data = { machine: name, property };
      const at = tracing.kind === 'absent' ? { key: resource.key } : tracing.node;
      context.report({ at, message: tracing.kind, data });
    },
  },
);
