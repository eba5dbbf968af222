/** Reads and lints a folder in-process, counting for each file the machines that it holds or declares. */
import path from 'node:path';
import type { Machine } from '../../src/asl/model.ts';
import { discover } from '../../src/cli/discover.ts';
import { RunFiles } from '../../src/cli/file-system.ts';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import type { ProjectItem } from '../../src/project/load.ts';
import { REPORT_FORMATS, loadRenderer } from '../../src/report/index.ts';
import type { ProjectReport } from '../../src/report/machine-report.ts';
import { ReportBuilder } from '../../src/report/project-report.ts';
import { RULES } from '../../src/rules/index.ts';
import { spanOf } from '../../src/tree/node.ts';
import { SERVICES } from '../support/services.ts';

export interface CollectedProject {
  readonly items: readonly ProjectItem[];
  /** By path relative to the folder. */
  readonly machinesByFile: ReadonlyMap<string, number>;
}

export async function collectProject(folder: string): Promise<CollectedProject> {
  const files = new RunFiles(folder, true);
  const { inputs } = await discover([folder], folder, files);
  const items: ProjectItem[] = [];
  const machinesByFile = new Map<string, number>();
  const count = (file: string): void => {
    const relative = path.relative(folder, path.resolve(files.root, file)).split(path.sep).join('/');
    machinesByFile.set(relative, (machinesByFile.get(relative) ?? 0) + 1);
  };
  for await (const item of loadProject(inputs, files, { perDeclaration: false })) {
    items.push(item);
    if (item.kind === 'machine') for (const file of filesOf(item.machine)) count(file);
  }
  return { items, machinesByFile };
}

/** The file that holds a definition, and the templates that declare it. */
function filesOf(machine: Machine): ReadonlySet<string> {
  const sites = machine.declarations.flatMap(({ resource }) => (resource === undefined ? [] : [resource.key]));
  return new Set([machine.node, ...sites].map((place) => spanOf(place).file.path));
}

export async function lintCollected({ items }: CollectedProject): Promise<LintResult> {
  const selection = selectRules(RULES, { preset: 'all', only: [], skip: [], levels: new Map() });
  return lint(each(items), selection, SERVICES);
}

/** The report of all machines, in every format. */
export async function reportCollected({ items }: CollectedProject): Promise<readonly [ProjectReport, ...string[]]> {
  const selection = selectRules(RULES, { preset: 'all', only: [], skip: [], levels: new Map() });
  const builder = new ReportBuilder();
  const report = builder.finish(await lint(each(items), selection, SERVICES, { observe: builder.add }), '0.0.0');
  const renderers = await Promise.all(REPORT_FORMATS.map((format) => loadRenderer(format)));
  return [report, ...renderers.map((render) => render(report))];
}

async function* each(items: readonly ProjectItem[]): AsyncGenerator<ProjectItem> {
  for (const item of items) yield await Promise.resolve(item);
}
