/**
 * Lints files in memory as the command line does, with every rule on, and insists on what holds for any input:
 * nothing throws, no rule fails, every place lies inside its file, and every report can be written.
 */
import { expect } from 'vitest';
import { printNode } from '../../src/cli/print-node.ts';
import type { Diagnostic, LintResult } from '../../src/engine/diagnostic.ts';
import { lint } from '../../src/engine/run.ts';
import { selectRules } from '../../src/engine/selection.ts';
import { loadProject } from '../../src/project/load.ts';
import { REPORT_FORMATS, loadReporter } from '../../src/reporters/index.ts';
import type { RenderOptions } from '../../src/reporters/reporter.ts';
import { RULES } from '../../src/rules/index.ts';
import type { HostSpan } from '../../src/text/layer.ts';
import { MemoryFiles } from '../hosts/memory-files.ts';
import type { MemoryContent } from '../hosts/memory-files.ts';
import { SERVICES } from '../support/services.ts';
import { TEMPLATE_RULES } from '../support/template-rules.ts';

const selection = selectRules(RULES, { preset: 'all', only: [], skip: [], levels: new Map() });

const render: Omit<RenderOptions, 'exitCode'> = {
  color: true,
  version: '1.2.3',
  rules: selection.active.map((rule) => ({ meta: rule.module.meta, severity: rule.topSeverity })),
};

/** The result of linting all files as if each were named. */
export async function lintFiles(content: MemoryContent): Promise<LintResult> {
  const files = new MemoryFiles(content);
  return lint(loadProject(files.inputs(true), files, { perDeclaration: false }), selection, SERVICES);
}

/** The same, with everything that must hold of it. */
export async function lintSoundly(content: MemoryContent): Promise<LintResult> {
  const result = await lintFiles(content);
  for (const diagnostic of result.diagnostics) expectSound(diagnostic);
  for (const note of result.notes) if (note.span !== undefined) expectInside(note.span);
  return result;
}

/** Every report of a result, and every machine printed. */
export async function renderSoundly(content: MemoryContent, result: LintResult): Promise<void> {
  for (const format of REPORT_FORMATS) {
    const text = (await loadReporter(format))(result, { ...render, exitCode: 1 });
    if (format === 'json' || format === 'sarif') JSON.parse(text);
  }
  const files = new MemoryFiles(content);
  for await (const item of loadProject(files.inputs(true), files, { perDeclaration: true })) {
    if (item.kind !== 'machine') continue;
    JSON.parse(printNode(item.machine.node, 'json', ''));
    JSON.parse(printNode(item.machine.node, 'asl', ''));
  }
}

function expectSound(diagnostic: Diagnostic): void {
  if (diagnostic.rule === 'internal-error') expect.unreachable(diagnostic.message);
  expectInside(diagnostic.primary);
  for (const { span } of diagnostic.related) expectInside(span);
  if (diagnostic.message === '' || /\{\w+\}\s*$/.test(diagnostic.message)) expect.unreachable(diagnostic.message);
}

function expectInside({ file, start, end }: HostSpan): void {
  const isInside = Number.isInteger(start) && start >= 0 && start <= end && end <= file.text.length;
  if (!isInside) expect.unreachable(`${file.path}: ${start}-${end} of ${file.text.length}`);
  const from = file.position(start);
  const to = file.position(end);
  if (from.line < 1 || from.column < 1 || to.line < from.line) expect.unreachable(`${from.line}:${from.column}`);
}

/** `rule start-end` of each finding. */
export function placesOf({ diagnostics }: LintResult): readonly string[] {
  return diagnostics.map(({ rule, primary }) => `${rule} ${primary.start}-${primary.end}`);
}

/** The same of what is said of definitions, without what is said of the templates around them. */
export function placesInDefinitions(result: LintResult): readonly string[] {
  const diagnostics = result.diagnostics.filter(({ rule }) => !TEMPLATE_RULES.includes(rule));
  return placesOf({ ...result, diagnostics });
}
