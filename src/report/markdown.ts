/**
 * The `markdown` format: for a pull request or the step summary of a workflow, whose limit of 1 MiB it keeps. Machines
 * that no longer fit are counted at the end. Diagrams are Mermaid, which GitHub draws.
 */
import type { AiTaskReport, Cut, MachineReport, ProjectReport, ReportedFinding } from './machine-report.ts';
import { codeBlock, escapeMarkdown, table } from './markdown-text.ts';
import { mermaidOf } from './mermaid.ts';
import * as words from './words.ts';

/** Below 1 MiB by what the last lines take. */
const MOST_BYTES = 1_000_000;

const ROWS = { findings: 50, routes: 60, prompts: 60 } as const;

export function renderMarkdown(report: ProjectReport): string {
  const sections: string[] = [headOf(report)];
  let bytes = sizeOf(sections[0] ?? '');
  let shown = 0;
  for (const machine of report.machines) {
    const section = sectionOf(machine);
    const size = sizeOf(section);
    if (bytes + size > MOST_BYTES) break;
    sections.push(section);
    bytes += size;
    shown++;
  }
  const left = report.machines.length - shown;
  if (left > 0)
    sections.push(`${words.count(left, 'more state machine')} left out: the report is as long as it may be.`);
  return `${sections.join('\n\n')}\n`;
}

function sizeOf(text: string): number {
  return Buffer.byteLength(text) + 2;
}

function headOf({ machines, others }: ProjectReport): string {
  const parts = ['# State machines'];
  if (machines.length === 0) parts.push('No state machine found.');
  if (machines.length > 1) parts.push(overview(machines));
  if (others.total > 0) parts.push('## Findings outside the machines', findingsTable(others));
  return parts.join('\n\n');
}

const MOST_OVERVIEW = 500;

function overview(machines: readonly MachineReport[]): string {
  const rows = machines
    .slice(0, MOST_OVERVIEW)
    .map((machine) => [
      machine.name,
      machine.place.file,
      words.number(machine.states.total),
      words.number(machine.aiTasks.total),
      words.severitiesInWords(machine.severities),
    ]);
  const shown = table(['Machine', 'File', 'States', 'AI tasks', 'Findings'], rows);
  return withRest(shown, words.omitted(machines.length, rows.length, 'machines'));
}

function sectionOf(machine: MachineReport): string {
  return [
    `## ${escapeMarkdown(machine.name)}`,
    escapeMarkdown(words.place(machine.place)),
    facts(machine),
    diagramOf(machine),
    ...aiTasks(machine),
    ...lambdaTasks(machine),
    ...prompts(machine),
    ...errorRoutes(machine),
    ...permissions(machine),
    ...findings(machine),
  ].join('\n\n');
}

function facts(machine: MachineReport): string {
  return words
    .factsOf(machine)
    .map(({ name, text }) => `- **${name}:** ${escapeMarkdown(text)}`)
    .join('\n');
}

function diagramOf({ diagram, states }: MachineReport): string {
  const drawn = diagram === undefined ? undefined : mermaidOf(diagram);
  if (drawn === undefined) return `No diagram: ${words.count(states.total, 'state')} are more than one can show.`;
  return codeBlock('mermaid', drawn);
}

function aiTasks({ aiTasks: tasks }: MachineReport): readonly string[] {
  if (tasks.total === 0) return [];
  const rows = tasks.items.map((task) => [
    words.path(task.state),
    task.operation,
    words.modelInWords(task.model),
    words.callsInWords(task),
    words.factorsInWords(task.calls.factors),
    words.atOnceInWords(task),
    words.runInWords(task),
  ]);
  const columns = ['State', 'Operation', 'Model', 'Calls at worst', 'That is', 'At once', 'One run'];
  return ['### AI tasks', withRest(table(columns, rows), words.omitted(tasks.total, rows.length, 'AI tasks'))];
}

function lambdaTasks({ lambdaTasks: tasks }: MachineReport): readonly string[] {
  if (tasks === undefined) return [];
  const rows = tasks.items.map((task) => [
    words.path(task.state),
    words.codeInWords(task),
    task.calls.length === 0 ? '-' : task.calls.join(', '),
    words.verdictInWords(task),
  ]);
  const shown = table(['State', 'Code', 'Model calls', 'Migration'], rows);
  return ['### Lambda tasks', withRest(shown, words.omitted(tasks.total, rows.length, 'Lambda tasks'))];
}

function prompts({ aiTasks: tasks }: MachineReport): readonly string[] {
  const all = tasks.items.flatMap((task: AiTaskReport) => task.prompts.items);
  if (all.length === 0) return [];
  const rows = all
    .slice(0, ROWS.prompts)
    .map((prompt) => [words.path(prompt.state), words.promptInWords(prompt), words.place(prompt.place)]);
  const total = tasks.items.reduce((sum, task) => sum + task.prompts.total, 0);
  const shown = table(['State', 'Prompt', 'Place'], rows);
  return ['### Prompts', withRest(shown, words.omitted(total, rows.length, 'prompts'))];
}

function errorRoutes({ errorRoutes: routes }: MachineReport): readonly string[] {
  if (routes.total === 0) return [];
  const rows = routes.items
    .slice(0, ROWS.routes)
    .map((route) => [
      words.path(route.state),
      route.error,
      words.retriesInWords(route),
      words.routeInWords(route.then, route.state),
      words.outcomeInWords(route),
    ]);
  const shown = table(['State', 'Error', 'Retries', 'Then', 'Execution'], rows);
  return ['### Error routes', withRest(shown, words.omitted(routes.total, rows.length, 'routes'))];
}

function permissions({ permissions: needed }: MachineReport): readonly string[] {
  if (needed === undefined) return [];
  const open = needed.open.map((text) => `- ${escapeMarkdown(text)}`);
  return [
    '### Permissions needed',
    codeBlock('json', words.policyText(needed)),
    ...(open.length === 0 ? [] : [open.join('\n')]),
  ];
}

function findings(machine: MachineReport): readonly string[] {
  if (machine.findings.total === 0) return ['### Findings', 'None.'];
  return ['### Findings', findingsTable(machine.findings)];
}

function findingsTable({ items, total }: Cut<ReportedFinding>): string {
  const rows = items
    .slice(0, ROWS.findings)
    .map(({ severity, rule, message, help, place }) => [
      severity,
      rule,
      help === undefined ? message : `${message} ${help}`,
      words.place(place),
    ]);
  const shown = table(['Level', 'Rule', 'Finding', 'Place'], rows);
  return withRest(shown, words.omitted(total, rows.length, 'findings'));
}

function withRest(shown: string, rest: string | undefined): string {
  return rest === undefined ? shown : `${shown}\n\n${rest}`;
}
