/** A Lambda function that does little more than call a model, where the state could make the call. */
import { defineRule } from '../rule.ts';
import { WRAPPED_CALL_MESSAGES, reportWrappedCall } from '../wrapped-call.ts';

export default defineRule(
  {
    id: 'lambda-wrapped-model-call',
    category: 'migration',
    summary: 'A Lambda task runs a function whose handler wraps a call to a Bedrock model or knowledge base.',
    why:
      'Step Functions can call Bedrock itself. A function in between is paid for while the model answers, has a ' +
      'timeout of its own, hides throttling behind the retries of its client, and is one more thing to deploy. The ' +
      'prompt is in its code, where nobody who reads the state machine sees it.',
    remedy:
      'Where the handler is understood, the fix writes the call into the state: its arguments and output as JSONata, ' +
      '`Retry` and `Catch` with the new names beside the old ones, the rights of the machine, and the substitutions. ' +
      'Where it is not, the finding names every line that stands in the way and the smallest change that would help. ' +
      'See it all with `sfn-lint migrate`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Safe where the state is proven to give the same result, the same requests and the same kind of failure for ' +
      'every input. Unsafe where it gives the same or fails before it calls the model. Else a plan with every reason, ' +
      'which is never applied. What changes beside that is printed by `sfn-lint migrate`: logs, permissions, what the ' +
      'history of executions shows, and cost.',
    messages: WRAPPED_CALL_MESSAGES,
    needsTemplate: true,
    readsHandlers: true,
    references: [
      'AWS Step Functions developer guide: Invoke and customize Amazon Bedrock models with Step Functions',
      'AWS Step Functions developer guide: Learning to use AWS service SDK integrations in Step Functions',
    ],
  },
  {
    task(state, context) {
      reportWrappedCall(state, context, 'model');
    },
  },
);
