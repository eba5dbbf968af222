/** A Task that calls an API action which Step Functions does not offer. */
import type { TaskState } from '../../asl/model.ts';
import { OPTIMISED_INSTEAD, UNSUPPORTED_OPERATIONS, WITHOUT_STREAM } from '../../aws/services/overlay.ts';
import type { Fix } from '../../fixers/fix.ts';
import { retarget } from '../../fixers/retarget.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'unsupported-operation',
    category: 'integrations',
    summary: 'A Task calls an API action that exists, but not in Step Functions.',
    why:
      'Actions that answer with a stream, and a few others, exist in the API of a service and not among its SDK ' +
      'integrations. Step Functions refuses a definition that calls one, so the deployment fails.',
    remedy: 'Use the optimised integration or another action where there is one, else a Lambda function.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      optimised: {
        text: 'State "{state}" calls {action} of {service} through aws-sdk, which Step Functions does not offer: it refuses the definition.',
        help: 'Write {instead} after states:::.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      none: {
        text: 'State "{state}" calls {action} of {service} through aws-sdk, which Step Functions does not offer: it refuses the definition.',
        help: 'Call it from a Lambda function, or use another action.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
      streaming: {
        text: 'State "{state}" calls {action} of {service} through aws-sdk, which works with a stream of events: Step Functions takes no such action.',
        help: 'Call it from a Lambda function, or use another action.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Supported AWS SDK service integrations'],
  },
  {
    task(state, context) {
      const { integration } = state;
      const resource = state.node.get('Resource');
      if (integration.kind !== 'sdk' || resource === undefined) return;
      const { service, action } = integration;
      const listed = UNSUPPORTED_OPERATIONS.find((entry) => entry.service === service);
      const instead = OPTIMISED_INSTEAD.get(`${service}:${action}`);
      const data = { state: state.name, service, action, instead: instead ?? '' };
      if (listed?.actions.includes(action) !== true) {
        const isStreaming = context.analyses.services.service(service)?.action(action)?.isStreaming === true;
        if (isStreaming)
          context.report({ at: resource, message: 'streaming', data, fix: withoutStream(service, action) });
        return;
      }
      const fix = instead === undefined ? withoutStream(service, action) : callInstead(state, instead, context);
      context.report({ at: resource, message: instead === undefined ? 'none' : 'optimised', data, fix });
    },
  },
);

/** The answer comes in one piece then, in another form. */
function withoutStream(service: string, action: string): Fix | undefined {
  const target = WITHOUT_STREAM.get(`${service}:${action}`);
  return target === undefined ? undefined : { title: `Call ${target}`, safety: 'plan', edits: [] };
}

function callInstead(state: TaskState, instead: string, { analyses }: RuleContext): Fix {
  const edits = retarget(state, instead, analyses.calledParameters);
  const title = `Call ${instead}`;
  return edits === undefined ? { title, safety: 'plan', edits: [] } : { title, safety: 'safe', edits };
}
