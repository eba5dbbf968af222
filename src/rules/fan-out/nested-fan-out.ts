/** Maps inside Maps whose limits multiply to more model calls at once than a quota carries. */
import type { Concurrency } from '../../analysis/call-budget.ts';
import type { Machine, TaskState } from '../../asl/model.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import type { Fix } from '../../fixers/fix.ts';
import { enumerate } from '../wording.ts';
import { defineRule } from '../rule.ts';
import type { Report } from '../rule.ts';

export default defineRule(
  {
    id: 'nested-fan-out',
    category: 'fan-out',
    summary: 'Nested Maps multiply to more AI calls at once than the quota is likely to carry.',
    why:
      'The concurrency limits of nested Maps multiply: ten iterations of the outer one with twenty of the inner one each ' +
      'are two hundred calls at once. Each limit looks modest by itself, and the quota of the model, shared by the whole ' +
      'account, is spent by one execution.',
    remedy: 'Lower `MaxConcurrency` of one of the Maps, most simply 1 on the inner or the outer one.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'Which of the Maps shall be the narrow one depends on what each of them does beside the call.',
    options: {
      maxConcurrentCalls: {
        type: 'integer',
        default: 100,
        description: 'How many calls of one AI task at once are still quiet.',
      },
    },
    messages: {
      nested: {
        text: 'Map "{state}" runs inside other Maps, so that up to {calls} calls of "{task}" run at once: {product}.',
        help: 'Lower MaxConcurrency of one of the Maps so that the product is {most} or less.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Inline mode, Using Map state in Distributed mode',
      'Amazon Bedrock user guide: Quotas for Amazon Bedrock',
    ],
  },
  {
    map(state, context) {
      const task = state.processor === undefined ? undefined : ownAiTask(state.processor);
      if (task === undefined) return;
      const levels = context.analyses.callBudgets.around(task.machine).concurrency;
      const [inner, ...outer] = levels;
      if (inner?.state !== state || outer.length === 0 || outer.some(isUnbounded)) return;
      const counts = levels.map(({ count }) => count ?? 1);
      const calls = counts.reduce((product, count) => product * count, 1);
      const most = context.integerOption('maxConcurrentCalls');
      if (calls <= most) return;
      const product = levels.flatMap(inWords).join(' × ');
      const data = { state: state.name, task: task.name, calls: groupedNumber(calls), product, most };
      context.report({
        at: { key: state.key },
        message: 'nested',
        data,
        related: placesOf(levels, task),
        fix: planOf(levels, most),
      });
    },
  },
);

/** An AI task that runs once for each iteration: not one of a Map further in. */
function ownAiTask(machine: Machine): TaskState | undefined {
  const waiting: Machine[] = [machine];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    for (const state of next.states) {
      if (state.type === 'Task' && state.aiCall !== undefined) return state;
      if (state.type === 'Parallel') for (const branch of state.branches) waiting.push(branch);
    }
  }
  return undefined;
}

/** The rule `unbounded-map` speaks of those. */
function isUnbounded({ by, node }: Concurrency): boolean {
  return by === 'service' && (node === undefined || (node.kind === 'number' && node.value === 0));
}

function inWords({ state, count }: Concurrency): readonly string[] {
  return count === undefined ? [] : [`${groupedNumber(count)} of Map "${state.name}"`];
}

function placesOf(levels: readonly Concurrency[], task: TaskState): NonNullable<Report['related']> {
  const limits = levels.flatMap(({ state, count, node }) =>
    count === undefined ? [] : [{ at: node ?? { key: state.key }, note: `up to ${count} at once` }],
  );
  return [...limits, { at: { key: task.key }, note: 'the call' }];
}

/** From the inside out, each Map as wide as the ones around it leave room for. */
function planOf(levels: readonly Concurrency[], most: number): Fix {
  const counts = levels.map(({ count }) => count ?? 1);
  const commands: string[] = [];
  let product = counts.reduce((all, count) => all * count, 1);
  levels.forEach(({ state }, i) => {
    const count = counts[i] ?? 1;
    if (product <= most || count === 1) return;
    const others = product / count;
    const lowered = Math.max(1, Math.floor(most / others));
    product = others * lowered;
    commands.push(`MaxConcurrency of "${state.name}" to ${lowered}`);
  });
  return { title: `Set ${enumerate(commands)}`, safety: 'plan', edits: [] };
}
