/** Two states of one machine with the same name. */
import type { Fix } from '../../fixers/fix.ts';
import { withoutRepeats } from '../../fixers/repeated-entries.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'duplicate-state-name',
    category: 'names',
    summary: 'Two states have the same name.',
    why:
      'State names must differ within the whole state machine, the states of branches and of Maps included. Step ' +
      'Functions refuses the definition, so the deployment fails. In a JSON or YAML file two states of the same name ' +
      'beside each other are one key written twice, of which most readers see the last one only; in different ' +
      'branches they look harmless.',
    remedy: 'Rename one of the two, and the transitions that mean it.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'safe',
    fixSafety:
      'Two states beside each other that say the same, letter by letter, become one. Any others have to be renamed: the ' +
      'fix is a plan.',
    messages: {
      duplicate: {
        text: 'State "{state}" has the name of another state of this machine: Step Functions refuses the definition.',
        help: 'Rename one of the two; names must differ across branches and Maps too.',
        serviceCode: 'DUPLICATE_STATE_NAME',
      },
      twice: {
        text: 'State "{state}" is written twice in the same States, of which most readers keep the last one only.',
        help: 'Rename one of the two, or remove it.',
        severity: 'warning',
      },
    },
    references: [
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
      'Amazon States Language specification: States',
    ],
  },
  {
    state(state, context) {
      const first = context.analyses.firstStateByName.get(state.name);
      if (first === undefined || first === state || hasPlaceholder(state.name)) return;
      const related = [{ at: { key: first.key }, note: 'the other state of this name' }];
      const message = first.machine === state.machine ? 'twice' : 'duplicate';
      const states = state.machine.node.get('States');
      const isTwice = message === 'twice' && states?.kind === 'object';
      const fix = isTwice ? withoutRepeats(states, [first.key, state.key], RENAME.title) : RENAME;
      context.report({ at: { key: state.key }, message, data: { state: state.name }, related, fix });
    },
  },
);

const RENAME: Fix = { title: 'Rename one of the two, and the transitions that mean it', safety: 'plan', edits: [] };
