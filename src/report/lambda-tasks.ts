/** What a report says of Lambda tasks: which code runs behind each, and whether the state could make its call itself. */
import type { TaskState } from '../asl/model.ts';
import type { MigrationOf, TaskMigration } from '../fixers/task-migration.ts';
import { cut } from './machine-report.ts';
import type { Cut, LambdaTaskReport } from './machine-report.ts';
import { placeOf, referTo } from './references.ts';

const MOST_LAMBDA_TASKS = 100;

/** Undefined where nobody looked behind the tasks, or there are none. */
export function lambdaTasksOf(
  tasks: readonly TaskState[],
  migrationOf: MigrationOf,
): Cut<LambdaTaskReport> | undefined {
  const known = tasks.flatMap((state) => {
    const migration = migrationOf(state);
    return migration === undefined ? [] : [{ state, migration }];
  });
  if (known.length === 0) return undefined;
  const { items, total } = cut(known, MOST_LAMBDA_TASKS);
  return { items: items.map(({ state, migration }) => reportLambdaTask(state, migration)), total };
}

function reportLambdaTask(state: TaskState, migration: TaskMigration): LambdaTaskReport {
  const { functionName, code, verdict, calls, why, reasons } = migration;
  return {
    state: referTo(state),
    place: placeOf(state.key),
    function: functionName,
    ...(code === undefined ? {} : { code }),
    calls,
    verdict,
    why: why === undefined ? reasons.map(({ message }) => message) : [why],
  };
}
