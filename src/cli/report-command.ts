/** `sfn-lint report PATH…`: what is known of every machine, for a person. Findings alone do not make it fail. */
import type { LintResult } from '../engine/diagnostic.ts';
import { selectRules } from '../engine/selection.ts';
import { REPORT_FORMATS, loadRenderer } from '../report/index.ts';
import { ReportBuilder } from '../report/project-report.ts';
import { PARSE_ERROR } from '../rules/reserved.ts';
import { RULES } from '../rules/index.ts';
import { exitCodeOf } from './exit-code.ts';
import { readInputs } from './inputs.ts';
import { configurationOf, lintInputs, notesOf, visible, writeNotes, writeReport } from './lint-command.ts';
import { readLintOptions, readOutputs } from './lint-options.ts';
import type { LintOptions } from './lint-options.ts';
import { oneOf } from './options.ts';
import type { CommandLine, OptionValues } from './options.ts';
import { writeOut } from './output.ts';
import { readHandlers } from './read-handlers.ts';
import { readServiceTables } from './service-files.ts';

export async function reportCommand(line: CommandLine, version: string, services: string): Promise<number> {
  const inputs = await readInputs(line);
  const { format: named, output, ...rest } = line.options;
  const format = oneOf('format', named ?? 'markdown', REPORT_FORMATS);
  const outputs = readOutputs(output, REPORT_FORMATS);
  const configuration = await configurationOf(line, inputs);
  const options = readLintOptions(rest, configuration);
  const builder = new ReportBuilder();
  const selection = selectRules(RULES, options.selection);
  const result = await lintInputs(inputs, selection, readServiceTables(services), {
    facts: configuration.facts,
    observe: builder.add,
    migrate: readHandlers(inputs.files, { removesFunctions: false, isForAll: true }),
  });
  writeNotes(notesOf(result, inputs));
  const report = builder.finish(visible(result, options), version);
  for (const wanted of outputs) writeReport(wanted.file, (await loadRenderer(wanted.format))(report));
  writeOut((await loadRenderer(format))(report));
  return exitCode(result, rest, options);
}

/** A report says what is there: only what cannot be read fails it, unless the call itself asks for a fail level. */
function exitCode({ diagnostics }: LintResult, asked: OptionValues, options: LintOptions): number {
  const code = exitCodeOf(diagnostics, {
    failOn: asked['fail-on'] === undefined ? 'never' : options.failOn,
    maxWarnings: asked['max-warnings'] === undefined ? undefined : options.maxWarnings,
    exitZero: options.exitZero,
  });
  const isIncomplete = diagnostics.some(({ rule }) => rule === PARSE_ERROR.id);
  return code === 0 && isIncomplete && !options.exitZero ? 1 : code;
}
