/** Roles of state machines that may call any model or any agent. */
import { isFirstWithRole, rolePoliciesOf } from '../../analysis/permissions/role-policies.ts';
import { wildcardsIn } from '../../analysis/permissions/wildcards.ts';
import type { Declaration, Machine } from '../../asl/model.ts';
import { narrow } from '../../fixers/narrow-statement.ts';
import { defineRule } from '../rule.ts';
import type { ReportContext } from '../rule.ts';

export default defineRule(
  {
    id: 'wildcard-model-permission',
    category: 'security',
    summary: 'The role of a state machine may call every model, or every agent, of the account.',
    why:
      'Models differ in price by a factor of a hundred, and agents in what they may reach. With a wildcard a change of ' +
      'one text in the definition, or in the input where the model id comes from there, calls any of them; `bedrock:*` ' +
      'also lets the machine train, delete and share models. A role that names what the definition calls turns such a ' +
      'change into an error.',
    remedy: 'Allow `bedrock:InvokeModel`, or the action that the calls need, on the ARNs that the definition uses.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The role allows the calls that the definition makes today and no others.',
    messages: {
      action: {
        text: 'State machine "{machine}" has a role that allows "{action}": its executions may make every call to models and agents, whatever the definition needs.',
        help: 'Name the actions that the definition needs, on the ARNs that it calls.',
      },
      resource: {
        text: 'State machine "{machine}" has a role that allows {action} on "{resource}": its executions may call all of these, not only what the definition names.',
        help: 'Name the ARNs that the definition calls.',
      },
    },
    references: [
      'Amazon Bedrock user guide: Identity-based policy examples for Amazon Bedrock',
      'IAM user guide: Security best practices, apply least-privilege permissions',
    ],
  },
  {
    machine(machine, context) {
      for (const declaration of machine.declarations) report(declaration, machine, context);
    },
    declaration(declaration, context) {
      if (!isRead(declaration)) report(declaration, undefined, context);
    },
  },
);

/** Whether there is a machine that is reported for its declarations. */
function isRead({ definition }: Declaration): boolean {
  return definition.kind === 'inline' || definition.kind === 'file';
}

function report(declaration: Declaration, machine: Machine | undefined, context: ReportContext): void {
  const role = rolePoliciesOf(declaration);
  if (role === undefined || !isFirstWithRole(declaration, role)) return;
  for (const wildcard of wildcardsIn(role.statements)) {
    const { kind, written, action } = wildcard;
    const data = { machine: declaration.name, action: action || written.written, resource: written.written };
    const fix = narrow({ wildcard, role, declaration, machine });
    context.report({ at: written.node, message: kind, data, declaration, fix });
  }
}
