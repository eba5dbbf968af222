/** Migrates projects in memory by the same calls as `sfn-lint migrate --fix --unsafe`. */
import { readHandlers } from '../../../src/cli/read-handlers.ts';
import type { Diagnostic, FixSafety } from '../../../src/engine/diagnostic.ts';
import { applyFixes } from '../../../src/engine/fixes/fix-loop.ts';
import type { LintFiles } from '../../../src/engine/fixes/fix-loop.ts';
import { lint } from '../../../src/engine/run.ts';
import type { Migrate } from '../../../src/engine/run.ts';
import { selectRules } from '../../../src/engine/selection.ts';
import type { MigratedTask } from '../../../src/migration/index.ts';
import { loadProject } from '../../../src/project/load.ts';
import { RULES } from '../../../src/rules/index.ts';
import { ALL_FIXES } from '../../support/fix-files.ts';
import { MemoryFiles } from '../../support/memory-files.ts';
import type { FileTable } from '../../support/memory-files.ts';
import { SERVICES } from '../../support/services.ts';

const MIGRATIONS = ['lambda-wrapped-model-call', 'lambda-wrapped-agent-call'];

export interface Task {
  readonly machine: string;
  readonly name: string;
  readonly verdict: MigratedTask['migration']['verdict'];
  /** Why it stays, where it does. */
  readonly reasons: readonly string[];
  /** What it refuses then, where it does not. */
  readonly guards: readonly string[];
}

export interface Migrated {
  readonly files: FileTable;
  readonly changed: readonly string[];
  /** As they were found first. */
  readonly tasks: readonly Task[];
  /** Of the first look, and of what is left in the end. */
  readonly diagnostics: readonly Diagnostic[];
}

export interface MigrateOptions {
  /** Names of states; all if absent. */
  readonly wanted?: ReadonlySet<string>;
  readonly safeties?: readonly FixSafety[];
}

export async function migrate(
  table: FileTable,
  { wanted, safeties = ALL_FIXES }: MigrateOptions = {},
): Promise<Migrated> {
  const stored = new MemoryFiles(table);
  const selection = selectRules(RULES, { preset: 'all', only: MIGRATIONS, skip: [], levels: new Map() });
  const tasks: Task[] = [];
  let diagnostics: readonly Diagnostic[] | undefined;
  const lintFiles: LintFiles = async (files, only) => {
    const inputs = only?.map((path) => ({ path: files.locate(path), named: true })) ?? stored.inputs();
    const observe = (machine: { readonly name: string }, found: readonly MigratedTask[]): void => {
      if (diagnostics === undefined) tasks.push(...found.map((task) => told(machine.name, task)));
    };
    const all = readHandlers(files, { removesFunctions: false, isForAll: true, observe });
    const some: Migrate = async (machine, analyses) =>
      new Map([...(await all(machine, analyses))].filter(([{ name }]) => wanted?.has(name) !== false));
    const items = loadProject(inputs, files, { perDeclaration: false });
    const result = await lint(items, selection, SERVICES, { migrate: some });
    diagnostics ??= result.diagnostics;
    return result;
  };
  const { files, result: left } = await applyFixes(lintFiles, stored, { safeties, rules: MIGRATIONS });
  const after = Object.fromEntries(files.map(({ path, after: text }) => [path, text]));
  return {
    files: { ...table, ...after },
    changed: Object.keys(after).sort(),
    tasks,
    diagnostics: [...(diagnostics ?? []), ...left.diagnostics],
  };
}

function told(machine: string, { decision: { state }, migration }: MigratedTask): Task {
  const { verdict, why, reasons, guards } = migration;
  const given = why === undefined ? [] : [why];
  return { machine, name: state.name, verdict, reasons: [...given, ...reasons.map(({ message }) => message)], guards };
}
