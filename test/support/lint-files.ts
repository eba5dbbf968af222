/** Lints files in memory by the same calls as the command line: load, select, run. */
import { SHIPPED_FACTS } from '../../src/aws/facts.ts';
import type { Facts } from '../../src/aws/facts.ts';
import type { Machine } from '../../src/asl/model.ts';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import type { RuleSelection, SelectionOptions } from '../../src/engine/selection.ts';
import { readHandlers } from '../../src/cli/read-handlers.ts';
import { loadProject } from '../../src/project/load.ts';
import { RULES } from '../../src/rules/index.ts';
import { MemoryFiles } from './memory-files.ts';
import type { FileTable } from './memory-files.ts';
import { SERVICES } from './services.ts';

const DEFAULTS: SelectionOptions = { preset: 'recommended', only: [], skip: [], levels: new Map() };

/** Options that many calls share are worked out once. */
const selections = new WeakMap<Partial<SelectionOptions>, RuleSelection>();

function selectionOf(options: Partial<SelectionOptions>): RuleSelection {
  const known = selections.get(options);
  if (known !== undefined) return known;
  const made = selectRules(RULES, { ...DEFAULTS, ...options });
  selections.set(options, made);
  return made;
}

export function lintFiles(
  table: FileTable,
  options: Partial<SelectionOptions> = {},
  facts: Facts = SHIPPED_FACTS,
): Promise<LintResult> {
  const files = new MemoryFiles(table);
  const items = loadProject(files.inputs(), files, { perDeclaration: false });
  return lint(items, selectionOf(options), SERVICES, {
    facts,
    migrate: readHandlers(files),
  });
}

/** The machines of a project as the rules see them. */
export async function loadMachines(table: FileTable): Promise<readonly Machine[]> {
  const files = new MemoryFiles(table);
  const machines: Machine[] = [];
  for await (const item of loadProject(files.inputs(), files, { perDeclaration: false })) {
    if (item.kind === 'machine') machines.push(item.machine);
  }
  return machines;
}
