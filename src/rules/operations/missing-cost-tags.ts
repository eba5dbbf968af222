/** A machine that calls models and has no tags in its template; tags given to the whole stack are not seen. */
import { firstAiTask, tagsOf } from '../../analysis/declared-settings.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-cost-tags',
    category: 'operations',
    summary: 'A state machine that calls models or agents is declared without tags.',
    why:
      'Model calls are often the largest part of what a workflow costs. Cost allocation, budgets and reports work by ' +
      'tags, and a machine without any cannot be told from the others on the bill.',
    remedy:
      'Give the machine `Tags`, such as a cost centre and a workload: a map in SAM, a list of `Key` and `Value` in ' +
      'CloudFormation. Switch this rule off where the whole stack is tagged at deployment.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      missing: {
        text: 'State machine "{machine}" calls AI services, as state "{state}" does, and is declared without tags: its cost cannot be told from that of other workloads.',
        help: 'Add Tags that say whose cost it is.',
      },
    },
    references: ['AWS Billing user guide: Organizing and tracking costs using AWS cost allocation tags'],
  },
  {
    machine(machine, context) {
      const untagged = machine.declarations.filter((declaration) =>
        ['absent', 'off'].includes(tagsOf(declaration).kind),
      );
      const task = untagged.length === 0 ? undefined : firstAiTask(machine);
      if (task === undefined) return;
      for (const declaration of untagged) {
        if (declaration.resource === undefined) continue;
        const tags = tagsOf(declaration);
        const at = tags.kind === 'off' ? tags.node : { key: declaration.resource.key };
        const data = { machine: declaration.name, state: task.name };
        const related = [{ at: { key: task.key }, note: 'an AI service is called here' }];
        context.report({ at, message: 'missing', data, related, declaration });
      }
    },
  },
);
