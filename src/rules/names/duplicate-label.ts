/** Two Distributed Maps of one machine with the same label. */
import { labelOf } from '../../analysis/name-index.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'duplicate-label',
    category: 'names',
    summary: 'Two Distributed Maps have the same label.',
    why:
      'The label of a Distributed Map is part of the ARN of its Map Runs and must differ from every other label in the ' +
      'state machine, those of Maps within branches and Maps included. Step Functions refuses the definition, so the ' +
      'deployment fails.',
    remedy: 'Change one of the two labels, or leave `Label` out: Step Functions then makes a unique one.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      duplicate: {
        text: 'Map "{state}" has the label "{label}" of Map "{other}": Step Functions refuses the definition.',
        help: 'Change one of the two, or leave Label out.',
        serviceCode: 'DUPLICATE_LABEL_NAME',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using Map state in Distributed mode',
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    map(state, context) {
      const at = state.node.get('Label');
      const label = labelOf(state);
      if (at === undefined || label === undefined || label === '' || hasPlaceholder(label)) return;
      const first = context.analyses.names.firstMapByLabel.get(label);
      if (first === undefined || first === state) return;
      const related = [{ at: first.node.get('Label') ?? { key: first.key }, note: 'the other label' }];
      context.report({ at, message: 'duplicate', data: { state: state.name, label, other: first.name }, related });
    },
  },
);
