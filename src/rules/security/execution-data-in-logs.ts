/** Prompts and answers that the template has written to the log. */
import { firstAiTask, loggedExecutionData } from '../../analysis/declared-settings.ts';
import { defineRule } from '../rule.ts';

export default defineRule(
  {
    id: 'execution-data-in-logs',
    category: 'security',
    summary: 'The log of a state machine that calls models or agents holds their input and output.',
    why:
      'With `IncludeExecutionData` every input and output of every state goes to the log group: prompts, retrieved ' +
      'documents, answers of the model, and the personal data in them. Whoever may read the log may read all of it, ' +
      'for as long as the log is kept.',
    remedy:
      'Set `IncludeExecutionData` to `false`, or keep it and restrict, encrypt and expire the log group as the data ' +
      'demands.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    needsTemplate: true,
    messages: {
      included: {
        text: 'State machine "{machine}" logs its execution data: what state "{state}" sends to the AI service and gets back can be read in the log group.',
        help: 'Set IncludeExecutionData to false, unless the log group is protected as that data has to be.',
      },
    },
    references: [
      'AWS Step Functions developer guide: Using CloudWatch Logs to log execution history',
      'AWS Step Functions API reference: LoggingConfiguration',
    ],
  },
  {
    machine(machine, context) {
      const logging = machine.declarations.filter((declaration) => loggedExecutionData(declaration) !== undefined);
      const task = logging.length === 0 ? undefined : firstAiTask(machine);
      if (task === undefined) return;
      for (const declaration of logging) {
        const at = loggedExecutionData(declaration);
        if (at === undefined) continue;
        const data = { machine: declaration.name, state: task.name };
        const related = [{ at: { key: task.key }, note: 'an AI service is called here' }];
        context.report({ at, message: 'included', data, related, declaration });
      }
    },
  },
);
