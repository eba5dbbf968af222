/**
 * A machine that no state ends. A state that is not wholly known may end it, and one that lacks both `Next` and `End` is
 * said to miss a field.
 */
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'missing-end-state',
    category: 'transitions',
    summary: 'No state ends the state machine.',
    why:
      'Step Functions refuses a definition without a terminal state at its top level, so the deployment fails. Branches ' +
      'and item processors without one are accepted. As long as nothing ends the machine, its unreachable states are ' +
      'not reported.',
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
    references: [
      'AWS Step Functions developer guide: State machine structure in Amazon States Language',
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    machine(machine, context) {
      const start = machine.node.entry('StartAt');
      if (start === undefined || context.analyses.hasTerminalState !== false) return;
      context.report({ at: { key: start.key }, message: 'endless', data: { machine: machine.name } });
    },
  },
);
