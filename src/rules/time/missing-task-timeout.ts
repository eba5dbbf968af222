/** An AI task that nothing stops when its call hangs. */
import { harnessTimeout, isHarnessCall } from '../../asl/harness.ts';
import type { Machine, TaskState } from '../../asl/model.ts';
import type { Limits } from '../../aws/limits.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-task-timeout',
    category: 'time',
    summary: 'Neither an AI task nor its machine has a timeout.',
    why:
      'A Task without `TimeoutSeconds` waits for 99,999,999 seconds, and a machine without one runs for up to a year. A ' +
      'call that hangs holds its execution, and the Map slot it runs in, without an error that a retrier or catcher ' +
      'could take.',
    remedy: 'Set `TimeoutSeconds` on the task to a little more than its slowest good answer takes.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'unsafe',
    fixSafety: 'A call that takes longer fails with `States.Timeout`, where it was waited for.',
    options: {
      seconds: {
        type: 'integer',
        default: 300,
        description: 'The `TimeoutSeconds` to suggest for calls of models and knowledge bases.',
      },
      agentSeconds: {
        type: 'integer',
        default: 900,
        description: 'The same for calls of agents.',
      },
    },
    messages: {
      task: {
        text: 'State "{state}" has no TimeoutSeconds, nor has the machine: a call that hangs holds the execution for up to {longest}.',
        help: 'Add TimeoutSeconds to the state.',
      },
      harness: {
        text: 'State "{state}" has no TimeoutSeconds, nor has the machine: an agent that hangs holds the execution for {limit} s.',
        help: 'Add TimeoutSeconds to the state, not below that of the agent itself.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Task workflow state',
      'AWS Step Functions developer guide: Best practices for Step Functions',
    ],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined || state.machine.type === 'EXPRESS') return;
      if (mayHaveTimeout(state) || machineMayHaveTimeout(state.machine)) return;
      if (mayRunInExpressChild(state.machine)) return;
      const message = isHarnessCall(state) ? 'harness' : 'task';
      const { limits } = context.facts;
      const data = { state: state.name, longest: longestRun(limits), limit: limits.harnessTaskSeconds };
      context.report({ at: { key: state.key }, message, data, fix: addTimeout(state, context) });
    },
  },
);

const YEAR = 31_536_000;

function longestRun({ standardExecutionSeconds: seconds }: Limits): string {
  return seconds === YEAR ? 'a year' : `${groupedNumber(seconds)} s`;
}

function mayHaveTimeout({ node }: TaskState): boolean {
  return node.isOpen || node.get('TimeoutSeconds') !== undefined || node.get('TimeoutSecondsPath') !== undefined;
}

function machineMayHaveTimeout(machine: Machine): boolean {
  let root = machine;
  while (root.owner !== undefined) root = root.owner.machine;
  return root.node.isOpen || root.node.get('TimeoutSeconds') !== undefined;
}

/** Iterations of a Distributed Map are executions of a type of their own, Express ones bounded by five minutes. */
function mayRunInExpressChild(machine: Machine): boolean {
  for (let { owner } = machine; owner !== undefined; owner = owner.machine.owner) {
    if (owner.type !== 'Map' || owner.mode === 'INLINE') continue;
    return owner.mode === 'unknown' || owner.processor?.type !== 'STANDARD';
  }
  return false;
}

/** Not where somebody outside answers, a heartbeat would not be shorter, or the agent would run on after the Task. */
function addTimeout(state: TaskState, context: RuleContext): Fix | undefined {
  const { integration, node } = state;
  const waits = 'pattern' in integration && integration.pattern !== 'requestResponse';
  const seconds = context.integerOption(
    AGENT_CALLS.includes(state.aiCall?.operation.name ?? '') ? 'agentSeconds' : 'seconds',
  );
  if (waits || mayBeatSlower(state, seconds)) return undefined;
  const harness = isHarnessCall(state) ? harnessTimeout(state) : undefined;
  if ((harness?.kind === 'call' || harness?.kind === 'harness') && harness.seconds > seconds) return undefined;
  if (harness !== undefined && seconds > context.facts.limits.harnessTaskSeconds) return undefined;
  return {
    title: `Set TimeoutSeconds to ${seconds}`,
    safety: 'unsafe',
    edits: [edit.set(node, 'TimeoutSeconds', seconds)],
  };
}

const AGENT_CALLS: readonly string[] = ['InvokeHarness', 'InvokeAgentRuntime'];

function mayBeatSlower({ node }: TaskState, seconds: number): boolean {
  const heartbeat = node.get('HeartbeatSeconds');
  if (heartbeat?.kind === 'number') return heartbeat.value >= seconds;
  return heartbeat !== undefined || node.get('HeartbeatSecondsPath') !== undefined;
}
