/** `sfn-lint migrate PATH…`: what runs behind each Lambda task, and whether the state can make the model call itself. */
import { MachineAnalyses } from '../analysis/index.ts';
import { invokesFunction } from '../asl/integrations.ts';
import { machinesWithin } from '../asl/model.ts';
import type { Machine, TaskState } from '../asl/model.ts';
import type { ServiceTables } from '../aws/services/tables.ts';
import { decide } from '../migration/decide.ts';
import type { Decision } from '../migration/decide.ts';
import { renderJson, renderText } from '../migration/render.ts';
import type { DecidedMachine } from '../migration/render.ts';
import { functionCode } from '../project/handler-code.ts';
import type { ProjectFiles } from '../project/files.ts';
import { loadProject } from '../project/load.ts';
import { printable } from '../reporters/printable.ts';
import { spanOf } from '../tree/node.ts';
import { readInputs } from './inputs.ts';
import { oneOf } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeErr, writeOut } from './output.ts';
import { readServiceTables } from './service-files.ts';

export async function migrateCommand(line: CommandLine, services: string): Promise<number> {
  const format = oneOf('format', line.options.format ?? 'text', ['text', 'json'] as const);
  const { inputs, files } = await readInputs(line);
  const tables = readServiceTables(services);
  const machines: DecidedMachine[] = [];
  let isComplete = true;
  for await (const item of loadProject(inputs, files, { perDeclaration: false })) {
    if (item.kind === 'machine') machines.push(...(await decided(item.machine, files, tables)));
    if (item.kind !== 'problem') continue;
    isComplete = false;
    const { line: row, column } = item.span.file.position(item.span.start);
    writeErr(`${printable(`${item.span.file.path}:${row}:${column}: ${item.message}`)}\n`);
  }
  writeOut(format === 'json' ? renderJson(machines) : renderText(machines, printable));
  return isComplete ? 0 : 1;
}

/** None for a machine without Lambda tasks. */
async function decided(
  machine: Machine,
  files: ProjectFiles,
  services: ServiceTables,
): Promise<readonly DecidedMachine[]> {
  const tasks = [...machinesWithin(machine)].flatMap(({ states }) => states.filter(isFunctionTask));
  if (tasks.length === 0) return [];
  const { parseJsonata } = await import('../expr/jsonata/parse.ts');
  const analyses = new MachineAnalyses(machine, parseJsonata, services);
  const decisions: Decision[] = [];
  for (const task of tasks) {
    const called = functionCode(task, files);
    if (called === undefined) continue;
    decisions.push(await decide(task, called, { services, input: analyses.dataFlow.inputOf(task) }));
  }
  return [{ name: machine.name, file: spanOf(machine.node).file.path, decisions }];
}

function isFunctionTask(state: Machine['states'][number]): state is TaskState {
  return state.type === 'Task' && invokesFunction(state.integration);
}
