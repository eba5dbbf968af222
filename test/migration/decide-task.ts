/** Decides on the one Lambda task of a project in memory, as the command does. */
import { MachineAnalyses } from '../../src/analysis/index.ts';
import { machinesWithin } from '../../src/asl/model.ts';
import type { TaskState } from '../../src/asl/model.ts';
import { parseJsonata } from '../../src/expr/jsonata/parse.ts';
import { understand } from '../../src/handlers/understand.ts';
import { decide } from '../../src/migration/decide.ts';
import type { CalledFunction, Decision } from '../../src/migration/outcome.ts';
import { environmentOf } from '../../src/migration/function-gates.ts';
import { splitTask } from '../../src/migration/split/split.ts';
import type { SplitOutcome } from '../../src/migration/split/split.ts';
import { functionCode } from '../../src/project/handler-code.ts';
import { loadProject } from '../../src/project/load.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { SERVICES } from '../support/services.ts';

interface FoundTask {
  readonly state: TaskState;
  readonly called: CalledFunction;
  readonly analyses: MachineAnalyses;
}

async function tasksOf(table: FileTable): Promise<readonly FoundTask[]> {
  const files = new MemoryFiles(table);
  const tasks: FoundTask[] = [];
  for await (const item of loadProject(files.inputs(), files, { perDeclaration: false })) {
    if (item.kind !== 'machine') continue;
    const analyses = new MachineAnalyses(item.machine, parseJsonata, SERVICES);
    for (const state of [...machinesWithin(item.machine)].flatMap(({ states }) => states)) {
      const called = state.type === 'Task' ? functionCode(state, files) : undefined;
      if (state.type === 'Task' && called !== undefined) tasks.push({ state, called, analyses });
    }
  }
  return tasks;
}

export async function decideAll(table: FileTable): Promise<readonly Decision[]> {
  const decisions: Decision[] = [];
  for (const { state, called, analyses } of await tasksOf(table))
    decisions.push(await decide(state, called, { services: SERVICES, input: analyses.dataFlow.inputOf(state) }));
  return decisions;
}

export interface HandlerFile {
  readonly file: string;
  readonly text: string;
  /** The function in it. */
  readonly handler?: string | undefined;
  /** What else the template says of the function. */
  readonly environment?: object | undefined;
  readonly Timeout?: number;
}

/** Decides on a task of these states that runs the function in one file. */
export async function decisionOn(states: object, { file, text, handler, ...others }: HandlerFile): Promise<Decision> {
  const runtime = file.endsWith('.py') ? 'python3.12' : 'nodejs22.x';
  const settings = { handler: `${file.replace(/\..*$/, '')}.${handler ?? 'handler'}`, runtime, ...others };
  const [decision] = await decideAll({ 'template.json': template(states, settings), [`fn/${file}`]: text });
  return decision!;
}

/** The split of the one task, whether or not there is a better way. */
export async function splitOfTask(table: FileTable): Promise<SplitOutcome> {
  const [task] = await tasksOf(table);
  const { state, called } = task!;
  if (called.source.kind !== 'file') throw new Error('no source');
  const { path, file, handler: name } = called.source;
  const found = await understand({ path, text: file.text, name, environment: environmentOf(called) });
  return splitTask({ state, called, found, services: SERVICES });
}

/** A SAM template with one function and a machine of the given states. */
export function template(
  states: object,
  {
    handler,
    environment = {},
    runtime = 'python3.12',
    ...others
  }: { handler: string; environment?: object | undefined; runtime?: string } & Record<string, unknown>,
): string {
  return JSON.stringify({
    Transform: 'AWS::Serverless-2016-10-31',
    Resources: {
      Fn: {
        Type: 'AWS::Serverless::Function',
        Properties: {
          Runtime: runtime,
          CodeUri: 'fn/',
          Handler: handler,
          Timeout: 30,
          Environment: { Variables: environment },
          ...others,
        },
      },
      Machine: {
        Type: 'AWS::Serverless::StateMachine',
        Properties: { Definition: { StartAt: 'Ask', States: states } },
      },
    },
  });
}
