/** An agent harness that nobody gave a time, so that its default outlives the Task. */
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import { longestUsefulTime, setHarnessTime } from '../../fixers/harness-time.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-harness-timeout',
    category: 'time',
    summary: 'An agent harness is invoked without a time limit of its own.',
    why:
      'Without a limit in the call or in the harness, an agent may run for 3600 seconds. The Task that waits for it ' +
      'ends after 900 seconds at the latest; from then on the agent runs and bills with nobody to receive its result.',
    remedy: "Set `TimeoutSeconds` in the call's arguments, or on the harness, to 900 or less.",
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety:
      'An agent that works for longer is stopped, and a time that its harness sets no longer counts for the call.',
    messages: {
      literal: {
        text: 'State "{state}" invokes its agent without TimeoutSeconds: unless the harness sets its own, the agent may run for {default} s, while Step Functions stops waiting after {limit} s.',
        help: 'Add TimeoutSeconds of {limit} or less to the arguments of the call.',
      },
      resource: {
        text: 'Neither state "{state}" nor its harness "{harness}" sets TimeoutSeconds: the agent may run for {default} s, while Step Functions stops waiting after {limit} s.',
        help: 'Add TimeoutSeconds of {limit} or less to the arguments of the call or to the harness.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Invoke Amazon Bedrock AgentCore harness with Step Functions',
      'Amazon Bedrock AgentCore developer guide: Harness operations',
    ],
  },
  {
    task(state, context) {
      if (!isHarnessCall(state)) return;
      const harness = harnessTimeout(state);
      if (harness.kind !== 'unset') return;
      const { harnessDefaultSeconds, harnessTaskSeconds: limit } = context.facts.limits;
      const data = { state: state.name, default: harnessDefaultSeconds, limit };
      const at = { key: state.key };
      const fix = setHarnessTime(state, harness, longestUsefulTime(state, context.facts.limits));
      if (harness.harness === undefined) {
        context.report({ at, message: 'literal', data, fix });
        return;
      }
      const { key, logicalId } = harness.harness;
      const related = [{ at: { key }, note: 'the harness is declared here' }];
      context.report({ at, message: 'resource', data: { ...data, harness: logicalId }, related, fix });
    },
  },
);
