/** An agent run that goes on, and is billed, after the Task that waits for it has timed out. */
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import { setHarnessTime } from '../../fixers/harness-time.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'harness-timeout-exceeds-task-timeout',
    category: 'time',
    summary: 'An agent harness may run longer than the Task that waits for it.',
    why:
      'When the Task times out, Step Functions stops waiting, but the harness keeps running and billing until its ' +
      'own time is up. Its result is lost, and a retry starts a second run beside the first.',
    remedy: 'Give the harness call a `TimeoutSeconds` that is not above the `TimeoutSeconds` of the Task state.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The agent is stopped earlier, where the harness is set for every call of it.',
    messages: {
      call: {
        text: 'State "{state}" lets its agent run for {harness} s but stops waiting after {task} s: the agent runs on and bills for up to {extra} s more, and its result is lost.',
        help: 'Lower the harness TimeoutSeconds to {task} or raise the TimeoutSeconds of the state.',
      },
      harness: {
        text: 'State "{state}" stops waiting after {task} s, but its harness may run for {harness} s: the agent runs on and bills for up to {extra} s more, and its result is lost.',
        help: 'Set TimeoutSeconds in the call to {task} or less, or raise the TimeoutSeconds of the state.',
      },
    },
    references: ['AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions'],
  },
  {
    task(state, context) {
      if (!isHarnessCall(state)) return;
      const task = state.node.get('TimeoutSeconds');
      const harness = harnessTimeout(state);
      if (task?.kind !== 'number' || (harness.kind !== 'call' && harness.kind !== 'harness')) return;
      if (harness.seconds > context.facts.limits.harnessTaskSeconds || harness.seconds <= task.value) return;
      const data = {
        state: state.name,
        harness: harness.seconds,
        task: task.value,
        extra: harness.seconds - task.value,
      };
      const fix = setHarnessTime(state, harness, task.value);
      if (harness.kind === 'call') {
        const related = [{ at: task, note: 'the Task stops waiting here' }];
        context.report({ at: harness.node, message: 'call', data, related, fix });
      } else {
        const related = [{ at: harness.node, note: 'the harness sets its time here' }];
        context.report({ at: task, message: 'harness', data, related, fix });
      }
    },
  },
);
