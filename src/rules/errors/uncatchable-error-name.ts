/** An entry for an error that Step Functions never hands to retriers or catchers. */
import { handlerEntriesOf } from '../../asl/model.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'uncatchable-error-name',
    category: 'errors',
    summary: 'A retrier or catcher names `States.Runtime`, which can be neither retried nor caught.',
    why:
      '`States.Runtime` ends the execution at once, whatever the state declares: a path that finds nothing, for ' +
      'instance. An entry that names it never fires, and the failure it was meant for is not handled.',
    remedy: 'Remove the name, and guard against what raises the error: test with a Choice state, or use JSONata.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      runtime: {
        text: 'State "{state}" names States.Runtime in a {entry}, but that error ends the execution at once and is never handed to one.',
        help: 'Remove the name, and guard against what raises it.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Handling errors in Step Functions workflows',
      // The definition is accepted (recorded 2023-11), hence a warning.
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    state(state, context) {
      for (const { kind, matcher } of handlerEntriesOf(state)) {
        for (const error of matcher.errors) {
          if (error.kind !== 'string' || error.value !== 'States.Runtime') continue;
          context.report({ at: error, message: 'runtime', data: { state: state.name, entry: kind } });
        }
      }
    },
  },
);
