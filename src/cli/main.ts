/**
 * The command line: reads the arguments, runs a command, and turns every outcome into an exit code. Findings go to
 * standard output, everything else to standard error. Nothing here knows a rule or a format.
 */
import { UsageError, helpText, parseCommandLine } from './options.ts';
import type { CommandLine } from './options.ts';
import { printable } from '../reporters/printable.ts';
import { writeErr, writeOut } from './output.ts';

declare const SFN_LINT_VERSION: string;

const FAILED = 2;

/** Runs one call and returns its exit code. `services` is the folder of the service tables. */
export async function main(args: readonly string[], services: string): Promise<number> {
  try {
    return await run(parseCommandLine(args), services);
  } catch (error) {
    if (!(error instanceof UsageError)) throw error;
    writeErr(`sfn-lint: ${printable(error.message)}\nTry sfn-lint --help.\n`);
    return FAILED;
  }
}

async function run(line: CommandLine, services: string): Promise<number> {
  if (line.options.help === true) return print(helpText());
  if (line.options.version === true) return print(`${SFN_LINT_VERSION}\n`);
  const [command, ...rest] = line.positionals;
  const others = { ...line, positionals: rest };
  switch (command) {
    case 'print':
      return (await import('./print-command.ts')).printCommand(others);
    case 'report':
      return (await import('./report-command.ts')).reportCommand(others, SFN_LINT_VERSION, services);
    case 'migrate':
      return (await import('./migrate-command.ts')).migrateCommand(others, services);
    case 'explain':
      return (await import('./explain-command.ts')).explainCommand(others);
    case 'rules':
      return (await import('./rules-command.ts')).rulesCommand(others);
    case 'init':
      return (await import('./init-command.ts')).initCommand(others, services);
    default:
      return (await import('./lint-command.ts')).lintCommand(line, SFN_LINT_VERSION, services);
  }
}

function print(text: string): number {
  writeOut(text);
  return 0;
}
