/**
 * A machine that each deployment changes in place. Looks for versions in the template alone: a pipeline may publish
 * them by other means.
 */
import type { Declaration } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { addResource, isSam, writtenProperties } from '../../fixers/template-resource.ts';
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
    fix: 'unsafe',
    fixSafety:
      'Each deployment publishes a version and moves the alias to it; whoever is to start that version has to use the ' +
      'ARN of the alias.',
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
    declaration(declaration, context) {
      const { name, resource, settings } = declaration;
      if (resource === undefined || settings?.publishesVersions !== false || settings.isOpen) return;
      const message = isSam(declaration) ? 'sam' : 'cloudFormation';
      const fix = isSam(declaration) ? publishAlias(declaration) : addVersionAndAlias(declaration, resource.logicalId);
      context.report({ at: { key: resource.key }, message, data: { machine: name }, fix });
    },
  },
);

const ALIAS = 'live';

function publishAlias(declaration: Declaration): Fix | undefined {
  const properties = writtenProperties(declaration);
  if (properties === undefined) return undefined;
  const set = edit.set(properties, 'AutoPublishAlias', ALIAS);
  return { title: `Set AutoPublishAlias to ${ALIAS}`, safety: 'unsafe', edits: [set] };
}

/** The revision changes with the machine, so that each deployment makes a new version; the old ones are kept. */
function addVersionAndAlias(declaration: Declaration, machine: string): Fix | undefined {
  const version = addResource(declaration, `${machine}Version`, {
    Type: 'AWS::StepFunctions::StateMachineVersion',
    DeletionPolicy: 'Retain',
    UpdateReplacePolicy: 'Retain',
    Properties: {
      StateMachineArn: { Ref: machine },
      StateMachineRevisionId: { 'Fn::GetAtt': [machine, 'StateMachineRevisionId'] },
    },
  });
  const alias = addResource(declaration, `${machine}Alias`, {
    Type: 'AWS::StepFunctions::StateMachineAlias',
    Properties: {
      Name: ALIAS,
      DeploymentPreference: { StateMachineVersionArn: { Ref: `${machine}Version` }, Type: 'ALL_AT_ONCE' },
    },
  });
  if (version === undefined || alias === undefined) return undefined;
  return { title: `Add ${machine}Version and ${machine}Alias`, safety: 'unsafe', edits: [version, alias] };
}
