/** Retries inside retries: a call that is made many times over before anybody notices that it fails. */
import type { Factor } from '../../analysis/call-budget.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import type { Fix } from '../../fixers/fix.ts';
import { enumerate } from '../wording.ts';
import { defineRule } from '../rule.ts';
import type { Report } from '../rule.ts';

export default defineRule(
  {
    id: 'retry-amplification',
    category: 'errors',
    summary: 'Retries at several levels multiply the calls of one AI task.',
    why:
      'Each Retry of an enclosing Map or Parallel runs the task again with all of its own attempts, and a loop around it ' +
      'does so once more. The numbers multiply: five attempts inside four inside three are sixty calls, each of which is ' +
      'billed and counts against the quota that made the first one fail.',
    remedy:
      'Retry at one level, the call itself, with few attempts and backoff. Take the Retry off the Map or Parallel around ' +
      'it, and lead what still fails to a fallback.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'Which of the levels shall retry, and how often, is for the owner to say.',
    options: {
      maxCalls: {
        type: 'integer',
        default: 50,
        description: 'How many calls of one AI task for one item are still quiet.',
      },
    },
    messages: {
      amplified: {
        text: 'State "{state}" may make {calls} calls {per}: {product}.',
        help: 'Retry at one level only, and lead what still fails to a fallback.',
      },
      amplifiedAtLeast: {
        text: 'State "{state}" may make {calls} calls or more {per}: {product}, and repetitions that are not known.',
        help: 'Retry at one level only, and lead what still fails to a fallback.',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    task(state, context) {
      if (state.aiCall === undefined) return;
      const most = context.integerOption('maxCalls');
      const budget = context.analyses.callBudgets.of(state);
      if (budget.callsPerItem <= most) return;
      const factors = budget.factors.filter(({ kind, count }) => kind !== 'items' && count !== undefined);
      context.report({
        at: { key: state.key },
        message: budget.isExact ? 'amplified' : 'amplifiedAtLeast',
        data: {
          state: state.name,
          calls: groupedNumber(budget.callsPerItem),
          per: budget.factors.some(({ kind }) => kind === 'items') ? 'for one item' : 'in one execution',
          product: factors.map(factorInWords).join(' × '),
        },
        related: factors.flatMap(placesOf),
        fix: { title: planOf(factors, most), safety: 'plan', edits: [] } satisfies Fix,
      });
    },
  },
);

function factorInWords(factor: Factor): string {
  const count = groupedNumber(factor.count ?? 0);
  return factor.kind === 'loop'
    ? `${count} rounds of the loop at "${factor.guard?.name ?? ''}"`
    : attempts(factor, count);
}

function attempts({ state }: Factor, count: string): string {
  return state.type === 'Task' ? `${count} attempts` : `${count} runs of ${state.type} "${state.name}"`;
}

function placesOf(factor: Factor): NonNullable<Report['related']> {
  if (factor.kind === 'loop') {
    return factor.node === undefined ? [] : [{ at: factor.node, note: `up to ${factor.count ?? ''} rounds` }];
  }
  if (factor.kind === 'items') return [];
  return factor.retriers.map(({ node, maxAttempts }) => ({
    at: node.entry('MaxAttempts')?.value ?? node,
    note: `${maxAttempts ?? ''} more attempts of "${factor.state.name}"`,
  }));
}

/** The retries around the task go first, then its own attempts; the rounds of a loop are somebody's intention. */
function planOf(factors: readonly Factor[], most: number): string {
  const around = factors.filter(({ kind, state }) => kind === 'attempts' && state.type !== 'Task');
  if (around.length > 0) return `Remove Retry from ${enumerate(around.map(({ state }) => `"${state.name}"`))}`;
  const own = factors.find(({ kind }) => kind === 'attempts');
  if (own === undefined) return `Let the loop end after ${most} rounds`;
  const rounds = factors.reduce((product, { kind, count }) => (kind === 'loop' ? product * (count ?? 1) : product), 1);
  const attempts = Math.floor(most / rounds) - 1;
  if (attempts < 1) return `Remove Retry from "${own.state.name}", and let the loop end after ${most} rounds`;
  return `Set MaxAttempts of "${own.state.name}" to ${attempts} or less in all its retriers together`;
}
