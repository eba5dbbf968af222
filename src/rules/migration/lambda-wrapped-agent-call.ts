/** A Lambda function that calls an agent or is one, where a harness could run it and the state call that. */
import { defineRule } from '../rule.ts';
import { WRAPPED_CALL_MESSAGES, reportWrappedCall } from '../wrapped-call.ts';

export default defineRule(
  {
    id: 'lambda-wrapped-agent-call',
    category: 'migration',
    summary: 'A Lambda task runs a function whose handler wraps a call to an agent, or is an agent loop itself.',
    why:
      'Step Functions can invoke an AgentCore harness itself and wait for it. A function in between ends after 15 ' +
      'minutes at most and is paid for while the agent thinks; when it times out, the agent may go on unseen, and a ' +
      'retry starts another one beside it. Nothing in the state machine says how many rounds or tokens the agent may ' +
      'use.',
    remedy:
      'Where the handler wraps `invoke_harness` and is understood, the fix lets the state make the call. An agent loop, ' +
      'or a call that no state can make, is a plan: what stands in the way, and the smallest change that would help. ' +
      'See it all with `sfn-lint migrate`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety:
      'A plan with every reason, which is never applied. A handler around `invoke_harness` alone may be understood: ' +
      'then the fix is safe where it is proven to be the same, and unsafe where it gives the same or fails before the ' +
      'call.',
    messages: WRAPPED_CALL_MESSAGES,
    needsTemplate: true,
    readsHandlers: true,
    references: [
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions',
      'AWS Lambda developer guide: Lambda quotas',
    ],
  },
  {
    task(state, context) {
      reportWrappedCall(state, context, 'agent');
    },
  },
);
