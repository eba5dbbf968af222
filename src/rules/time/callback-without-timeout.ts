/**
 * A task that waits for a token for as long as the execution may live. Quiet where the whole machine has a timeout, where
 * a branch beside waits and may then fail, and in Express machines, which end after five minutes.
 */
import type { Machine, TaskState } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'callback-without-timeout',
    category: 'time',
    summary: 'A task waits for a task token without any limit of time.',
    why:
      'A task with `.waitForTaskToken` ends when somebody sends its token back. When that never happens, because a ' +
      'message was lost, a worker crashed or a person forgot, the default timeout of 99,999,999 seconds never comes: ' +
      'the execution hangs until Step Functions ends it after a year.',
    remedy:
      'Set `TimeoutSeconds` to the longest that an answer may take, or `HeartbeatSeconds` where the worker reports ' +
      'that it is alive, and catch `States.Timeout`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      endless: {
        text: 'State "{state}" waits for a task token without a timeout: if the token never comes back, the execution hangs for up to a year.',
        help: 'Set TimeoutSeconds or HeartbeatSeconds, and catch States.Timeout.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Discover service integration patterns, Task workflow state',
      'AWS Step Functions developer guide: Service quotas',
    ],
  },
  {
    task(state, context) {
      if (!waitsForToken(state) || state.machine.type === 'EXPRESS') return;
      if (state.node.isOpen || LIMITS.some((name) => state.node.get(name) !== undefined)) return;
      if (mayTimeOut(state.machine) || context.analyses.branchWaits.isBesideWait(state.machine)) return;
      context.report({ at: { key: state.key }, message: 'endless', data: { state: state.name } });
    },
  },
);

const LIMITS = ['TimeoutSeconds', 'TimeoutSecondsPath', 'HeartbeatSeconds', 'HeartbeatSecondsPath'] as const;

function waitsForToken({ integration }: TaskState): boolean {
  return 'pattern' in integration && integration.pattern === 'waitForTaskToken';
}

/** Whether the whole machine has a timeout, or may have one. */
function mayTimeOut(machine: Machine): boolean {
  let root = machine;
  while (root.owner !== undefined) root = root.owner.machine;
  return root.node.isOpen || root.node.get('TimeoutSeconds') !== undefined;
}
