/** Writes a target put together by a test into a project in memory, by the same calls as the command line. */
import { functionCode } from '../../src/project/handler-code.ts';
import { machinesWithin } from '../../src/asl/model.ts';
import type { State } from '../../src/asl/model.ts';
import { applyFixes } from '../../src/engine/fixes/fix-loop.ts';
import type { FixedFile } from '../../src/engine/fixes/fix-loop.ts';
import { lint } from '../../src/engine/run.ts';
import type { Migrate } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import type { TaskMigration } from '../../src/fixers/task-migration.ts';
import type { Target } from '../../src/migration/target.ts';
import { editOf } from '../../src/migration/edit/edit.ts';
import type { EditOrReasons } from '../../src/migration/edit/edit.ts';
import type { ProjectFiles } from '../../src/project/files.ts';
import { loadProject } from '../../src/project/load.ts';
import { RULES } from '../../src/rules/index.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { SERVICES } from '../support/services.ts';

export interface Written {
  readonly files: readonly FixedFile[];
  /** Of the first look. */
  readonly made: EditOrReasons;
  readonly refused: readonly string[];
}

const NOTHING: Target = {
  states: [],
  permissions: [],
  substitutions: [],
  functions: [],
  files: [],
  guards: [],
  changes: [],
  assumptions: [],
};

export interface WriteOptions {
  /** Logical id of the function that is migrated. */
  readonly of?: string;
  readonly removesFunctions?: boolean;
}

export async function writeTarget(
  table: FileTable,
  target: Partial<Target>,
  { of = 'Fn', removesFunctions = false }: WriteOptions = {},
): Promise<Written> {
  const stored = new MemoryFiles(table);
  const seen: EditOrReasons[] = [];
  const selection = selectRules(RULES, {
    preset: 'all',
    only: ['lambda-wrapped-model-call'],
    skip: [],
    levels: new Map(),
  });
  const migrate =
    (files: ProjectFiles): Migrate =>
    (machine) => {
      const found = new Map<State, TaskMigration>();
      const tasks = [...machinesWithin(machine)].flatMap(({ states }) =>
        states.flatMap((state) => {
          const called = state.type === 'Task' ? functionCode(state, files) : undefined;
          return state.type === 'Task' && called !== undefined ? [{ state, called }] : [];
        }),
      );
      for (const { state, called } of tasks.filter((task) => task.called.label === of)) {
        const made = editOf(
          state,
          called,
          { ...NOTHING, ...target },
          {
            isInvokedElsewhere: tasks.some((task) => task.state !== state && task.called.label === of),
            removesFunctions,
            exists: (path) => files.read(files.locate(path)) !== undefined,
          },
        );
        seen.push(made);
        if (made.kind === 'edit') found.set(state, migration(made));
      }
      return Promise.resolve(found);
    };
  const { result, files } = await applyFixes(
    (edited, only) => {
      const inputs = only?.map((path) => ({ path: edited.locate(path), named: true })) ?? stored.inputs();
      const items = loadProject(inputs, edited, { perDeclaration: false });
      return lint(items, selection, SERVICES, { migrate: migrate(edited) });
    },
    stored,
    { safeties: ['safe'], rules: undefined, alone: removesFunctions ? ['lambda-wrapped-model-call'] : [] },
  );
  const refused = result.diagnostics.flatMap(({ refusedFixes }) => refusedFixes.map(({ reason }) => reason));
  const [made = { kind: 'reasons', reasons: [] }] = seen;
  return { files, made, refused };
}

function migration(made: Extract<EditOrReasons, { kind: 'edit' }>): TaskMigration {
  return {
    functionName: 'Fn',
    code: undefined,
    verdict: 'safe',
    isSplit: false,
    wraps: 'model',
    calls: ['converse'],
    why: undefined,
    reasons: [],
    guards: [],
    fix: { title: 'Write it', safety: 'safe', edits: made.edits, files: made.files },
  };
}
