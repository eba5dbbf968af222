/** A label of a Distributed Map that Step Functions does not take. Expressions and placeholders are not known. */
import { isJsonata } from '../../asl/payload.ts';
import { nameFault } from '../../asl/names.ts';
import { NOT_IN_MAP_LABEL } from '../../aws/name-limits.ts';
import { labelOf } from '../../analysis/name-index.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'invalid-label',
    category: 'names',
    summary: 'The label of a Distributed Map is too long or holds a character that labels may not have.',
    why:
      'Step Functions puts the label of a Distributed Map into the ARN of each Map Run, so it takes 40 characters at ' +
      'most, and neither white space nor brackets, wildcards and most punctuation. It refuses a definition with ' +
      'another label, and the deployment fails.',
    remedy: 'Shorten the label, and write letters, digits, `-`, `_` and `.` only; or leave `Label` out.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      long: {
        text: 'Map "{state}" has a label of {length} characters; Step Functions takes {limit} at most and refuses the definition.',
        help: 'Shorten the label, or leave Label out: Step Functions then makes one.',
        serviceCode: 'INVALID_LABEL_NAME',
      },
      character: {
        text: 'Map "{state}" has {character} in its label "{label}", which labels may not hold: Step Functions refuses the definition.',
        help: 'Write letters, digits, "-", "_" and "." only.',
        serviceCode: 'INVALID_LABEL_NAME',
      },
      empty: {
        text: 'Map "{state}" has an empty label, which cannot tell its Map Runs apart.',
        help: 'Name it, or leave Label out: Step Functions then makes one.',
        severity: 'warning',
        serviceCode: 'INVALID_LABEL_NAME',
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
      if (at === undefined || label === undefined || hasPlaceholder(label)) return;
      if (state.queryLanguage !== 'JSONPath' && isJsonata(label)) return;
      const limit = context.facts.limits.mapLabelCharacters;
      const fault = nameFault(label, { maxLength: limit, forbidden: NOT_IN_MAP_LABEL });
      if (fault === undefined) return;
      const data = { state: state.name, label, limit };
      context.report({ at, message: fault.kind, data: { ...data, ...fault } });
    },
  },
);
