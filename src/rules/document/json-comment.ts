/**
 * Comments and trailing commas where a text must be JSON as the standard has it: in a `.json` file, and in the text of
 * a template's `DefinitionString`. One finding a machine. YAML and `.jsonc` have them by right.
 */
import type { Machine } from '../../asl/model.ts';
import type { LooseJson } from '../../tree/loose-json.ts';
import { defineRule } from '../rule.ts';
import type { Target } from '../rule.ts';

export default defineRule(
  {
    id: 'json-comment',
    category: 'document',
    summary: 'A definition in JSON holds comments or trailing commas.',
    why:
      'Step Functions takes JSON as the standard has it and refuses a text with comments or trailing commas. sfn-lint ' +
      'reads them, because some tools take them out before they deploy; the console, the AWS command line and a plain ' +
      'file reference do not.',
    remedy:
      'Move comments into `Comment` fields and remove trailing commas, or name the file `.jsonc` or `.yaml` where your ' +
      'tool converts it.',
    severity: 'note',
    preset: 'strict',
    since: '0.1.0',
    fix: 'none',
    messages: {
      loose: {
        text: 'State machine "{machine}" has {what} in its JSON, which the standard does not allow: Step Functions refuses the text unless a tool takes them out first.',
        help: 'Use Comment fields, and no comma before a closing bracket.',
        serviceCode: 'INVALID_JSON_DESCRIPTION',
      },
    },
    references: [
      'RFC 8259: The JavaScript Object Notation (JSON) Data Interchange Format',
      'AWS Step Functions API reference: ValidateStateMachineDefinition diagnostics',
    ],
  },
  {
    machine(machine, context) {
      const { looseJson, name } = machine;
      if (looseJson.length === 0) return;
      const data = { machine: name, what: describe(looseJson) };
      context.report({ at: placeOf(machine), message: 'loose', data });
    },
  },
);

/** The first that stands within the definition; what stands around it is told at `StartAt`. */
function placeOf({ looseJson, node }: Machine): Target {
  const written = looseJson.find(
    ({ layer, start, end }) => layer === node.layer && start >= node.start && end <= node.end,
  );
  if (written !== undefined) return { written, within: node };
  const start = node.entry('StartAt')?.key;
  return start === undefined ? node : { key: start };
}

function describe(all: readonly LooseJson[]): string {
  const comments = all.filter(({ kind }) => kind === 'comment').length;
  const counts = [counted(comments, 'comment'), counted(all.length - comments, 'trailing comma')];
  return counts.filter((count) => count !== '').join(' and ');
}

function counted(count: number, what: string): string {
  if (count === 0) return '';
  return count === 1 ? `a ${what}` : `${count} ${what}s`;
}
