/** An agent that acts by itself, and a machine that acts on its word without a look. */
import { actingToolOf } from '../../analysis/acting-agents.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unreviewed-agent-action',
    category: 'security',
    summary: 'Nothing looks at what an agent with acting tools did before the machine acts on it.',
    why:
      'An agent with a browser, a code interpreter, a remote MCP server or a gateway acts on its own, and reads text that ' +
      'others wrote: a page or a document can talk it into something. When the next thing the machine does is to write, ' +
      'send or delete, nothing stands between such a text and the effect.\n\n' +
      'A Choice, a task that waits for a token and an activity count as a look; a Lambda function or a nested execution ' +
      'may be one, and is not judged. Neither is a record or a message that such a state may follow: it may be the draft ' +
      'or the request for an approval.',
    remedy:
      'Put a Choice on the `StopReason` and on what you expect of the answer, a callback (`.waitForTaskToken`) that asks ' +
      'a person, or a check of your own between the agent and the action. Or narrow the tools with `AllowedTools`.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    messages: {
      unreviewed: {
        text: 'State "{state}" lets its agent act with {tool}, and "{action}" follows with no Choice, callback or approval between: nothing looks at what the agent did before the machine acts as well.',
        help: 'Test the answer in a Choice, or ask a person with .waitForTaskToken, before "{action}".',
      },
    },
    references: [
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions',
      'Amazon Bedrock AgentCore API reference: InvokeHarness',
    ],
  },
  {
    task(state, context) {
      const tool = actingToolOf(state);
      if (tool === undefined || !context.analyses.isSurelyReached(state)) return;
      const action = context.analyses.unreviewedActions.after(state);
      if (action === undefined) return;
      context.report({
        at: { key: state.key },
        message: 'unreviewed',
        data: { state: state.name, tool: tool.name, action: action.name },
        related: [{ at: { key: action.key }, note: 'the machine acts here' }],
      });
    },
  },
);
