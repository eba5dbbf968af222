/** A Task that waits for its task token to come back, and passes it to nobody. */
import { patternStatus } from '../../analysis/integration-status.ts';
import { taskTokenStatus } from '../../analysis/task-token.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-task-token',
    category: 'integrations',
    summary: 'A Task waits for its task token, and passes it to nobody.',
    why:
      'A Task with `.waitForTaskToken` ends when somebody hands its token back, with SendTaskSuccess or ' +
      'SendTaskFailure. The token stands in the context object of that one task, so that nobody can know it but ' +
      'through the arguments of the call. Step Functions takes a definition that passes no token; the state then ' +
      'waits until it times out, which without a timeout is a year.',
    remedy:
      'Pass `$$.Task.Token` under a key that ends in `.$` in a JSONPath state, `{% $states.context.Task.Token %}` in a ' +
      'JSONata state; or remove `.waitForTaskToken`.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      missing: {
        text: 'State "{state}" waits for a task token that it passes to nobody: it never ends but by timeout.',
        help: 'Pass {token} in {field}, or remove .waitForTaskToken.',
      },
      text: {
        text: 'State "{state}" passes the text {written} in place of its task token: nobody gets the token, and the state never ends but by timeout.',
        help: 'Write {token}.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Wait for a Callback with Task Token',
      'AWS Step Functions developer guide: Accessing execution data from the Context object in Step Functions',
    ],
  },
  {
    task(state, context) {
      const { integration, queryLanguage, machine } = state;
      if (integration.kind !== 'optimised' && integration.kind !== 'sdk') return;
      if (integration.pattern !== 'waitForTaskToken') return;
      // What cannot wait at all is another rule's.
      if (patternStatus(integration) !== 'offered' || machine.type === 'EXPRESS') return;
      const status = taskTokenStatus(state);
      if (status.kind === 'mayHold') return;
      const isJsonata = queryLanguage === 'JSONata';
      const token = isJsonata ? '{% $states.context.Task.Token %}' : '$$.Task.Token under a key that ends in .$';
      const data = { state: state.name, token, field: isJsonata ? 'Arguments' : 'Parameters' };
      const { text } = status;
      if (text === undefined) context.report({ at: { key: state.key }, message: 'missing', data });
      else context.report({ at: text, message: 'text', data: { ...data, written: text.value } });
    },
  },
);
