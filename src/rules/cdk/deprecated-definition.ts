/**
 * State machines of CDK source that are given their definition by the deprecated option. Which machines a place in the
 * code makes does not matter: what is said of the option is said once.
 */
import type { Fix } from '../../fixers/fix.ts';
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
    fix: 'plan',
    fixSafety: 'The same states go through `DefinitionBody.fromChainable`, and the same definition is synthesised.',
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
      context.report({ at: { key }, message: 'option', data: { machine: name }, fix: NEWER_OPTION });
    },
  },
);

/** The states stay as they are, and so does what is synthesised. */
const NEWER_OPTION: Fix = { title: 'Give the states as definitionBody', safety: 'plan', edits: [] };
