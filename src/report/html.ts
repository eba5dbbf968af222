/**
 * The `html` format: one file that needs nothing else, neither network nor script. The policy in its head lets a browser
 * load nothing, whatever a definition may have got into the text.
 */
import type { Cut, MachineReport, ProjectReport, ReportedFinding } from './machine-report.ts';
import { STYLE } from './html-style.ts';
import { renderSvg } from './svg.ts';
import * as words from './words.ts';
import { escapeXml } from './xml-text.ts';

const POLICY = "default-src 'none'; style-src 'unsafe-inline'";

export function renderHtml(report: ProjectReport): string {
  return [
    '<!doctype html>',
    '<html lang="en">',
    '<head>',
    '<meta charset="utf-8">',
    '<meta name="viewport" content="width=device-width, initial-scale=1">',
    `<meta http-equiv="Content-Security-Policy" content="${escapeXml(POLICY)}">`,
    '<meta name="referrer" content="no-referrer">',
    '<title>State machines</title>',
    `<style>${STYLE}</style>`,
    '</head>',
    '<body>',
    '<h1>State machines</h1>',
    ...headOf(report),
    ...report.machines.map((machine, i) => sectionOf(machine, `m${i + 1}`, i === 0)),
    `<p class="rest">Made by sfn-lint ${escapeXml(report.version)}.</p>`,
    '</body>',
    '</html>',
    '',
  ].join('\n');
}

function headOf({ machines, others }: ProjectReport): readonly string[] {
  if (machines.length === 0 && others.total === 0) return ['<p>No state machine found.</p>'];
  const rows = machines.map((machine, i) => [
    `<a href="#m${i + 1}">${text(words.shortName(machine.name))}</a>`,
    text(machine.place.file),
    words.number(machine.states.total),
    words.number(machine.aiTasks.total),
    text(words.severitiesInWords(machine.severities)),
  ]);
  const overview = table(['Machine', 'File', 'States', 'AI tasks', 'Findings'], rows);
  const outside = others.total === 0 ? [] : ['<h3>Findings outside the machines</h3>', findingsTable(others)];
  return machines.length > 1 ? [overview, ...outside] : outside;
}

function sectionOf(machine: MachineReport, id: string, isFirst: boolean): string {
  return [
    `<section id="${id}">`,
    `<h2${isFirst ? ' class="first"' : ''}>${text(machine.name)}</h2>`,
    `<p class="place">${text(words.place(machine.place))}</p>`,
    `<dl>${words.factsOf(machine).map(fact).join('')}</dl>`,
    diagramOf(machine, id),
    ...findings(machine),
    ...aiTasks(machine),
    ...lambdaTasks(machine),
    ...prompts(machine),
    ...errorRoutes(machine),
    ...permissions(machine),
    '</section>',
  ].join('\n');
}

function fact({ name, text: value }: words.Fact): string {
  return `<dt>${text(name)}</dt><dd>${text(value)}</dd>`;
}

const KEY =
  '<p class="rest">Violet: calls a model or an agent. Dashed red: where a caught error goes. A number: findings in that state.</p>';

function diagramOf({ diagram, states, name }: MachineReport, id: string): string {
  if (diagram === undefined) {
    return `<p class="rest">No diagram: ${words.count(states.total, 'state')} are more than one can show.</p>`;
  }
  return `<div class="diagram" tabindex="0" role="group" aria-label="Diagram">${renderSvg(diagram, name, id)}</div>${KEY}`;
}

function aiTasks({ aiTasks: tasks }: MachineReport): readonly string[] {
  if (tasks.total === 0) return [];
  const rows = tasks.items.map((task) =>
    [
      words.path(task.state),
      task.operation,
      words.modelInWords(task.model),
      words.callsInWords(task),
      words.factorsInWords(task.calls.factors),
      words.atOnceInWords(task),
      words.runInWords(task),
    ].map(text),
  );
  const columns = ['State', 'Operation', 'Model', 'Calls at worst', 'That is', 'At once', 'One run'];
  return ['<h3>AI tasks</h3>', table(columns, rows), ...rest(words.omitted(tasks.total, rows.length, 'AI tasks'))];
}

function lambdaTasks({ lambdaTasks: tasks }: MachineReport): readonly string[] {
  if (tasks === undefined) return [];
  const rows = tasks.items.map((task) => [
    text(words.path(task.state)),
    text(words.codeInWords(task)),
    text(task.calls.length === 0 ? '-' : task.calls.join(', ')),
    text(words.verdictInWords(task)),
  ]);
  return [
    '<h3>Lambda tasks</h3>',
    table(['State', 'Code', 'Model calls', 'Migration'], rows),
    ...rest(words.omitted(tasks.total, rows.length, 'Lambda tasks')),
  ];
}

function prompts({ aiTasks: tasks }: MachineReport): readonly string[] {
  const rows = tasks.items.flatMap((task) =>
    task.prompts.items.map((prompt) =>
      [words.path(prompt.state), words.promptInWords(prompt), words.place(prompt.place)].map(text),
    ),
  );
  if (rows.length === 0) return [];
  const total = tasks.items.reduce((sum, task) => sum + task.prompts.total, 0);
  return [
    '<h3>Prompts</h3>',
    table(['State', 'Prompt', 'Place'], rows),
    ...rest(words.omitted(total, rows.length, 'prompts')),
  ];
}

function errorRoutes({ errorRoutes: routes }: MachineReport): readonly string[] {
  if (routes.total === 0) return [];
  const rows = routes.items.map((route) =>
    [
      words.path(route.state),
      route.error,
      words.retriesInWords(route),
      words.routeInWords(route.then, route.state),
      words.outcomeInWords(route),
    ].map(text),
  );
  return [
    '<h3>Error routes</h3>',
    table(['State', 'Error', 'Retries', 'Then', 'Execution'], rows),
    ...rest(words.omitted(routes.total, rows.length, 'routes')),
  ];
}

function permissions({ permissions: needed }: MachineReport): readonly string[] {
  if (needed === undefined) return [];
  const open = needed.open.map((line) => `<li>${text(line)}</li>`);
  return [
    '<h3>Permissions needed</h3>',
    `<pre>${words.policyText(needed).split('\n').map(escapeXml).join('\n')}</pre>`,
    ...(open.length === 0 ? [] : [`<ul>${open.join('')}</ul>`]),
  ];
}

function findings(machine: MachineReport): readonly string[] {
  if (machine.findings.total === 0) return ['<h3>Findings</h3>', '<p>None.</p>'];
  return ['<h3>Findings</h3>', findingsTable(machine.findings)];
}

function findingsTable({ items, total }: Cut<ReportedFinding>): string {
  const rows = items.map(({ severity, rule, message, help, place }) => [
    `<span class="level-${severity}">${severity}</span>`,
    text(rule),
    text(message) + (help === undefined ? '' : `<span class="help">${text(help)}</span>`),
    text(words.place(place)),
  ]);
  return [
    table(['Level', 'Rule', 'Finding', 'Place'], rows),
    ...rest(words.omitted(total, rows.length, 'findings')),
  ].join('\n');
}

/** The cells are markup already. */
function table(columns: readonly string[], rows: readonly (readonly string[])[]): string {
  const head = columns.map((name) => `<th scope="col">${text(name)}</th>`).join('');
  const body = rows.map((row) => {
    const cells = row.map((cell, i) => `<td data-name="${text(columns[i] ?? '')}">${cell}</td>`);
    return `<tr>${cells.join('')}</tr>`;
  });
  return `<table><thead><tr>${head}</tr></thead><tbody>\n${body.join('\n')}\n</tbody></table>`;
}

function rest(line: string | undefined): readonly string[] {
  return line === undefined ? [] : [`<p class="rest">${text(line)}</p>`];
}

const MOST_CHARACTERS = 4000;

/** Escaped, and cut where no person reads on. */
function text(value: string): string {
  return escapeXml(value.length > MOST_CHARACTERS ? `${value.slice(0, MOST_CHARACTERS)}…` : value);
}
