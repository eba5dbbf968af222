/**
 * `sfn-lint migrate [PATH…]`: what runs behind each Lambda task, whether the state can make the model call itself, what
 * would change, and the patch. `--fix` writes what is safe, `--fix --unsafe` what is guarded as well.
 */
import type { Diagnostic, DiagnosticFix, LintResult } from '../engine/diagnostic.ts';
import { EditSet } from '../engine/fixes/choose.ts';
import type { FixedFile } from '../engine/fixes/fix-loop.ts';
import { readFixesBack } from '../engine/fixes/read-back.ts';
import { selectRules } from '../engine/selection.ts';
import type { Machine } from '../asl/model.ts';
import type { MigratedTask } from '../migration/index.ts';
import type { ShownMachine, ShownTask } from '../migration/render.ts';
import { printable } from '../reporters/printable.ts';
import { RULES } from '../rules/index.ts';
import { PARSE_ERROR } from '../rules/reserved.ts';
import { spanOf } from '../tree/node.ts';
import { fixInputs } from './fix-inputs.ts';
import { readInputs, withStandardInput } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import { configurationOf, lintInputs, notesOf, writeNotes } from './lint-command.ts';
import type { LintInputs } from './lint-command.ts';
import { MIGRATIONS, readFixing } from './lint-options.ts';
import { oneOf } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeErr, writeOut } from './output.ts';
import { readHandlers } from './read-handlers.ts';
import { readServiceTables } from './service-files.ts';
import { unifiedDiff } from './unified-diff.ts';

export async function migrateCommand(line: CommandLine, services: string): Promise<number> {
  const format = oneOf('format', line.options.format ?? 'text', ['text', 'json'] as const);
  const fixing = readFixing(line.options);
  const removesFunctions = line.options['remove-functions'] === true;
  const inputs = await readInputs(line);
  const { facts } = await configurationOf(line, inputs);
  const selection = selectRules(RULES, { preset: 'all', only: MIGRATIONS, skip: [], levels: new Map() });
  const seen: SeenMachine[] = [];
  const lintWith =
    (observe?: (machine: Machine, tasks: readonly MigratedTask[]) => void): LintInputs =>
    (part) =>
      lintInputs(part, selection, readServiceTables(services), {
        facts,
        migrate: readHandlers(part.files, { removesFunctions, isForAll: true, observe }),
      });
  const found = await lintWith((machine, tasks) => seen.push({ machine: { ...namesOf(machine) }, tasks }))(inputs);
  const result = await readFixesBack(found, withStandardInput(inputs));
  const isComplete = writeProblems(result, inputs);
  const done = fixing === undefined ? undefined : await fixInputs(inputs, { ...fixing, rules: MIGRATIONS }, lintWith());
  if (done?.patch !== undefined) {
    writeOut(done.patch);
    return done.patch !== '' || !isComplete ? 1 : 0;
  }
  const machines = seen.map((one) => shownMachine(one, result, done === undefined));
  const { renderJson, renderText } = await import('../migration/index.ts');
  writeOut(format === 'json' ? renderJson(machines) : renderText(machines, printable));
  if (done !== undefined && format === 'text') writeOut(doneText(done.result));
  return isComplete ? 0 : 1;
}

interface SeenMachine {
  readonly machine: Pick<ShownMachine, 'name' | 'file'>;
  readonly tasks: readonly MigratedTask[];
}

function namesOf(machine: Machine): Pick<ShownMachine, 'name' | 'file'> {
  return { name: machine.name, file: spanOf(machine.node).file.path };
}

function shownMachine({ machine, tasks }: SeenMachine, { found }: LintResult, withPatch: boolean): ShownMachine {
  return {
    ...machine,
    tasks: tasks.map((task): ShownTask => {
      const diagnostic = found.find((one) => isAbout(one, task, machine.name));
      const fix = diagnostic?.fixes.find(({ edits }) => edits.length > 0);
      const refused = diagnostic?.refusedFixes[0]?.reason;
      return { ...task, patch: fix === undefined || !withPatch ? undefined : patchOf(fix), refused };
    }),
  };
}

function isAbout({ primary, pointer, machine }: Diagnostic, { decision }: MigratedTask, name: string): boolean {
  const { state } = decision;
  const { file, start } = spanOf(state.key);
  return primary.file.path === file.path && primary.start === start && pointer === state.pointer && machine === name;
}

function patchOf({ edits, files = [] }: DiagnosticFix): string {
  const set = new EditSet();
  set.addAll(edits);
  const changed = set.files().map((path): FixedFile => {
    const before = set.sourceOf(path);
    return { path, before, after: set.apply(path, before) };
  });
  return unifiedDiff([...changed, ...files.map(({ path, text }) => ({ path, before: undefined, after: text }))]);
}

/** Whether all could be read. */
function writeProblems(result: LintResult, inputs: Inputs): boolean {
  const problems = result.diagnostics.filter(({ rule }) => !MIGRATIONS.includes(rule));
  for (const { primary, message } of problems) {
    const { line, column } = primary.file.position(primary.start);
    writeErr(`${printable(`${primary.file.path}:${String(line)}:${String(column)}: ${message}`)}\n`);
  }
  writeNotes(notesOf(result, inputs));
  return !problems.some(({ rule, severity }) => rule === PARSE_ERROR.id || severity === 'error');
}

function doneText({ fixed }: LintResult): string {
  const count = [...(fixed?.values() ?? [])].reduce((sum, one) => sum + one, 0);
  return count === 0 ? 'Nothing is written.\n' : `Written: ${String(count)} task${count === 1 ? '' : 's'} migrated.\n`;
}
