/** The report of definitions in memory, by the same calls as the command line. */
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import type { MachineReport, ProjectReport } from '../../src/report/machine-report.ts';
import { ReportBuilder } from '../../src/report/project-report.ts';
import { RULES } from '../../src/rules/index.ts';
import { MemoryFiles } from '../support/memory-files.ts';
import type { FileTable } from '../support/memory-files.ts';
import { SERVICES } from '../support/services.ts';

export type Json = Readonly<Record<string, unknown>>;

export async function projectReport(table: FileTable, only: readonly string[] = []): Promise<ProjectReport> {
  const files = new MemoryFiles(table);
  const items = loadProject(files.inputs(), files, { perDeclaration: false });
  const selection = selectRules(RULES, { preset: 'all', only, skip: [], levels: new Map() });
  const builder = new ReportBuilder();
  const result = await lint(items, selection, SERVICES, { observe: builder.add });
  return builder.finish(result, '0.0.0');
}

export async function reportOf(definition: Json, only: readonly string[] = []): Promise<MachineReport> {
  const { machines } = await projectReport({ 'flow.asl.json': JSON.stringify(definition, undefined, 2) }, only);
  const [machine] = machines;
  if (machine === undefined || machines.length > 1) throw new Error(`${machines.length} machines`);
  return machine;
}

export const CONVERSE = 'arn:aws:states:::aws-sdk:bedrockruntime:converse';
export const PREFIX = 'BedrockRuntime';

/** A task that calls a model. */
export function ask(more: Json = {}): Json {
  return {
    Type: 'Task',
    Resource: CONVERSE,
    Parameters: {
      ModelId: 'eu.anthropic.claude-haiku-4-5-20251001-v1:0',
      Messages: [{ Role: 'user', Content: [{ Text: 'Classify this.' }] }],
    },
    ...more,
  };
}
