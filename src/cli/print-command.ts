/** `sfn-lint print PATH…`: every machine as the tool read it, once for each place that declares it. */
import type { Machine } from '../asl/model.ts';
import { loadProject } from '../project/load.ts';
import { printable } from '../reporters/printable.ts';
import { spanOf } from '../tree/node.ts';
import type { HostSpan } from '../text/layer.ts';
import { printNode, quote } from './print-node.ts';
import { readInputs } from './inputs.ts';
import { oneOf } from './options.ts';
import type { CommandLine } from './options.ts';
import { writeErr, writeOut } from './output.ts';

interface PrintedMachine {
  readonly name: string;
  readonly machine: Machine;
  /** Where it is declared. */
  readonly site: HostSpan;
}

export async function printCommand(line: CommandLine): Promise<number> {
  const format = oneOf('format', line.options.format ?? 'asl', ['asl', 'json'] as const);
  const { inputs, files } = await readInputs(line);
  const machines: PrintedMachine[] = [];
  let isComplete = true;
  for await (const item of loadProject(inputs, files, { perDeclaration: true })) {
    if (item.kind === 'machine') machines.push(printed(item.machine));
    if (item.kind !== 'problem') continue;
    isComplete = false;
    const { line: row, column } = item.span.file.position(item.span.start);
    writeErr(`${printable(`${item.span.file.path}:${row}:${column}: ${item.message}`)}\n`);
  }
  machines.sort(bySite);
  writeOut(format === 'json' ? asJson(machines) : machines.map(asAsl).join('\n'));
  return isComplete ? 0 : 1;
}

function printed(machine: Machine): PrintedMachine {
  const key = machine.declarations[0]?.resource?.key;
  return { name: machine.name, machine, site: spanOf(key ?? machine.node) };
}

function bySite(a: PrintedMachine, b: PrintedMachine): number {
  const [from, to] = [a.site.file.path, b.site.file.path];
  if (from !== to) return from < to ? -1 : 1;
  return a.site.start - b.site.start;
}

function asJson(machines: readonly PrintedMachine[]): string {
  const entries = machines.map(({ name, machine, site }) => {
    const definition = printNode(machine.node, 'json', '      ');
    return `    {\n      "name": ${quote(name)},\n      "file": ${quote(site.file.path)},\n      "definition": ${definition}\n    }`;
  });
  return entries.length === 0 ? '{\n  "machines": []\n}\n' : `{\n  "machines": [\n${entries.join(',\n')}\n  ]\n}\n`;
}

function asAsl({ name, machine, site }: PrintedMachine): string {
  return `// ${printable(name)} (${printable(site.file.path)})\n${printNode(machine.node, 'asl', '')}\n`;
}
