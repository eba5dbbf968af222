/** Fixes files in memory by the same calls as the command line, and hands back what they then hold. */
import type { FixSafety, LintResult } from '../../src/engine/diagnostic.ts';
import { applyFixes } from '../../src/engine/fixes/fix-loop.ts';
import type { LintFiles } from '../../src/engine/fixes/fix-loop.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import type { SelectionOptions } from '../../src/engine/selection.ts';
import { readHandlers } from '../../src/cli/read-handlers.ts';
import { loadProject } from '../../src/project/load.ts';
import { RULES } from '../../src/rules/index.ts';
import { MemoryFiles } from './memory-files.ts';
import type { FileTable } from './memory-files.ts';
import { SERVICES } from './services.ts';

export interface FixedFiles {
  readonly result: LintResult;
  readonly files: FileTable;
  /** Names of the files that changed. */
  readonly changed: readonly string[];
}

const DEFAULTS: SelectionOptions = { preset: 'all', only: [], skip: [], levels: new Map() };

export const ALL_FIXES: readonly FixSafety[] = ['safe', 'unsafe'];

export async function fixFiles(
  table: FileTable,
  options: Partial<SelectionOptions> = {},
  safeties: readonly FixSafety[] = ALL_FIXES,
): Promise<FixedFiles> {
  const stored = new MemoryFiles(table);
  const selection = selectRules(RULES, { ...DEFAULTS, ...options });
  const lintFiles: LintFiles = (files, only) => {
    const inputs = only?.map((path) => ({ path: files.locate(path), named: true })) ?? stored.inputs();
    return lint(loadProject(inputs, files, { perDeclaration: false }), selection, SERVICES, {
      migrate: readHandlers(files),
    });
  };
  const { result, files } = await applyFixes(lintFiles, stored, { safeties, rules: undefined });
  const after = Object.fromEntries(files.map(({ path, after: text }) => [path, text]));
  return { result, files: { ...table, ...after }, changed: Object.keys(after) };
}
