/** A Task that waits for its call in a way that the call or the machine does not offer. */
import { optimisedAction, optimisedService } from '../../analysis/integration-status.ts';
import type { Integration } from '../../asl/integrations.ts';
import type { OfferedPattern } from '../../aws/optimised-integrations.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unsupported-integration-pattern',
    category: 'integrations',
    summary: 'A Task waits for its call in a way that is not offered.',
    why:
      'Waiting for a job (`.sync`) or for a task token (`.waitForTaskToken`) is offered by some optimised ' +
      'integrations, a task token by SDK integrations too, and neither in EXPRESS machines. Step Functions refuses ' +
      'a definition that asks for more, so the deployment fails.',
    remedy: 'Remove the suffix and wait in another way, or use a machine of type STANDARD.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      notOffered: {
        text: 'State "{state}" calls {call} with .{pattern}, which is not offered for it: Step Functions refuses the definition.',
        help: 'Remove .{pattern}.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      disputed: {
        text: 'State "{state}" calls {call} with .{pattern}, of which the documentation says yes in one place and no in another.',
        help: 'Remove .{pattern}: there is nothing to hand the token to.',
        severity: 'warning',
      },
      express: {
        text: 'State "{state}" uses {what}, which machines of type EXPRESS do not offer: Step Functions refuses the definition.',
        help: 'Make the machine STANDARD, or call without waiting.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: ['AWS Step Functions developer guide: Discover service integration patterns in Step Functions'],
  },
  {
    task(state, context) {
      const { integration, machine } = state;
      const resource = state.node.get('Resource');
      if (resource === undefined) return;
      if (machine.type === 'EXPRESS') {
        const what = standardOnly(integration);
        if (what !== undefined) {
          context.report({ at: resource, message: 'express', data: { state: state.name, what } });
          return;
        }
      }
      if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return;
      const verdict = judge(integration);
      if (verdict === 'offered') return;
      const prefix = integration.kind === 'sdk' ? 'aws-sdk:' : '';
      const call = `${prefix}${integration.service}:${integration.action}`;
      const data = { state: state.name, call, pattern: integration.pattern };
      context.report({ at: resource, message: verdict, data });
    },
    map(state, context) {
      if (state.machine.type !== 'EXPRESS' || state.mode !== 'DISTRIBUTED') return;
      context.report({
        at: { key: state.key },
        message: 'express',
        data: { state: state.name, what: 'a Distributed Map' },
      });
    },
  },
);

function standardOnly(integration: Integration): string | undefined {
  if (integration.kind === 'activity') return 'an activity';
  if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return undefined;
  return integration.pattern === 'requestResponse' ? undefined : `.${integration.pattern}`;
}

type Call = Extract<Integration, { service: string }>;

function judge({ kind, service, action, pattern }: Call): 'offered' | 'notOffered' | 'disputed' {
  if (pattern === 'requestResponse') return 'offered';
  if (kind === 'sdk') return pattern === 'waitForTaskToken' ? 'offered' : 'notOffered';
  const known = optimisedService(service);
  if (known === undefined) return 'offered';
  const one = optimisedAction(known, action);
  if (one?.disputed?.includes(pattern) === true) return 'disputed';
  const patterns: readonly OfferedPattern[] = one?.patterns ?? known.patterns;
  return patterns.includes(pattern) ? 'offered' : 'notOffered';
}
