/** `sfn-lint report`: formats, outputs, what it reads, and its exit codes. */
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { MachineReport } from '../../src/report/machine-report.ts';
import { reportOf } from './report.ts';
import { BROKEN, CLEAN, ERROR, ERROR_RULE, WARNING, WARNING_RULE, samTemplate } from './samples.ts';
import { Workspace, workspace } from './workspace.ts';
import type { Run } from './workspace.ts';

const EXAMPLES = path.resolve(import.meta.dirname, '../../examples');

interface JsonReport {
  readonly machines: readonly MachineReport[];
  readonly others: { readonly items: readonly { readonly rule: string }[]; readonly total: number };
}

function json({ out }: Run): JsonReport {
  return JSON.parse(out) as JsonReport;
}

let project: Workspace;
beforeAll(() => {
  project = new Workspace({ 'a/error.asl.json': ERROR, 'b/warning.asl.json': WARNING, 'b/other.json': '{"x": 1}' });
});
afterAll(() => project.remove());

describe('report', () => {
  it('prints Markdown of what lies below the working directory', () => {
    const { code, out, err } = project.run(['report'], { cwd: 'b' });
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^# State machines\n\n## warning\n\nb\/warning\.asl\.json:1:1\n/);
    expect(out).toContain('```mermaid\nflowchart TD\n');
  });

  it('takes paths, and reports in the order of files', () => {
    const { machines } = json(project.run(['report', '--format', 'json', 'b', 'a']));
    expect(machines.map(({ name, place }) => [name, place.file])).toEqual([
      ['error', 'a/error.asl.json'],
      ['warning', 'b/warning.asl.json'],
    ]);
  });

  it('writes other formats to files beside it', () => {
    const there = workspace({ 'a.asl.json': WARNING });
    const args = ['report', '--output', 'html=report.html', '--output', 'json=report.json', '--format', 'markdown'];
    const { code, out } = there.run(args);
    expect(code).toBe(0);
    expect(out).toContain('## a\n');
    expect(there.read('report.html')).toMatch(/^<!doctype html>[^]*<\/html>\n$/);
    expect(there.read('report.json')).toBe(there.run(['report', '--format', 'json', 'a.asl.json']).out);
  });

  it('reads standard input', () => {
    const { code, out } = project.run(['report', '--format', 'json', '--stdin-filename', 'draft.asl.json'], {
      input: CLEAN,
    });
    expect(code).toBe(0);
    expect((JSON.parse(out) as JsonReport).machines.map(({ name }) => name)).toEqual(['draft']);
  });

  it('takes the rules that lint takes, from options and configuration', () => {
    const there = workspace({
      'a.asl.json': WARNING,
      'sfn-lint.config.json': `{"rules": {"${WARNING_RULE}": "error"}, "failOn": "note"}`,
    });
    const found = (...args: readonly string[]): readonly (readonly [string, string])[] => {
      const run = there.run(['report', '--format', 'json', ...args]);
      expect(run.code).toBe(0);
      return json(run).machines.flatMap(({ findings }) => findings.items.map((f) => [f.rule, f.severity] as const));
    };
    expect(found('--only', WARNING_RULE)).toEqual([[WARNING_RULE, 'error']]);
    expect(found('--only', WARNING_RULE, '--no-config-lookup')).toEqual([[WARNING_RULE, 'warning']]);
    expect(found('--skip', WARNING_RULE).map(([rule]) => rule)).not.toContain(WARNING_RULE);
  });

  it('shows errors only when that is asked for', () => {
    const { machines } = json(project.run(['report', '--format', 'json', '--quiet']));
    expect(machines.map(({ severities }) => severities.warning + severities.note)).toEqual([0, 0]);
    expect(machines.map(({ severities }) => severities.error)).toEqual([1, 0]);
  });

  it('gives the same twice', () => {
    for (const format of ['markdown', 'html', 'json']) {
      const args = ['report', '--format', format, '--allow-outside', EXAMPLES];
      expect(project.run(args).out).toBe(project.run(args).out);
    }
  });

  it('reports every machine of the examples, in every format', () => {
    const { summary } = reportOf(project.run(['--format', 'json', '--exit-zero', '--allow-outside', EXAMPLES]));
    const args = ['report', '--allow-outside', EXAMPLES, '--output', `html=${project.at('e.html')}`];
    const { machines } = json(project.run([...args, '--format', 'json']));
    expect(machines.length).toBeGreaterThan(5);
    expect(machines).toHaveLength(Number(summary.machines));
    expect(project.read('e.html').match(/<svg /g)).toHaveLength(machines.length);
  });

  it('says when there is no machine', () => {
    expect(workspace({ 'x.json': '{"x": 1}' }).run(['report'])).toEqual({
      code: 0,
      out: '# State machines\n\nNo state machine found.\n',
      err: 'note: no state machine found\n',
    });
  });
});

describe('the exit code of report', () => {
  it.each([
    [[], 0],
    [['--fail-on', 'error'], 1],
    [['--fail-on', 'error', '--exit-zero'], 0],
    [['--fail-on', 'never'], 0],
    [['--max-warnings', '0', '--only', WARNING_RULE], 1],
    [['--max-warnings', '0', '--only', ERROR_RULE], 0],
  ])('with %j is %d', (args, code) => {
    expect(project.run(['report', ...args]).code).toBe(code);
  });

  it('is 1 when a definition cannot be read, and the report says so', () => {
    const there = workspace({ 'a.asl.json': CLEAN, 'b.asl.json': BROKEN });
    const run = there.run(['report', '--format', 'json']);
    expect(run.code).toBe(1);
    expect(json(run).machines.map(({ name }) => name)).toEqual(['a']);
    expect(json(run).others.items.map(({ rule }) => rule)).toEqual(['parse-error']);
    expect(there.run(['report', '--exit-zero']).code).toBe(0);
  });

  it.each([
    [['--format', 'sarif'], '--format takes markdown, html, json, not "sarif"'],
    [['--format', 'htlm'], 'did you mean html?'],
    [['--output', 'html'], '--output takes FORMAT=FILE, not "html"'],
    [['--output', 'sarif=x'], '--output takes markdown, html, json'],
    [['nowhere.json'], 'nowhere.json: no such file or folder'],
    [['--output', 'html=no/such/folder/x.html'], 'cannot be written'],
  ])('is 2 for %j', (args, message) => {
    const { code, out, err } = project.run(['report', ...args]);
    expect({ code, out }).toEqual({ code: 2, out: '' });
    expect(err).toContain(message);
  });

  it('leaves the formats of lint as they are', () => {
    const { code, err } = project.run(['--format', 'html']);
    expect(code).toBe(2);
    expect(err).toContain('--format takes pretty, json, sarif, github');
  });
});

describe('a machine that several templates declare', () => {
  it('is reported once, with all of them', () => {
    const there = workspace({
      'one.json': samTemplate({ One: { DefinitionUri: 'flow.asl.json', Type: 'EXPRESS' } }),
      'two.json': samTemplate({ Two: { DefinitionUri: 'flow.asl.json', Type: 'EXPRESS' } }),
      'flow.asl.json': CLEAN,
    });
    const { machines } = json(there.run(['report', '--format', 'json']));
    expect(machines).toHaveLength(1);
    expect(machines[0]).toMatchObject({ name: 'flow', type: 'EXPRESS' });
    expect(machines[0]?.declarations.map(({ name }) => name)).toEqual(['One', 'Two']);
  });
});
