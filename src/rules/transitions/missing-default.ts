/**
 * A Choice that goes nowhere when no rule matches. Quiet where two rules are the opposite of each other by how they are
 * written, where a condition is always true, and where a rule is not wholly known.
 */
import { readChoiceTest } from '../../asl/choice-tests.ts';
import type { State } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-default',
    category: 'transitions',
    summary: 'A Choice has no `Default`, and its rules do not cover every case.',
    why:
      'When no rule of a Choice matches and it has no `Default`, the execution fails with `States.NoChoiceMatched`. A ' +
      'Choice has no `Catch` of its own. A value that nobody thought of, such as a new status or a field of another ' +
      'type, is enough.',
    remedy: 'Add a `Default`, if only one that leads to a Fail state which says what was not expected.',
    severity: 'warning',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    messages: {
      open: {
        text: 'Choice "{state}" has no Default: when none of its rules matches, it fails with States.NoChoiceMatched.',
        help: 'Add a Default, for example one that leads to a Fail state with a clear error.',
      },
    },
    references: ['AWS Step Functions developer guide: Choice workflow state'],
  },
  {
    state(state, context) {
      if (state.type !== 'Choice' || state.node.isOpen || state.node.get('Default') !== undefined) return;
      if (mayCoverAll(state)) return;
      context.report({ at: { key: state.key }, message: 'open', data: { state: state.name } });
    },
  },
);

/** Whether some rule matches whatever the input is, as far as can be told from how the rules are written. */
function mayCoverAll(state: State): boolean {
  const rules = state.node.get('Choices');
  if (rules?.kind !== 'array' || rules.items.length === 0) return true;
  const tests = new Set<string>();
  const orders = new Map<string, Set<string>>();
  for (const rule of rules.items) {
    const test = readChoiceTest(rule, state.queryLanguage);
    if (test === undefined || test.isAlwaysTrue || tests.has(test.opposite)) return true;
    tests.add(test.own);
    if (test.third === undefined) continue;
    const { values, order } = test.third;
    const known = orders.get(values) ?? new Set();
    orders.set(values, known.add(order));
    if (known.size === ORDER_COUNT) return true;
  }
  return false;
}

/** Less than, equal to and greater than: one of them holds. */
const ORDER_COUNT = 3;
