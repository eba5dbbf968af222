/**
 * The code behind the Lambda tasks of a machine, for the rules that ask for it. Whether there is any that may call a model
 * is found out here; what reads it is a script of its own, loaded for the first.
 */
import { invokesFunction } from '../asl/integrations.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Machine, State, TaskState } from '../asl/model.ts';
import type { Migrate } from '../engine/run.ts';
import { mayCallModel } from '../handlers/mentions-model.ts';
import type { MigratedTask } from '../migration/index.ts';
import type { ProjectFiles } from '../project/files.ts';
import { functionCode } from '../project/handler-code.ts';
import type { FunctionCode } from '../project/handler-code.ts';

export interface HandlerOptions {
  readonly removesFunctions: boolean;
  /** Whether tasks are wanted as well whose functions call no model, or are not known. */
  readonly isForAll: boolean;
  /** Sees all that is known of a machine, while its tree is there. */
  readonly observe?: ((machine: Machine, tasks: readonly MigratedTask[]) => void) | undefined;
}

const FOR_RULES: HandlerOptions = { removesFunctions: false, isForAll: false };

export function readHandlers(files: ProjectFiles, options: HandlerOptions = FOR_RULES): Migrate {
  return async (machine, analyses) => {
    const tasks = functionTasks(machine, files);
    const isWorth = options.isForAll ? tasks.length > 0 : tasks.some(({ called }) => mayWrapCall(called));
    if (!isWorth) return new Map();
    const { migrateTasks } = await import('../migration/index.ts');
    const { removesFunctions } = options;
    const found = await migrateTasks(tasks, analyses, { removesFunctions, exists: (path) => isThere(files, path) });
    options.observe?.(machine, found);
    return new Map(found.map(({ decision, migration }) => [decision.state, migration]));
  };
}

export interface FunctionTask {
  readonly state: TaskState;
  readonly called: FunctionCode;
}

function functionTasks(machine: Machine, files: ProjectFiles): readonly FunctionTask[] {
  const found: FunctionTask[] = [];
  for (const { states } of machinesWithin(machine)) {
    for (const state of states) {
      const called = isFunctionTask(state) ? functionCode(state, files) : undefined;
      if (called !== undefined) found.push({ state: state as TaskState, called });
    }
  }
  return found;
}

function isFunctionTask(state: State): state is TaskState {
  return state.type === 'Task' && invokesFunction(state.integration);
}

function mayWrapCall({ source }: FunctionCode): boolean {
  return source.kind === 'file' && mayCallModel(source.file.text);
}

function isThere(files: ProjectFiles, shown: string): boolean {
  const path = files.locate(shown);
  return files.read(path) !== undefined || files.list(path) !== undefined;
}
