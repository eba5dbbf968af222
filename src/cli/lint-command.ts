/** `sfn-lint [PATH…]`: lints and reports. */
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import type { LintResult } from '../engine/diagnostic.ts';
import { lint } from '../engine/run.ts';
import type { LintExtras, Migrate } from '../engine/run.ts';
import { selectRules } from '../engine/selection.ts';
import type { RuleSelection } from '../engine/selection.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import type { InputFile, ProjectFiles } from '../project/files.ts';
import { loadProject } from '../project/load.ts';
import { loadReporter } from '../reporters/index.ts';
import { readHandlers } from './read-handlers.ts';
import { printable } from '../reporters/printable.ts';
import type { RenderOptions } from '../reporters/reporter.ts';
import { RULES } from '../rules/index.ts';
import { findConfiguration, readNamedConfiguration } from './configuration-file.ts';
import { NO_CONFIGURATION, readConfiguration } from './configuration.ts';
import type { Configuration } from './configuration.ts';
import type { Baseline, BaselineOptions } from './baseline-file.ts';
import { exitCodeOf } from './exit-code.ts';
import { readServiceTables } from './service-files.ts';
import { readInputs, withStandardInput } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { readBaselineOptions, readLintOptions } from './lint-options.ts';
import type { LintOptions } from './lint-options.ts';
import { UsageError } from './options.ts';
import type { CommandLine } from './options.ts';
import { Progress } from './progress.ts';
import { terminalWidth, writeErr, writeOut } from './output.ts';

export async function lintCommand(line: CommandLine, version: string, services: string): Promise<number> {
  const inputs = await readInputs(line);
  const configuration = await configurationOf(line, inputs);
  const options = readLintOptions(line.options, configuration);
  const baselineOptions = readBaselineOptions(line.options, configuration, inputs.files.root);
  if (line.options['list-files'] === true) return listFiles(inputs);
  const selection = selectRules(RULES, options.selection);
  const baseline = await baselineFor(baselineOptions, inputs);
  const run = (part: LintedFiles): Promise<LintResult> =>
    lintInputs(part, selection, readServiceTables(services), {
      facts: configuration.facts,
      migrate: migrateFor(selection, part.files, options.removesFunctions),
    });
  const { result: found, patch } = await lintOrFix(inputs, options, run);
  const { result, notes } = baseline?.apply(found, selection) ?? { result: found, notes: [] };
  writeNotes([...notes, ...notesOf(result, inputs)]);
  const exitCode = Math.max(exitCodeOf(result.diagnostics, options), patch && !options.exitZero ? 1 : 0);
  const render = { ...renderOptions(selection, exitCode, version), reportSuppressed: options.reportSuppressed };
  await writeReports(visible(result, options), options, render, patch);
  return exitCode;
}

/** Loaded only for runs that have one: what it compares findings by takes long to load. */
async function baselineFor(options: BaselineOptions, inputs: Inputs): Promise<Baseline | undefined> {
  if (options.file === undefined) return undefined;
  return (await import('./baseline-file.ts')).openBaseline(options, inputs);
}

interface LintOutcome {
  readonly result: LintResult;
  /** What fixing would change; undefined when that was not asked for. */
  readonly patch?: string;
}

async function lintOrFix(inputs: Inputs, { fixing }: LintOptions, run: LintInputs): Promise<LintOutcome> {
  if (fixing !== undefined) return (await import('./fix-inputs.ts')).fixInputs(inputs, fixing, run);
  const result = await run(inputs);
  if (!offersFix(result)) return { result };
  const { readFixesBack } = await import('../engine/fixes/read-back.ts');
  return { result: await readFixesBack(result, withStandardInput(inputs)) };
}

/** What a run lints, and where from. */
export interface LintedFiles {
  readonly inputs: readonly InputFile[];
  readonly files: ProjectFiles;
}

export type LintInputs = (part: LintedFiles) => Promise<LintResult>;

function offersFix({ diagnostics }: LintResult): boolean {
  return diagnostics.some(({ fixes }) => fixes.some(({ edits }) => edits.length > 0));
}

export async function configurationOf({ options }: CommandLine, { files }: Inputs): Promise<Configuration> {
  const workingDirectory = process.cwd();
  if (options.config !== undefined) {
    return readConfiguration(await readNamedConfiguration(path.resolve(workingDirectory, options.config), files));
  }
  const root = options['config-lookup'] === false ? undefined : await findConfiguration(workingDirectory, files);
  return root === undefined ? NO_CONFIGURATION : readConfiguration(root);
}

export async function lintInputs(
  { inputs, files }: LintedFiles,
  selection: RuleSelection,
  services: ServiceTables,
  extras: LintExtras,
): Promise<LintResult> {
  const progress = new Progress(inputs.length);
  const onProgress = (count: number): void => progress.show(count);
  try {
    const items = loadProject(inputs, files, { perDeclaration: false, onProgress });
    return await lint(items, selection, services, extras);
  } finally {
    progress.clear();
  }
}

/** The code behind Lambda tasks is read where a rule asks for it. */
export function migrateFor(
  { active }: RuleSelection,
  files: ProjectFiles,
  removesFunctions: boolean,
): Migrate | undefined {
  const isAsked = active.some(({ module }) => module.meta.readsHandlers === true);
  return isAsked ? readHandlers(files, { removesFunctions, isForAll: false }) : undefined;
}

async function listFiles({ inputs, files, unmatched }: Inputs): Promise<number> {
  writeNotes(unmatched.map(unmatchedNote));
  const found = new Set<string>();
  for await (const item of loadProject(inputs, files, { perDeclaration: false })) {
    if (item.kind === 'file') found.add(item.path);
  }
  for (const file of [...found].sort()) writeOut(`${printable(file)}\n`);
  return 0;
}

/** `--quiet` hides what is below an error; what it counts stays. */
export function visible(result: LintResult, { quiet }: LintOptions): LintResult {
  if (!quiet) return result;
  return { ...result, diagnostics: result.diagnostics.filter(({ severity }) => severity === 'error') };
}

const MOST_NOTES = 10;

export function notesOf(result: LintResult, { unmatched }: Inputs): readonly string[] {
  const notes = result.notes.map(({ text, span }) => {
    if (span === undefined) return text;
    const { line, column } = span.file.position(span.start);
    return `${span.file.path}:${line}:${column}: ${text}`;
  });
  const none = result.files.length === 0 ? ['no state machine found'] : [];
  return [...unmatched.map(unmatchedNote), ...notes, ...none];
}

function unmatchedNote(glob: string): string {
  return `${glob} matches no file`;
}

export function writeNotes(notes: readonly string[]): void {
  for (const note of notes.slice(0, MOST_NOTES)) writeErr(`note: ${printable(note)}\n`);
  if (notes.length > MOST_NOTES) writeErr(`note: and ${notes.length - MOST_NOTES} more like these\n`);
}

function renderOptions(selection: RuleSelection, exitCode: number, version: string): RenderOptions {
  return {
    color: false,
    version,
    exitCode,
    rules: selection.active.map((rule) => ({ meta: rule.module.meta, severity: rule.topSeverity })),
  };
}

/** A patch takes standard output for itself. */
async function writeReports(
  result: LintResult,
  options: LintOptions,
  render: RenderOptions,
  patch: string | undefined,
): Promise<void> {
  for (const { format, file } of options.outputs) writeReport(file, (await loadReporter(format))(result, render));
  const width = terminalWidth();
  const shown = { ...render, color: options.color, ...(width === undefined ? {} : { width }) };
  const report = (await loadReporter(options.format))(result, shown);
  if (patch === undefined) writeOut(report);
  else writeErr(report);
  if (patch !== undefined) writeOut(patch);
}

export function writeReport(file: string, text: string): void {
  try {
    writeFileSync(file, text);
  } catch (error) {
    throw new UsageError(`${file} cannot be written: ${error instanceof Error ? error.message : String(error)}`);
  }
}
