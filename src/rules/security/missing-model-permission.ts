/** Calls to models, knowledge bases and agents that the role in the same template does not allow. */
import type { MissingPermission } from '../../analysis/permissions/missing-permissions.ts';
import type { TaskState } from '../../asl/model.ts';
import { rightsOf } from '../../fixers/call-rights.ts';
import type { Fix } from '../../fixers/fix.ts';
import { grant } from '../../fixers/template-resource.ts';
import { defineRule } from '../rule.ts';
import type { Report } from '../rule.ts';
import { enumerate } from '../wording.ts';

export default defineRule(
  {
    id: 'missing-model-permission',
    category: 'security',
    summary: 'The role of a state machine does not allow a call to an AI service that its definition makes.',
    why:
      'A Task calls its service under the role of the machine. Without the permission the template deploys, and each ' +
      'execution that gets to the state fails with an `AccessDeniedException`. Permissions for AI calls are easy to get ' +
      'wrong: `converse` needs `bedrock:InvokeModel`, an inference profile needs its models allowed beside it, and ' +
      '`invokeHarness` needs `bedrock-agentcore:InvokeAgentRuntime` as well. The rule speaks only where the whole role ' +
      'can be seen: no managed policy, no condition, no value that the deployment decides. Of CDK source it reads the role that ' +
      'CDK makes: `CallAwsService` without `iamAction` is given an action made of the names of service and call, such as ' +
      '`bedrockruntime:converse`, which allows nothing; `BedrockInvokeModel` may call the ARN of its model and no more, which ' +
      'does not do for an inference profile; and a `CustomState` is given nothing.',
    remedy:
      'Add a statement with the action to the role, for the ARN that the state calls. For an inference profile allow ' +
      'the profile and its model in every Region to which the profile routes.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The role is given the right to make the call, for all machines that have it.',
    needsTemplate: true,
    messages: {
      action: {
        text: 'State "{state}" needs {actions}, which {role} does not allow: the call fails with an AccessDeniedException.',
        help: 'Allow {actions} on what the state calls.',
      },
      invented: {
        text: 'State "{state}" needs {actions}, but {role} allows "{invented}", an action that IAM does not have: the call fails with an AccessDeniedException.',
        help: 'Allow {actions} instead of "{invented}".',
      },
      resource: {
        text: 'State "{state}" calls {resource}, but {role} allows {actions} on other resources only: the call fails with an AccessDeniedException.',
        help: 'Add {arn} to the resources of the statement.',
      },
      constructAction: {
        text: 'State "{state}" needs {actions}, which {role} does not allow: the call fails with an AccessDeniedException.',
        help: 'Allow {actions} with addToRolePolicy: CDK gives no right by itself for a CustomState or a definition in text.',
      },
      constructInvented: {
        text: 'State "{state}" needs {actions}, but {role} allows "{invented}", an action that IAM does not have: the call fails with an AccessDeniedException.',
        help: 'Allow {actions} instead: CallAwsService takes it as iamAction, and makes an action of its own without it.',
      },
      constructResource: {
        text: 'State "{state}" calls {resource}, but {role} allows {actions} on other resources only: the call fails with an AccessDeniedException.',
        help: 'Allow {actions} on {arn} too, with addToRolePolicy: a task of CDK gives the right to what it names, and no more.',
      },
      likelyAction: {
        text: 'State "{state}" needs {actions}, which {role} does not allow: unless a policy of the runtime itself does, the call fails with an AccessDeniedException.',
        help: 'Allow {actions} on the runtime that the state calls.',
        severity: 'warning',
      },
      likelyResource: {
        text: 'State "{state}" calls {resource}, but {role} allows {actions} on other resources only: unless a policy of the runtime itself allows it, the call fails with an AccessDeniedException.',
        help: 'Add {arn} to the resources of the statement.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: How Step Functions generates IAM policies for integrated services',
      'Amazon Bedrock user guide: Prerequisites for inference profiles',
      'Amazon Bedrock AgentCore developer guide: Invoke a harness from AWS Step Functions',
      'AWS CDK API reference: CallAwsService, BedrockInvokeModel, CustomState',
      'Service Authorization Reference: Actions, resources, and condition keys for Amazon Bedrock',
    ],
  },
  {
    task(state, context) {
      for (const missing of context.analyses.missingPermissions.of(state)) context.report(reportOf(state, missing));
    },
  },
);

function reportOf(state: TaskState, missing: MissingPermission): Report {
  const { role, actions, resource, instead } = missing;
  const owner = {
    at: { key: role.owner },
    note: role.role === undefined ? 'the machine, whose role SAM makes' : 'the role',
  };
  const allowed = { at: instead?.node ?? role.owner, note: 'what the role allows' };
  return {
    at: state.node.get('Resource') ?? state.key,
    message: messageOf(missing),
    data: {
      state: state.name,
      role: role.label,
      actions: actions.join(' and '),
      invented: instead?.text ?? '',
      resource: resource?.label ?? '',
      arn: resource?.arn ?? '',
    },
    related: instead === undefined ? [owner] : [allowed, owner],
    fix: allow(state, missing),
  };
}

function allow(state: TaskState, { kind, declaration, actions }: MissingPermission): Fix {
  const title = `Allow ${enumerate(actions)} on what the state calls`;
  const rights = rightsOf(state, declaration);
  const added =
    rights.kind === 'rights'
      ? grant(declaration, { ...rights, policyName: 'ModelCalls', ...(kind === 'action' ? { actions } : {}) })
      : undefined;
  return added === undefined ? { title, safety: 'plan', edits: [] } : { title, safety: 'unsafe', edits: [added] };
}

function messageOf({ kind, certainty, instead, declaration }: MissingPermission): string {
  const isLikely = certainty === 'likely';
  const isConstruct = declaration.settings?.seesWholeRole === true && !isLikely;
  if (kind === 'resource') return isConstruct ? 'constructResource' : isLikely ? 'likelyResource' : 'resource';
  if (instead !== undefined) return isConstruct ? 'constructInvented' : 'invented';
  return isConstruct ? 'constructAction' : isLikely ? 'likelyAction' : 'action';
}
