/** A time around InvokeHarness above what Step Functions waits for it in any case. */
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import type { TaskState } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { longestUsefulTime, setHarnessTime } from '../../fixers/harness-time.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'harness-timeout-exceeds-limit',
    category: 'time',
    summary: 'A timeout around an agent harness is above the 900 seconds that a Task can wait for it.',
    why:
      'A Task that invokes a harness ends after 900 seconds whatever its own `TimeoutSeconds` says. A harness that is ' +
      'allowed more runs on and bills after that, and nobody receives its result.',
    remedy:
      'Keep the `TimeoutSeconds` of the call and of the state at 900 or less. For longer work start the agent through ' +
      'a task token and let it report back.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The agent is stopped earlier, where the harness is set for every call of it.',
    messages: {
      harness: {
        text: 'State "{state}" lets its agent run for {seconds} s, but Step Functions stops waiting for a harness after {limit} s: the agent runs on and bills, and its result is lost.',
        help: 'Set the harness TimeoutSeconds to {limit} or less.',
      },
      task: {
        text: 'State "{state}" asks to wait {seconds} s for its agent, but Step Functions stops after {limit} s.',
        help: 'Set TimeoutSeconds of the state to {limit} or less.',
        severity: 'warning',
      },
    },
    references: ['AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions'],
  },
  {
    task(state, context) {
      if (!isHarnessCall(state)) return;
      reportHarness(state, context);
      const limit = context.facts.limits.harnessTaskSeconds;
      const task = state.node.get('TimeoutSeconds');
      if (task?.kind !== 'number' || task.value <= limit) return;
      const data = { state: state.name, seconds: task.value, limit };
      context.report({ at: task, message: 'task', data, fix: lowerTask(state, limit) });
    },
  },
);

function reportHarness(state: TaskState, context: RuleContext): void {
  const harness = harnessTimeout(state);
  if (harness.kind !== 'call' && harness.kind !== 'harness') return;
  const limit = context.facts.limits.harnessTaskSeconds;
  if (harness.seconds <= limit) return;
  const data = { state: state.name, seconds: harness.seconds, limit };
  const fix = setHarnessTime(state, harness, longestUsefulTime(state, context.facts.limits));
  if (harness.kind === 'call') {
    context.report({ at: harness.node, message: 'harness', data, fix });
    return;
  }
  const related = [{ at: harness.node, note: 'the harness sets its time here' }];
  context.report({ at: { key: state.key }, message: 'harness', data, related, fix });
}

/** Not where a heartbeat would then be refused, as one is that is no shorter than the timeout. */
function lowerTask({ node }: TaskState, limit: number): Fix | undefined {
  const heartbeat = node.get('HeartbeatSeconds');
  if (heartbeat !== undefined && !(heartbeat.kind === 'number' && heartbeat.value < limit)) return undefined;
  return {
    title: `Set TimeoutSeconds of the state to ${limit}`,
    safety: 'unsafe',
    edits: [edit.set(node, 'TimeoutSeconds', limit)],
  };
}
