/** A catcher that no error reaches, because catchers before it take all that it names. */
import { shadowedEntries } from '../../analysis/shadowed-entries.ts';
import type { Catcher, State } from '../../asl/model.ts';
import { edit } from '../../fixers/fix.ts';
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';
import type { RuleContext } from '../rule.ts';
import { errorNames } from '../wording.ts';

export default defineRule(
  {
    id: 'shadowed-catcher',
    category: 'errors',
    summary: 'A catcher can never act, because earlier catchers take all the errors that it names.',
    why:
      'Step Functions asks the catchers in order and follows the first that matches the error. A later catcher for the ' +
      'same error is never followed, so the handling that was written for it, a fallback model for instance, never ' +
      'happens.',
    remedy: 'Put the catcher with the narrower names first, or remove the one that never acts.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    messages: {
      shadowed: {
        text: 'State "{state}" never follows its catcher for {errors}: the entries before it, for {takers}, take these errors first.',
        help: 'Move it before the earlier one, or remove it.',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    state(state, context) {
      if (!('catchers' in state)) return;
      for (const { matcher, by } of shadowedEntries(state.catchers)) {
        const at = matcher.node.entry('ErrorEquals')?.key;
        if (at === undefined) continue;
        const related = by.slice(0, 3).map((node) => ({ at: node, note: 'takes the error before it' }));
        const data = { state: state.name, errors: errorNames(matcher.errors), takers: errorNames(by) };
        context.report({ at: { key: at }, message: 'shadowed', data, related, fix: removal(state, matcher, context) });
      }
    },
  },
);

/** A plan where the definition would not be the same without it, or would be refused: a state is no longer reached. */
function removal(state: State, { node, next }: Catcher, { analyses }: RuleContext): Fix | undefined {
  const list = state.node.get('Catch');
  if (list?.kind !== 'array') return undefined;
  const target = next?.kind === 'string' ? state.machine.stateByName.get(next.value) : undefined;
  if (target === undefined || !analyses.reachedByActingCatchers(state.machine).has(target)) {
    const name = target === undefined ? '' : `, or remove both it and what only it leads to: "${target.name}"`;
    return { title: `Move the catcher in front of the earlier one${name}`, safety: 'plan', edits: [] };
  }
  // A variable that is assigned nowhere else must stay assigned, for the service checks that it is.
  if (node.get('Assign') !== undefined || node.isOpen) return undefined;
  return { title: 'Remove the catcher', safety: 'safe', edits: [edit.removeItem(list, node)] };
}
