/** An agent that is started again, in the same session, while its first run may still be at work. */
import { firstMatch } from '../../analysis/error-matching.ts';
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import type { HarnessTimeout } from '../../asl/harness.ts';
import type { TaskState } from '../../asl/model.ts';
import { memberOf } from '../../asl/payload.ts';
import type { Limits } from '../../aws/limits.ts';
import { setHarnessTime } from '../../fixers/harness-time.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'agent-retry-after-timeout',
    category: 'time',
    summary: 'A retrier starts an agent again after a timeout, in a session where the first run may be alive.',
    why:
      'When the Task times out, the harness is not stopped: it runs, calls its tools and bills until its own time is up. ' +
      'A retry in the same session puts a second run beside the first. Both act on the same conversation and the same ' +
      'tools, so that work is done twice and the answers mix.',
    remedy:
      'Give the agent less time than the Task, so that it has stopped when the Task gives up. Or take `States.Timeout` ' +
      'out of the retries, or use a session of its own for each attempt: `{% $uuid() %}`, `States.UUID()`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'The agent is stopped earlier, where the harness is set for every call of it.',
    messages: {
      known: {
        text: 'State "{state}" starts its agent again after a timeout of {task} s, in the same session, although the first run may go on for {harness} s: two runs act and bill at once.',
        help: 'Set the harness TimeoutSeconds below {task}, or use a new RuntimeSessionId for each attempt.',
      },
      unset: {
        text: 'State "{state}" starts its agent again after a timeout of {task} s, in the same session: unless the harness sets a time, the first run may go on for {harness} s, and two runs act and bill at once.',
        help: 'Set the harness TimeoutSeconds below {task}, or use a new RuntimeSessionId for each attempt.',
      },
    },
    references: ['AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions'],
  },
  {
    task(state, context) {
      if (!isHarnessCall(state) || !state.retriersKnown || !keepsSession(state)) return;
      const match = firstMatch(state.retriers, 'States.Timeout');
      if (match.kind !== 'match' || (match.matcher.maxAttempts ?? 0) <= 0) return;
      const { limits } = context.facts;
      const task = taskSeconds(state, limits);
      const harness = harnessTimeout(state);
      const seconds = harnessSeconds(harness, limits);
      if (task === undefined || seconds === undefined || seconds <= task) return;
      const message = harness.kind === 'unset' && harness.harness === undefined ? 'unset' : 'known';
      const data = { state: state.name, task, harness: seconds };
      context.report({ at: match.entry, message, data, fix: setHarnessTime(state, harness, task) });
    },
  },
);

/** When the Task gives up; undefined when that is not known. */
function taskSeconds({ node }: TaskState, { harnessTaskSeconds }: Limits): number | undefined {
  if (node.get('TimeoutSecondsPath') !== undefined) return undefined;
  const own = node.get('TimeoutSeconds');
  if (own === undefined) return node.isOpen ? undefined : harnessTaskSeconds;
  return own.kind === 'number' ? Math.min(own.value, harnessTaskSeconds) : undefined;
}

function harnessSeconds(harness: HarnessTimeout, limits: Limits): number | undefined {
  switch (harness.kind) {
    case 'call':
    case 'harness':
      return harness.seconds;
    case 'unset':
      return limits.harnessDefaultSeconds;
    case 'unknown':
      return undefined;
  }
}

/** What differs from attempt to attempt, or may do so. */
const FRESH = /\$(?:uuid|random|now|millis)\b|States\.(?:UUID|MathRandom)|RetryCount|EnteredTime/;

/** Whether each attempt certainly passes the same session id. */
function keepsSession(state: TaskState): boolean {
  const session = memberOf(state.arguments, 'RuntimeSessionId', state.queryLanguage);
  if (session.kind !== 'literal' && session.kind !== 'computed') return false;
  return session.node.kind === 'string' && !FRESH.test(session.node.value);
}
