/** A concurrency limit above what Step Functions runs at once. Speaks of literal numbers only. */
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { groupedNumber } from '../../text/grouped-number.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'map-concurrency-over-limit',
    category: 'fan-out',
    summary: 'A Map asks for more iterations at once than Step Functions runs.',
    why:
      'An Inline Map runs up to 40 iterations at once and a Distributed Map up to 10,000, whatever `MaxConcurrency` ' +
      'says above that. Whoever reads the larger number expects a speed that never comes.',
    remedy: 'Lower `MaxConcurrency` to the limit, or use a Distributed Map for more than 40 iterations at once.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      inline: {
        text: 'Map "{state}" asks for {value} iterations at once, but an Inline Map runs {limit} at most.',
        help: 'Set MaxConcurrency to {limit}, or use a Distributed Map.',
      },
      distributed: {
        text: 'Map "{state}" asks for {value} child executions at once, but a Distributed Map runs {limit} at most.',
        help: 'Set MaxConcurrency to {limit}.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Inline mode, Using Map state in Distributed mode',
      'AWS Step Functions developer guide: Service quotas',
    ],
  },
  {
    map(state, context) {
      const at = state.node.get('MaxConcurrency');
      if (at?.kind !== 'number' || state.mode === 'unknown') return;
      const isInline = state.mode === 'INLINE';
      const { inlineMapConcurrency, distributedMapConcurrency } = context.facts.limits;
      const limit = isInline ? inlineMapConcurrency : distributedMapConcurrency;
      if (at.value <= limit) return;
      const data = { state: state.name, value: show(at.value), limit: show(limit) };
      const fix: Fix = {
        title: `Set MaxConcurrency to ${data.limit}`,
        safety: 'safe',
        edits: [edit.set(state.node, 'MaxConcurrency', limit)],
      };
      context.report({ at, message: isInline ? 'inline' : 'distributed', data, fix });
    },
  },
);

function show(count: number): string {
  return groupedNumber(count);
}
