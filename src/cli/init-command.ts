/** `sfn-lint init`: writes a configuration to start from, and says what to run next. Overwrites nothing. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { selectRules } from '../engine/selection.ts';
import { RULES } from '../rules/index.ts';
import { CONFIGURATION_NAMES } from './configuration-file.ts';
import { NO_CONFIGURATION } from './configuration.ts';
import { readInputs } from './inputs.ts';
import { lintInputs, migrateFor } from './lint-command.ts';
import { readSelection } from './lint-options.ts';
import { UsageError } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeOut } from './output.ts';
import { readServiceTables } from './service-files.ts';

const NAME = 'sfn-lint.config.jsonc';
const BASELINE = 'sfn-lint-baseline.json';

/** From this number of findings on, a baseline is a better start than mending them all at once. */
const MANY = 10;

export const STARTING_CONFIGURATION = `{
  "$schema": "./node_modules/sfn-lint/schema/sfn-lint.config.schema.json",

  // The level from which on a run fails: error, warning, note or never.
  // "failOn": "warning",

  // Levels and options by rule id; \`sfn-lint rules\` lists them.
  // "rules": {
  //   "inline-prompt": { "level": "warning", "options": { "maxLength": 400 } },
  //   "missing-tracing": "off",
  // },

  // Other levels and options for some files, machines or states; * stands for any text.
  // "overrides": [
  //   { "files": ["legacy/**"], "rules": { "missing-task-timeout": "off" } },
  //   { "machines": ["*-dev"], "states": ["Debug *"], "rules": { "unbounded-map": "note" } },
  // ],

  // Findings that are known and not shown, written by \`sfn-lint --update-baseline\`.
  // "baseline": "${BASELINE}",

  // Which rules run: recommended, strict or all.
  "preset": "recommended"
}
`;

export async function initCommand({ options, positionals }: CommandLine, services: string): Promise<number> {
  const [extra] = positionals;
  if (extra !== undefined) throw new UsageError(`init takes no ${extra}; it writes ${NAME} in the working directory`);
  const inputs = await readInputs({ options: {}, positionals: [] });
  const names = inputs.files.list(process.cwd()) ?? [];
  const existing = CONFIGURATION_NAMES.find((name) => names.includes(name));
  if (existing !== undefined) throw new UsageError(`${existing} is there already; init does not overwrite it`);
  write(path.join(process.cwd(), NAME));
  const selection = selectRules(RULES, readSelection(options, NO_CONFIGURATION));
  const { diagnostics } = await lintInputs(inputs, selection, readServiceTables(services), {
    facts: NO_CONFIGURATION.facts,
    migrate: migrateFor(selection, inputs.files, false),
  });
  writeOut(nextSteps(diagnostics.length));
  return 0;
}

function write(file: string): void {
  try {
    // Fails for a file that has come to be in the meantime.
    writeFileSync(file, STARTING_CONFIGURATION, { flag: 'wx' });
  } catch (error) {
    throw new UsageError(`${NAME} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}

function nextSteps(count: number): string {
  const found = count === 1 ? 'is 1 finding' : `are ${count} findings`;
  const baseline = `There ${found} already. To accept them for now and see new ones only:
  sfn-lint --baseline ${BASELINE} --update-baseline
  sfn-lint --baseline ${BASELINE}
`;
  return `Wrote ${NAME}, with the preset recommended.

Next:
  sfn-lint                every state machine below the working directory
  sfn-lint rules          all rules
  sfn-lint explain ID     what a rule is about, and how to mend it
${count >= MANY ? `\n${baseline}` : ''}`;
}
