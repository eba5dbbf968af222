/** A state that no path from the start of its machine reaches. */
import { startState } from '../../analysis/graph.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'unreachable-state',
    category: 'transitions',
    summary: 'A state cannot be reached from the start of its machine.',
    why:
      'Step Functions refuses a definition with a state that no transition from its start leads to, so the deployment ' +
      'fails. Two states that only lead to each other are unreachable as well, although each of them is named.',
    remedy: 'Lead a transition to the state, or remove it.',
    severity: 'error',
    preset: 'recommended',
    since: '0.1.0',
    fix: 'none',
    messages: {
      unreachable: {
        text: 'State "{state}" cannot be reached from "{start}": Step Functions refuses the definition.',
        help: 'Lead a transition to it, or remove it.',
        serviceCode: 'MISSING_TRANSITION_TARGET',
      },
    },
    references: ['AWS Step Functions developer guide: State machine structure in Amazon States Language'],
  },
  {
    state(state, context) {
      const { machine } = state;
      const start = startState(machine);
      const reached = context.analyses.reachedStates(machine);
      if (start === undefined || reached === undefined || reached.has(state)) return;
      // The service does not speak of them either until the machine has an end.
      if (machine.owner === undefined && context.analyses.hasTerminalState === false) return;
      context.report({
        at: { key: state.key },
        message: 'unreachable',
        data: { state: state.name, start: start.name },
      });
    },
  },
);
