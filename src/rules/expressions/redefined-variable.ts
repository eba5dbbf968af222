/**
 * A variable of a branch or an item processor with the name of one around it. Several branches may share a name
 * (recorded 2024-11). A Distributed Map is left alone: its states do not see the variables around it.
 */
import { assignedName, readableAround } from '../../analysis/variables.ts';
import type { Assignment, Variables } from '../../analysis/variables.ts';
import type { Machine } from '../../asl/model.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'redefined-variable',
    category: 'expressions',
    summary: 'A branch or item processor assigns a variable that a state around it assigns too.',
    why:
      'A variable belongs to the branch, the item processor or the machine whose states assign it. The developer guide ' +
      'says that one assigned in an inner scope cannot have the name of one assigned in an outer scope, wherever in ' +
      'that scope this is. Who means to change the outer variable from inside cannot: it keeps its value.',
    remedy:
      'Rename the inner variable; or hand the new value out by `Output`, and assign it in the Parallel or Map itself.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      redefined: {
        text: 'State "{state}" assigns ${name} inside "{owner}", but state "{outer}" around it assigns a variable of that name: an inner variable cannot have the name of an outer one.',
        help: 'Rename ${name} here, or hand its value out of "{owner}" and assign it there.',
      },
    },
    references: ['AWS Step Functions developer guide: Passing data between states with variables'],
  },
  {
    part({ node, state, machine }, context) {
      const assign = node.get('Assign');
      if (state === undefined || machine.owner === undefined || assign?.kind !== 'object') return;
      for (const { key } of assign.entries) {
        const name = assignedName(key.value);
        const outer = hasPlaceholder(key.value)
          ? undefined
          : outerAssignment(machine, name, context.analyses.variables);
        if (outer === undefined) continue;
        context.report({
          at: { key },
          message: 'redefined',
          data: { state: state.name, name, owner: machine.owner.name, outer: outer.state.name },
          related: [{ at: { key: outer.key }, note: `the outer $${name} is assigned here` }],
        });
      }
    },
  },
);

function outerAssignment(machine: Machine, name: string, variables: Variables): Assignment | undefined {
  let around = readableAround(machine);
  while (around !== undefined && around !== 'unknown') {
    const assignment = variables.assignedIn(around).get(name)?.[0];
    if (assignment !== undefined) return assignment;
    around = readableAround(around);
  }
  return undefined;
}
