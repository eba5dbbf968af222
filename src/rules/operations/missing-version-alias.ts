/**
 * A machine that each deployment changes in place. Looks for versions in the template alone: a pipeline may publish
 * them by other means.
 */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-version-alias',
    category: 'operations',
    summary: 'A state machine is updated in place: its template publishes no version of it.',
    why:
      'Executions that start after a deployment use the new definition at once, all of them. Without a version there is ' +
      'nothing to shift traffic to step by step and nothing to go back to when a new prompt or model does worse; a ' +
      'roll-back is another deployment.',
    remedy:
      'Set `AutoPublishAlias` (SAM), or add an `AWS::StepFunctions::StateMachineVersion` and a ' +
      '`StateMachineAlias` (CloudFormation), and start executions by the ARN of the alias.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    messages: {
      sam: {
        text: 'State machine "{machine}" is updated in place: a deployment switches all new executions at once, and no version is kept to go back to.',
        help: 'Set AutoPublishAlias, and start executions by the alias.',
      },
      cloudFormation: {
        text: 'State machine "{machine}" is updated in place: a deployment switches all new executions at once, and no version is kept to go back to.',
        help: 'Add an AWS::StepFunctions::StateMachineVersion and an AWS::StepFunctions::StateMachineAlias, and start executions by the alias.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Manage continuous deployments with versions and aliases in Step Functions',
      'AWS SAM developer guide: AWS::Serverless::StateMachine, AutoPublishAlias',
    ],
  },
  {
    declaration({ name, resource, settings }, context) {
      if (resource === undefined || settings?.publishesVersions !== false || settings.isOpen) return;
      const message = resource.type.startsWith('AWS::Serverless::') ? 'sam' : 'cloudFormation';
      context.report({ at: { key: resource.key }, message, data: { machine: name } });
    },
  },
);
