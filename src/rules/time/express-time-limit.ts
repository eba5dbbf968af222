/** Fixed times in an EXPRESS machine that outlast the five minutes that it may run. */
import { fixedSeconds } from '../../analysis/elapsed-waits.ts';
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import type { State, TaskState } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'express-time-limit',
    category: 'time',
    summary: 'An EXPRESS machine waits, or lets a task run, for longer than the five minutes that it may take.',
    why:
      'An EXPRESS execution is stopped after 300 seconds, and so is an EXPRESS child execution of a Distributed Map. A ' +
      'Wait that ends later never ends: the execution fails each time it gets there. A task timeout above the limit ' +
      'can never fire, so that a slow call takes the whole execution with it instead of going to its catcher; an agent ' +
      'runs on and bills.',
    remedy: 'Use a STANDARD machine for what takes longer, or bring waits and timeouts below 300 seconds together.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      wait: {
        text: 'State "{state}" waits {seconds} s in an EXPRESS machine, which is stopped after {limit} s: every execution that gets here fails.',
        help: 'Use a STANDARD machine, or wait less.',
      },
      chain: {
        text: 'State "{state}" waits {seconds} s after at least {before} s of waiting in an EXPRESS machine, which is stopped after {limit} s: every execution that gets here fails.',
        help: 'Use a STANDARD machine, or wait less on the way.',
      },
      task: {
        text: 'State "{state}" allows its task {seconds} s in an EXPRESS machine, which is stopped after {limit} s: the timeout never fires, and a slow call fails the whole execution.',
        help: 'Lower TimeoutSeconds, or use a STANDARD machine.',
        severity: 'warning',
      },
      harness: {
        text: 'State "{state}" lets its agent run for {seconds} s in an EXPRESS machine, which is stopped after {limit} s: the agent runs on and bills, and its result is lost.',
        help: 'Lower the harness TimeoutSeconds, or use a STANDARD machine.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions developer guide: Step Functions service quotas',
      'AWS Step Functions developer guide: Choosing workflow type in Step Functions',
    ],
  },
  {
    state(state, context) {
      if (state.machine.type !== 'EXPRESS') return;
      reportWait(state, context);
      if (state.type === 'Task') reportTask(state, context);
    },
  },
);

function reportWait(state: State, context: RuleContext): void {
  const seconds = fixedSeconds(state);
  const at = state.node.get('Seconds');
  if (seconds === undefined || at === undefined) return;
  const limit = context.facts.limits.expressExecutionSeconds;
  const data = { state: state.name, seconds, limit };
  if (seconds > limit) {
    context.report({ at, message: 'wait', data });
    return;
  }
  const before = context.analyses.elapsedWaits.before(state);
  // What comes after a wait that already goes too far says nothing new.
  if (before > limit || before + seconds <= limit) return;
  context.report({ at, message: 'chain', data: { ...data, before } });
}

function reportTask(state: TaskState, context: RuleContext): void {
  const timeout = state.node.get('TimeoutSeconds');
  const { expressExecutionSeconds: limit, harnessTaskSeconds } = context.facts.limits;
  const data = { state: state.name, limit };
  if (timeout?.kind === 'number' && timeout.value > limit) {
    context.report({ at: timeout, message: 'task', data: { ...data, seconds: timeout.value } });
  }
  const harness = isHarnessCall(state) ? harnessTimeout(state) : undefined;
  if (harness?.kind !== 'call' && harness?.kind !== 'harness') return;
  if (harness.seconds <= limit || harness.seconds > harnessTaskSeconds) return;
  const report = { message: 'harness', data: { ...data, seconds: harness.seconds } };
  if (harness.kind === 'call') {
    context.report({ ...report, at: harness.node });
    return;
  }
  const related = [{ at: harness.node, note: 'the harness sets its time here' }];
  context.report({ ...report, at: { key: state.key }, related });
}
