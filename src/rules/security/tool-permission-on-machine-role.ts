/** Rights for the tools of an agent on the role of the machine that calls the agent. */
import { machinesWithRole, rolePoliciesOf } from '../../analysis/permissions/role-policies.ts';
import type { RolePolicies } from '../../analysis/permissions/role-policies.ts';
import type { PolicyText } from '../../analysis/permissions/policy-statements.ts';
import { machinesWithin } from '../../asl/model.ts';
import type { Machine } from '../../asl/model.ts';
import { TOOL_ACTIONS } from '../../aws/call-permissions.ts';
import type { Node } from '../../tree/node.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'tool-permission-on-machine-role',
    category: 'security',
    summary: 'The role of a state machine may use a tool that only the agent uses.',
    why:
      'A harness uses its browser, code interpreter and gateway under its own execution role. The role of the machine ' +
      'that calls the harness needs none of these rights: there they do nothing for the agent, and let whoever may ' +
      'change the definition open browsers and run code.',
    remedy: 'Move the statement to the execution role of the harness.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      tool: {
        text: 'State machine "{machine}" has a role that allows {action}, which no state calls: the {tool} of an agent is used under the execution role of its harness.',
        help: 'Move {action} to the execution role of the harness, or remove it.',
      },
    },
    references: [
      'Amazon Bedrock AgentCore developer guide: Execution role of a harness',
      'Amazon Bedrock AgentCore developer guide: Invoke a harness from AWS Step Functions',
    ],
  },
  {
    machine(machine, context) {
      const calls = callsOf(machine);
      if (calls === undefined) return;
      for (const declaration of machine.declarations) {
        const role = rolePoliciesOf(declaration);
        if (role === undefined || machinesWithRole(declaration, role) > 1 || !isOfStepFunctions(role)) continue;
        for (const { written, tool } of toolRights(role)) {
          if (TOOL_ACTIONS[tool]?.some((action) => calls.has(nameOf(action))) === true) continue;
          const data = { machine: declaration.name, action: written.text ?? '', tool };
          context.report({ at: written.node, message: 'tool', data, declaration });
        }
      }
    },
  },
);

/** Names of the AgentCore operations that a machine calls, in lower case; undefined when a call is not known. */
function callsOf(machine: Machine): ReadonlySet<string> | undefined {
  const calls = new Set<string>();
  for (const nested of machinesWithin(machine)) {
    for (const state of nested.states) {
      if (state.type !== 'Task') continue;
      const { integration } = state;
      if (integration.kind === 'unknown') return undefined;
      if (integration.kind === 'sdk' && integration.service.startsWith('bedrockagentcore')) {
        calls.add(integration.action.toLowerCase());
      }
    }
  }
  return calls;
}

function nameOf(action: string): string {
  return action.slice(action.indexOf(':') + 1).toLowerCase();
}

function toolRights({ statements }: RolePolicies): readonly { readonly written: PolicyText; readonly tool: string }[] {
  const allowed = statements.flatMap(({ effect, actions }) => (effect === 'Allow' ? actions : []));
  return allowed.flatMap((written) => {
    const tool = toolOf(written.text ?? '');
    return tool === undefined ? [] : [{ written, tool }];
  });
}

function toolOf(action: string): string | undefined {
  const tools = Object.entries(TOOL_ACTIONS);
  return tools.find(([, actions]) => actions.some((own) => own.toLowerCase() === action.toLowerCase()))?.[0];
}

/** Whether nothing else may assume the role: an agent that shares it needs the rights. */
function isOfStepFunctions({ role }: RolePolicies): boolean {
  if (role === undefined) return true;
  const services: (string | undefined)[] = [];
  const trust = role.properties?.get('AssumeRolePolicyDocument');
  const statements = trust?.kind === 'object' ? trust.get('Statement') : undefined;
  for (const statement of statements?.kind === 'array' ? statements.items : [statements]) {
    const principal = statement?.kind === 'object' ? statement.get('Principal') : undefined;
    services.push(...servicesOf(principal));
  }
  return services.length > 0 && services.every((service) => service?.startsWith('states.') === true);
}

/** Undefined for what is no service, or not known. */
function servicesOf(principal: Node | undefined): readonly (string | undefined)[] {
  if (principal?.kind !== 'object' || principal.entries.length !== 1) return [undefined];
  const service = principal.get('Service');
  return (service?.kind === 'array' ? service.items : [service]).map((one) => {
    if (one?.kind === 'unknown') return one.template;
    return one?.kind === 'string' ? one.value : undefined;
  });
}
