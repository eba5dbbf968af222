/** A machine that no state ends. */
import { defineRule } from '../rule.ts';
import type { State } from '../../asl/model.ts';

export default defineRule(
  {
    id: 'missing-end-state',
    category: 'transitions',
    summary: 'No state ends the state machine.',
    why: 'Step Functions refuses a definition without a terminal state at its top level, so the deployment fails.',
    remedy: 'Give the last state `"End": true`, or lead to a Succeed or Fail state.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      endless: {
        text: 'State machine "{machine}" has no state that ends it: Step Functions refuses the definition.',
        help: 'Give the last state "End": true, or lead to a Succeed or Fail state.',
        serviceCode: 'MISSING_END_STATE',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    machine(machine, context) {
      const states = machine.node.get('States');
      const start = machine.node.entry('StartAt');
      if (states?.kind !== 'object' || states.isOpen || states.entries.length === 0 || start === undefined) return;
      if (states.entries.length !== machine.states.length || machine.states.some(mayEnd)) return;
      context.report({ at: { key: start.key }, message: 'endless', data: { machine: machine.name } });
    },
  },
);

function mayEnd(state: State): boolean {
  if (state.type === 'Succeed' || state.type === 'Fail' || state.type === 'untyped' || state.node.isOpen) return true;
  const end = state.node.get('End');
  // A state that leads nowhere and does not end either is said to miss a field; more cannot be known of it.
  if (end === undefined) return state.type !== 'Choice' && state.node.get('Next') === undefined;
  return end.kind !== 'boolean' || end.value;
}
