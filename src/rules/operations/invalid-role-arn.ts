/** A role written out in a template that is no ARN of an IAM role. References and computed values are not judged. */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-role-arn',
    category: 'operations',
    summary: 'The role of a state machine is a text that is no ARN of an IAM role.',
    why:
      'Step Functions assumes the role of the machine for every call. It takes the ARN of an IAM role and nothing else: ' +
      'with the name of a role, the ARN of a policy or of a role session, the machine cannot be created or cannot run.',
    remedy: 'Write the whole ARN, `arn:aws:iam::ACCOUNT:role/NAME`, or refer to the role with `Fn::GetAtt`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      name: {
        text: 'State machine "{machine}" has the role {role}, which is no ARN: Step Functions cannot assume it.',
        help: 'Write the ARN of the role, or refer to the role with Fn::GetAtt.',
      },
      other: {
        text: 'State machine "{machine}" has the role {role}, which is not the ARN of an IAM role: Step Functions cannot assume it.',
        help: 'Write an ARN such as arn:aws:iam::111122223333:role/NAME.',
      },
    },
    references: [
      'AWS Step Functions API reference: CreateStateMachine, roleArn',
      'IAM user guide: IAM identifiers, ARNs of roles',
    ],
  },
  {
    declaration({ name, settings }, context) {
      const role = settings?.role;
      if (role?.kind !== 'string' || isRoleArn(role.value) || isFilledInLater(role.value)) return;
      const message = role.value.startsWith('arn:') ? 'other' : 'name';
      context.report({ at: role, message, data: { machine: name, role: `"${role.value}"` } });
    },
  },
);

function isRoleArn(text: string): boolean {
  return /^arn:aws[a-z-]*:iam::\d{12}:role\/[\w+=,.@/-]+$/.test(text);
}

/** A dynamic reference, or a stand-in of a sample or of another template language. */
function isFilledInLater(text: string): boolean {
  return /\{\{|<|\{%|%\{|\[\[/.test(text);
}
