/** A fixed result of a Pass state that goes nowhere, or that makes other fields of it go nowhere. JSONPath only. */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'discarded-result',
    category: 'structure',
    summary: 'A Pass state makes a value that it then throws away.',
    why:
      'The `Result` of a Pass state takes the place of what `Parameters` builds, and `"ResultPath": null` throws the ' +
      'result away and passes the input on. In both cases a value was written into the definition that no later state ' +
      'ever sees.',
    remedy:
      'Keep the one of `Result` and `Parameters` that is meant: `Parameters` holds fixed values as well. Give ' +
      '`ResultPath` a place such as `$.settings`, or remove `Result`.',
    severity: 'warning',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      parameters: {
        text: 'State "{state}" has both Result and Parameters: Result is what comes out, and what Parameters builds is thrown away.',
        help: 'Keep one of the two; Parameters may hold fixed values as well.',
      },
      result: {
        text: 'State "{state}" throws its Result away: with ResultPath null the output is the input.',
        help: 'Give ResultPath a place such as "$.result", or remove Result.',
      },
    },
    references: ['AWS Step Functions developer guide: Pass workflow state, Specifying state output using ResultPath'],
  },
  {
    state(state, context) {
      if (state.type !== 'Pass' || state.queryLanguage !== 'JSONPath') return;
      const result = state.node.entry('Result');
      // Assign reads the result, or the output that Parameters may be meant for, before it is thrown away.
      if (result === undefined || state.node.isOpen || state.node.get('Assign') !== undefined) return;
      const data = { state: state.name };
      const related = [{ at: { key: result.key }, note: 'Result is here' }];
      const parameters = state.node.entry('Parameters');
      if (parameters !== undefined)
        context.report({ at: { key: parameters.key }, message: 'parameters', data, related });
      const path = state.node.get('ResultPath');
      if (path?.kind === 'null') context.report({ at: path, message: 'result', data, related });
    },
  },
);
