/**
 * A heartbeat that is not shorter than the timeout of its task. Speaks of two literal numbers only; whether the service
 * refuses such a pair was not recorded.
 */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'heartbeat-exceeds-timeout',
    category: 'time',
    summary: 'The heartbeat of a task is not shorter than its timeout.',
    why:
      '`HeartbeatSeconds` is there to notice a silent worker long before `TimeoutSeconds` is over, and the ' +
      'documentation wants it to be the smaller one. When it is not, the task times out first: a worker that died is ' +
      'found out as late as without a heartbeat.',
    remedy:
      'Lower `HeartbeatSeconds` to a few times the interval at which the worker reports, or raise `TimeoutSeconds`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      late: {
        text: 'State "{state}" has a heartbeat of {heartbeat} seconds and a timeout of {timeout}: the task times out first, so that a missed heartbeat is never noticed.',
        help: 'Set HeartbeatSeconds below {timeout}.',
      },
    },
    references: ['AWS Step Functions developer guide: Task workflow state'],
  },
  {
    task(state, context) {
      const heartbeat = state.node.get('HeartbeatSeconds');
      const timeout = state.node.get('TimeoutSeconds');
      if (heartbeat?.kind !== 'number' || timeout?.kind !== 'number') return;
      // A number that is no time at all is another rule's.
      if (timeout.value < 1 || heartbeat.value < timeout.value) return;
      const data = { state: state.name, heartbeat: heartbeat.value, timeout: timeout.value };
      const related = [{ at: timeout, note: 'the timeout is here' }];
      context.report({ at: heartbeat, message: 'late', data, related });
    },
  },
);
