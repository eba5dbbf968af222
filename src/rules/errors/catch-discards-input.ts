/** A catcher that replaces the whole input by the error, before a state that reads the input. */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'catch-discards-input',
    category: 'errors',
    summary: 'A catcher replaces the input by the error, and a later state reads the input.',
    why:
      'In a JSONPath state a catcher without `ResultPath` hands on `{"Error": …, "Cause": …}` and nothing else. A state ' +
      'on the path of the error that reads a field of the lost input fails with `States.Runtime`, which no catcher ' +
      'takes: the handling of one error ends the execution with another, and hides the first.',
    remedy: 'Give the catcher a `ResultPath`, such as `$.error`: the input stays, and the error lies beside it.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      discards: {
        text: 'State "{state}" hands on nothing but Error and Cause when this catcher takes over, and "{reader}" then reads {name}: the execution fails there.',
        help: 'Add "ResultPath": "$.error" to the catcher, so that the input is kept.',
      },
      discardsForItself: {
        text: 'State "{state}" gets nothing but Error and Cause when this catcher leads back to it, and then reads {name}: the execution fails there.',
        help: 'Add "ResultPath": "$.error" to the catcher, so that the input is kept.',
      },
    },
    references: ['AWS Step Functions developer guide: Handling errors in Step Functions workflows'],
  },
  {
    state(state, context) {
      for (const { catcher, reader, read, step } of context.analyses.lostInputs.get(state) ?? []) {
        const data = { state: state.name, reader: reader.name, name: step.name };
        const related = [{ at: { slice: read.node, range: step.range }, note: 'it is read here' }];
        const at = catcher.node.entry('ResultPath')?.value ?? catcher.next ?? catcher.node;
        const message = reader === state ? 'discardsForItself' : 'discards';
        context.report({ at, message, data, related });
      }
    },
  },
);
