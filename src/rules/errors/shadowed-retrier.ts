/** A retrier that no error reaches, because retriers before it take all that it names. */
import { shadowedEntries } from '../../analysis/shadowed-entries.ts';
import type { ErrorMatcher, State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import { errorNames } from '../wording.ts';

export default defineRule(
  {
    id: 'shadowed-retrier',
    category: 'errors',
    summary: 'A retrier can never act, because earlier retriers take all the errors that it names.',
    why:
      'Step Functions asks the retriers in order and uses the first that matches the error, even when the attempts of ' +
      'that one are spent. A later retrier for the same error never acts: its interval, its attempts and its jitter, or ' +
      'the `"MaxAttempts": 0` that was meant to exclude the error, have no effect.',
    remedy: 'Put the retrier with the narrower names first, or remove the one that never acts.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      shadowed: {
        text: 'State "{state}" has a retrier for {errors} that never acts: the entries before it, for {takers}, take these errors first.',
        help: 'Move it before the earlier one, or remove it.',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    state(state, context) {
      if (!('retriers' in state)) return;
      for (const { matcher, by } of shadowedEntries(state.retriers)) {
        const at = matcher.node.entry('ErrorEquals')?.key;
        if (at === undefined) continue;
        const related = by.slice(0, 3).map((node) => ({ at: node, note: 'takes the error before it' }));
        const data = { state: state.name, errors: errorNames(matcher.errors), takers: errorNames(by) };
        context.report({ at: { key: at }, message: 'shadowed', data, related, fix: removal(state, matcher) });
      }
    },
  },
);

function removal({ node }: State, matcher: ErrorMatcher): Fix | undefined {
  const list = node.get('Retry');
  if (list?.kind !== 'array') return undefined;
  return { title: 'Remove the retrier', safety: 'safe', edits: [edit.removeItem(list, matcher.node)] };
}
