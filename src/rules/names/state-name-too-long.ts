/** A state name longer than Step Functions takes. */
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'state-name-too-long',
    category: 'names',
    summary: 'A state name is longer than 80 characters.',
    why:
      'Step Functions refuses a definition with a longer state name, so the deployment fails. Names that tools put ' +
      'together from several parts reach the limit sooner than names that people write.',
    remedy: 'Shorten the name, and say the rest in `Comment`.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      long: {
        text: 'State "{state}" has a name of {length} characters; Step Functions takes {limit} at most and refuses the definition.',
        help: 'Shorten the name.',
        serviceCode: 'INVALID_STATE_NAME',
      },
    },
    references: [
      'AWS Step Functions developer guide: Service quotas',
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    state(state, context) {
      // Code points: fewer than UTF-16 units, so that no reading of «characters» makes the finding wrong.
      const length = Array.from(state.name).length;
      const limit = context.facts.limits.stateNameCharacters;
      if (length <= limit || hasPlaceholder(state.name)) return;
      const data = { state: state.name, length, limit };
      context.report({ at: { key: state.key }, message: 'long', data });
    },
  },
);
