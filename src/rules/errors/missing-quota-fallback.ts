/** An AI task whose quota and throttling errors end the execution once retries are spent. */
import { isOnMainPath, quotaErrorNames } from '../../analysis/error-flow.ts';
import type { ErrorOutcome } from '../../analysis/error-flow.ts';
import type { AiCall } from '../../asl/integrations.ts';
import type { TaskState } from '../../asl/model.ts';
import { fallbackTo } from '../../fixers/quota-fallback.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

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
    fix: 'plan',
    fixSafety:
      'With a `fallbackModel` the fix is made, as an unsafe one: when the quota is used up, the other model answers, ' +
      'where the execution failed.',
    options: {
      fallbackModel: {
        type: 'string',
        default: '',
        description:
          'Id of a model or an inference profile that is called when the quota is used up. The fix adds the state, for ' +
          'Converse, and for InvokeModel where both models take the same body.',
      },
    },
    messages: {
      uncaught: {
        text: 'State "{state}" has no fallback: when {service} quota or throttling errors outlast the retries, the whole execution fails.',
        help: 'Catch {error} and lead to another model or Region, a queue, a wait, or a person.',
      },
      wrapped: {
        text: 'State "{state}" has no fallback: when quota or throttling errors of {calls} in its function "{function}" outlast the retries, the whole execution fails.',
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
    readsHandlers: true,
    references: [
      'Amazon Bedrock user guide: Troubleshooting Amazon Bedrock API error codes',
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
    ],
  },
  {
    task(state, context) {
      const call = state.aiCall;
      if (call === undefined) reportWrapped(state, context);
      if (call === undefined || !isOnMainPath(state, context.analyses.mainPathStates)) return;
      const names = quotaErrorNames(call);
      const outcomes = names.map((error) => context.analyses.errorFlow.outcomeOf(state, error));
      if (!outcomes.every(isFailure)) return;
      const service = call.errorPrefixes[0] ?? 'Bedrock';
      const data = { state: state.name, service, error: names[0] ?? '' };
      const fix = fallback(state, call, context);
      const caught = outcomes.find((outcome) => outcome.caught.length > 0)?.caught[0];
      if (caught?.catcher.next === undefined) {
        context.report({ at: { key: state.key }, message: 'uncaught', data, fix });
        return;
      }
      const related = caught.ends.slice(0, 3).map((end) => ({ at: { key: end.key }, note: 'the path ends here' }));
      const at = caught.catcher.next;
      const message = caught.state === state ? 'fruitlessOwn' : 'fruitless';
      context.report({ at, message, data: { ...data, catching: caught.state.name }, related, fix });
    },
  },
);

/** A function that is known to let the errors of its one call through. */
function reportWrapped(state: TaskState, context: RuleContext): void {
  const { verdict, calls, functionName } = context.migrationOf(state) ?? {};
  const isKnown = verdict === 'safe' || verdict === 'guarded';
  if (!isKnown || !isOnMainPath(state, context.analyses.mainPathStates)) return;
  const [error = ''] = THROTTLING_CLASSES;
  const outcomes = THROTTLING_CLASSES.map((name) => context.analyses.errorFlow.outcomeOf(state, name));
  if (!outcomes.every(isFailure)) return;
  const data = { state: state.name, function: functionName ?? '', calls: calls?.join(' and ') ?? '', error };
  context.report({ at: { key: state.key }, message: 'wrapped', data });
}

/** As the exceptions of the SDKs are called, and so the errors of a function that does not catch them. */
const THROTTLING_CLASSES: readonly string[] = ['ThrottlingException', 'ServiceQuotaExceededException'];

function isFailure(outcome: ErrorOutcome): outcome is Extract<ErrorOutcome, { kind: 'fails' }> {
  return outcome.kind === 'fails';
}

function fallback(state: TaskState, call: AiCall, context: RuleContext): Fix {
  const { analyses, facts } = context;
  const model = context.stringOption('fallbackModel');
  const { models, limits } = facts;
  const { missingPermissions: permissions, firstStateByName: stateByName } = analyses;
  const site = { models, limits, permissions, stateByName };
  // A call that cannot be made as it is would not be made by the other model either.
  const isBroken = analyses.dataFlow.readsOf(state).some(({ missed }) => missed.some(({ fails }) => fails));
  const fix = model === '' || isBroken ? undefined : fallbackTo(model, state, call, site);
  if (fix !== undefined) return fix;
  const [error] = quotaErrorNames(call);
  const isForbidden = model !== '' && permissions.ofModel(state, model).length > 0;
  const first = isForbidden ? `Allow the role of the machine to call ${model}, catch` : 'Catch';
  const other = isForbidden ? 'it' : model === '' ? 'another model' : model;
  return { title: `${first} ${error ?? ''}, and lead to a state that calls ${other}`, safety: 'plan', edits: [] };
}
