/** Calls of any service whose role names the service as the SDK does, where IAM has another name. */
import { matchesAction } from '../../analysis/permissions/missing-permissions.ts';
import { callPermission, hasOwnRole } from '../../analysis/permissions/needed-permissions.ts';
import type { PolicyText } from '../../analysis/permissions/policy-statements.ts';
import { rolePoliciesOf } from '../../analysis/permissions/role-policies.ts';
import type { RolePolicies } from '../../analysis/permissions/role-policies.ts';
import type { TaskState } from '../../asl/model.ts';
import { SDK_IAM_PREFIXES } from '../../aws/sdk-iam-prefixes.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invented-iam-action',
    category: 'security',
    summary: 'The role of a state machine allows a call under a prefix that IAM does not have.',
    why:
      'An SDK integration and IAM do not always call a service by the same name: `aws-sdk:eventbridge:putEvents` needs ' +
      '`events:PutEvents`. IAM takes an action with any prefix and never matches one that does not exist, so the template ' +
      'deploys, and the call is refused. `CallAwsService` of CDK makes such an action of its `service` and `action` unless ' +
      'it is given `iamAction`. The rule speaks only where the whole role can be seen. Calls of models and agents are left to ' +
      '`missing-model-permission`.',
    remedy: 'Write the action with the prefix that IAM has for the service: with `CallAwsService`, as `iamAction`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      prefix: {
        text: 'State "{state}" is to be allowed by "{invented}" in {role}, but IAM has no actions under {service}: unless a policy of what it calls allows it, the call fails with an AccessDeniedException.',
        help: 'Allow the action under the prefix {prefix}, as in "{prefix}:{action}"; CallAwsService of CDK takes it as iamAction.',
      },
    },
    references: [
      'Service Authorization Reference: Actions, resources, and condition keys for Amazon EventBridge',
      'AWS CDK API reference: CallAwsService, iamAction',
    ],
  },
  {
    task(state, context) {
      const call = calledUnderAnotherName(state);
      if (call === undefined) return;
      const { service, action, prefix } = call;
      for (const declaration of state.machine.declarations) {
        const role = rolePoliciesOf(declaration);
        const invented = role?.isComplete === true ? inventedIn(role, call) : undefined;
        if (role === undefined || invented === undefined) continue;
        context.report({
          at: state.node.get('Resource') ?? state.key,
          message: 'prefix',
          data: { state: state.name, invented: invented.written, role: role.label, service, prefix, action },
          related: [{ at: invented.node, note: 'what the role allows' }],
        });
        return;
      }
    },
  },
);

interface Call {
  readonly service: string;
  /** As IAM writes the names of actions. */
  readonly action: string;
  readonly prefix: string;
}

function calledUnderAnotherName(state: TaskState): Call | undefined {
  const { integration } = state;
  if (integration.kind !== 'sdk' || hasOwnRole(state)) return undefined;
  const service = integration.service.toLowerCase();
  const prefix = Object.hasOwn(SDK_IAM_PREFIXES, service) ? SDK_IAM_PREFIXES[service] : undefined;
  const certainty = callPermission(state)?.certainty ?? 'notJudged';
  if (prefix === undefined || certainty !== 'notJudged') return undefined;
  const { action } = integration;
  return { service, action: action.charAt(0).toUpperCase() + action.slice(1), prefix };
}

/** Undefined also where the role may allow the call under the name that IAM has. */
function inventedIn({ statements }: RolePolicies, { service, action, prefix }: Call): PolicyText | undefined {
  const allowed = statements.flatMap(({ effect, actions }) => (effect === 'Allow' ? actions : []));
  if (allowed.some(({ pattern }) => matchesAction(pattern, `${prefix}:*`))) return undefined;
  const meant = [`${service}:${action}`.toLowerCase(), `${service}:*`];
  return allowed.find(({ text }) => meant.includes(text?.toLowerCase() ?? ''));
}
