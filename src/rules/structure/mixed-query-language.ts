/** A JSONPath state in a machine that says JSONata for all. */
import type { Fix } from '../../fixers/fix.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'mixed-query-language',
    category: 'structure',
    summary: 'A state says JSONPath in a machine that says JSONata.',
    why:
      'A machine may go from JSONPath to JSONata state by state, never back: Step Functions refuses a JSONPath state ' +
      'under a machine whose `QueryLanguage` is JSONata, so the deployment fails.',
    remedy: 'Convert the state to JSONata, or set the language state by state and leave the machine on JSONPath.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'plan',
    fixSafety: 'The fields of the state have to be written anew, or the language of every other state.',
    messages: {
      downgrade: {
        text: 'State "{state}" says JSONPath, but its machine says JSONata for all states: Step Functions refuses the definition.',
        help: 'Convert the state to JSONata, or remove QueryLanguage from the machine and give it to each JSONata state.',
        serviceCode: 'SCHEMA_VALIDATION_FAILED',
      },
    },
    references: [
      'AWS Step Functions developer guide: Transforming data with JSONata in Step Functions',
      'AWS Step Functions developer guide: State machine structure in Amazon States Language',
    ],
  },
  {
    state(state, context) {
      const own = state.node.get('QueryLanguage');
      if (own?.kind !== 'string' || own.value !== 'JSONPath' || state.machine.queryLanguage !== 'JSONata') return;
      let root = state.machine;
      while (root.owner !== undefined) root = root.owner.machine;
      const forAll = root.node.get('QueryLanguage');
      const related = forAll === undefined ? [] : [{ at: forAll, note: 'the machine says so here' }];
      context.report({ at: own, message: 'downgrade', data: { state: state.name }, related, fix: CONVERT });
    },
  },
);

const CONVERT: Fix = {
  title: 'Convert the state to JSONata, or name the language in each JSONata state and not in the machine',
  safety: 'plan',
  edits: [],
};
