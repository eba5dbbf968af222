/** An AI task whose quota and throttling errors end the execution once retries are spent. */
import { isOnMainPath, quotaErrorNames } from '../../analysis/error-flow.ts';
import type { ErrorOutcome } from '../../analysis/error-flow.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-quota-fallback',
    category: 'errors',
    summary: 'Nothing takes over when the quota of an AI task is used up.',
    why:
      'Model and agent quotas are shared by everything in the account. When they are spent, throttling and quota ' +
      'errors outlast any sensible number of retries, and an execution without a catcher that leads elsewhere ' +
      'fails, and with it the work it has already done and paid for.',
    remedy:
      'Catch the throttling and quota errors of the call, in the state itself or in the Parallel or Map around it, ' +
      'and go on with another model or Region, a queue, a wait before trying again, or a person. A path that only ' +
      'sends a notice and then fails is no fallback.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      uncaught: {
        text: 'State "{state}" has no fallback: when {service} quota or throttling errors outlast the retries, the whole execution fails.',
        help: 'Catch {error} and lead to another model or Region, a queue, a wait, or a person.',
      },
      fruitlessOwn: {
        text: 'State "{state}" catches quota and throttling errors, but every path from there ends in a Fail state: the execution fails all the same.',
        help: 'Lead the catcher to another model or Region, a queue, a wait, or a person.',
      },
      fruitless: {
        text: 'Quota and throttling errors of state "{state}" are caught by "{catching}", but every path from there ends in a Fail state: the execution fails all the same.',
        help: 'Lead the catcher to another model or Region, a queue, a wait, or a person.',
      },
    },
    references: [
      'Amazon Bedrock user guide: Troubleshooting Amazon Bedrock API error codes',
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
    ],
  },
  {
    task(state, context) {
      const call = state.aiCall;
      if (call === undefined || !isOnMainPath(state, context.analyses.mainPathStates)) return;
      const names = quotaErrorNames(call);
      const outcomes = names.map((error) => context.analyses.errorFlow.outcomeOf(state, error));
      if (!outcomes.every(isFailure)) return;
      const service = call.errorPrefixes[0] ?? 'Bedrock';
      const data = { state: state.name, service, error: names[0] ?? '' };
      const caught = outcomes.find((outcome) => outcome.caught.length > 0)?.caught[0];
      if (caught?.catcher.next === undefined) {
        context.report({ at: { key: state.key }, message: 'uncaught', data });
        return;
      }
      const related = caught.ends.slice(0, 3).map((end) => ({ at: { key: end.key }, note: 'the path ends here' }));
      const at = caught.catcher.next;
      const message = caught.state === state ? 'fruitlessOwn' : 'fruitless';
      context.report({ at, message, data: { ...data, catching: caught.state.name }, related });
    },
  },
);

function isFailure(outcome: ErrorOutcome): outcome is Extract<ErrorOutcome, { kind: 'fails' }> {
  return outcome.kind === 'fails';
}
