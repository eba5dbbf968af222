/** State machines of CDK source that are given their definition by the deprecated option. */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'deprecated-definition',
    category: 'cdk',
    summary: 'A state machine in CDK source has its definition in `definition`, which CDK calls deprecated.',
    why:
      'A `StateMachine` takes `definitionBody` now, for states, a text or a file alike; `definition` still ' +
      'works, and is to go with the next major version of CDK. Until then every synthesis warns of it, which hides other ' +
      'warnings.',
    remedy:
      'Write `definitionBody: DefinitionBody.fromChainable(…)` with the same states; what is synthesised stays the same.',
    severity: 'note',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      option: {
        text: 'State machine "{machine}" has its definition in definition, an option that CDK calls deprecated; it works as before.',
        help: 'Write definitionBody: DefinitionBody.fromChainable(…) instead.',
      },
    },
    references: ['AWS CDK API reference: aws-stepfunctions StateMachineProps, definition and definitionBody'],
  },
  {
    declaration({ name, construct }, context) {
      const key = construct?.deprecatedDefinition;
      if (key === undefined) return;
      context.report({ at: { key }, message: 'option', data: { machine: name } });
    },
  },
);
