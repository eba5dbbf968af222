/** A reference written as `${Name}` in a template, where no `Fn::Sub` replaces it and no substitution does. */
import type { State } from '../../asl/model.ts';
import type { RuleContext } from '../rule.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'placeholder-without-sub',
    category: 'operations',
    summary: 'A definition in a template refers to the template in text that no Fn::Sub surrounds.',
    why:
      'CloudFormation reads `${Name}` as a reference only inside `Fn::Sub`. In any other text of an inline definition ' +
      'the characters are deployed as they stand, unless `DefinitionSubstitutions` has an entry of that name: a ' +
      '`Resource` with such text is refused, and a call that gets it as data uses a table, bucket or Region that does ' +
      'not exist.',
    remedy: 'Put `Fn::Sub` (`!Sub`) around the text, or add the name to `DefinitionSubstitutions`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      literal: {
        text: '{owner} refers to {name} in text that no Fn::Sub surrounds: CloudFormation deploys the placeholder as it stands.',
        help: 'Put Fn::Sub around the text, or add {name} to DefinitionSubstitutions of "{site}".',
      },
    },
    references: [
      'AWS CloudFormation user guide: Fn::Sub',
      'AWS CloudFormation user guide: AWS::StepFunctions::StateMachine, DefinitionSubstitutions',
    ],
  },
  {
    machine(machine, context) {
      report(undefined, machine.name, context);
    },
    state(state, context) {
      report(state, state.name, context);
    },
  },
);

function report(state: State | undefined, name: string, context: RuleContext): void {
  const owner = `${state === undefined ? 'State machine' : 'State'} "${name}"`;
  for (const { kind, use, site } of context.analyses.unfilledPlaceholders.get(state) ?? []) {
    if (kind !== 'withoutSub') continue;
    const at = { slice: use.node, range: use.range };
    context.report({ at, message: 'literal', data: { owner, name: use.name, site: site.name } });
  }
}
