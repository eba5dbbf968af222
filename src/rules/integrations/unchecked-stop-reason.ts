/** A model's or agent's answer that nobody asks whether it is complete. */
import { defineRule } from '../rule.ts';

/** Calls whose answer may be cut off and still be a success. */
const CALLS: readonly string[] = ['Converse', 'InvokeHarness'];

export default defineRule(
  {
    id: 'unchecked-stop-reason',
    category: 'integrations',
    summary: 'Nothing looks at the stop reason of a Converse or InvokeHarness call.',
    why:
      'A call that runs into its token limit, is stopped by a guardrail, or spends the time or the iterations of an ' +
      'agent is a success for Step Functions: only `StopReason` tells that the text is cut off or that work was left ' +
      'undone. A machine that never looks at it goes on with half an answer.',
    remedy:
      'Test `StopReason` in a Choice, and take every value but `end_turn` (and `stop_sequence` where you set one) to a ' +
      'path of its own. Only to store it is not to look at it.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    messages: {
      unchecked: {
        text: 'State "{state}" calls {call}, and nothing after it looks at StopReason: an answer that was cut off passes for a whole one.',
        help: 'Test StopReason in a Choice before the answer is used.',
      },
    },
    references: [
      'Amazon Bedrock API reference: Converse',
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore with Step Functions',
    ],
  },
  {
    task(state, context) {
      const call = state.aiCall;
      if (call === undefined || !call.exists || !CALLS.includes(call.operation.name)) return;
      if (state.queryLanguage === 'unknown' || context.analyses.dataFlow.inputOf(state) === undefined) return;
      const { decisions } = context.analyses;
      if (decisions.mentionStopReason || decisions.lookAt(state, 'StopReason') || decisions.lookAt(state, '')) return;
      context.report({
        at: { key: state.key },
        message: 'unchecked',
        data: { state: state.name, call: call.operation.name },
      });
    },
  },
);
