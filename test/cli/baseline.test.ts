/** The baseline: what it holds is not shown and does not fail, what is new is, what is gone is told and dropped. */
import { rmSync } from 'node:fs';
import type { Log } from 'sarif';
import { describe, expect, it } from 'vitest';
import { findingsOf, reportOf } from './report.ts';
import { CLEAN, ERROR, ERROR_RULE, TWO_WARNINGS, WARNING, WARNING_RULE } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const FILE = 'known.json';
const USE = ['--baseline', FILE, '--only', `${WARNING_RULE},${ERROR_RULE}`, '--format', 'json'];
const UPDATE = [...USE, '--update-baseline'];

interface BaselineText {
  readonly version: number;
  readonly findings: readonly Readonly<Record<string, string>>[];
}

const read = (project: Workspace): BaselineText => JSON.parse(project.read(FILE)) as BaselineText;
const count = (project: Workspace, args: readonly string[] = USE): number => findingsOf(project.run(args)).length;

function accepted(files: Readonly<Record<string, string>>): Workspace {
  const project = workspace(files);
  expect(project.run(UPDATE).code).toBe(0);
  return project;
}

describe('a baseline', () => {
  it('is written, for people to read, in an order of its own', () => {
    const project = accepted({ 'b.asl.json': TWO_WARNINGS, 'a.asl.json': ERROR });
    const text = project.read(FILE);
    expect(text).toMatch(/^\{\n {2}"version": 1,\n {2}"findings": \[\n {4}\{\n {6}"rule": /);
    const { findings } = read(project);
    expect(findings.map(({ rule, file, machine, state }) => [rule, file, machine, state])).toEqual([
      [ERROR_RULE, 'a.asl.json', 'a', 'Run'],
      [WARNING_RULE, 'b.asl.json', 'b', 'Again'],
      [WARNING_RULE, 'b.asl.json', 'b', 'Ask'],
    ]);
    expect(findings[1]?.message).toContain('State "Again"');
    expect(new Set(findings.map(({ fingerprint }) => fingerprint)).size).toBe(3);
    project.run(UPDATE);
    expect(project.read(FILE)).toBe(text);
  });

  it('keeps what it holds out of the report and the exit code, and counts it', () => {
    const project = accepted({ 'a.asl.json': ERROR });
    expect(project.run(['--only', ERROR_RULE]).code).toBe(1);
    const run = project.run(USE);
    expect(run).toMatchObject({ code: 0, err: '' });
    expect(reportOf(run)).toMatchObject({ findings: [], summary: { errors: 0, suppressed: 0, baselined: 1 } });
    const pretty = project.run(['--baseline', FILE, '--only', ERROR_RULE]);
    expect(pretty.out).toMatch(/^✔ No problems in 1 file; 1 state machine, 2 states checked; 1 in the baseline\n$/);
  });

  it('outlives edits elsewhere, and shows what is new', () => {
    const project = accepted({ 'a.asl.json': WARNING });
    project.write('a.asl.json', `\n\n${WARNING.replace('"Type"', '"Comment": "asks", "Type"')}`);
    expect(count(project)).toBe(0);
    project.write('a.asl.json', TWO_WARNINGS);
    expect(findingsOf(project.run(USE)).map(({ state }) => state)).toEqual(['Again']);
    expect(project.run([...USE, '--fail-on', 'warning']).code).toBe(1);
    const note = 'note: wrote the baseline known.json with 2 findings (1 new, 0 dropped)\n';
    expect(project.run(UPDATE)).toMatchObject({ code: 0, err: note });
    expect(count(project)).toBe(0);
  });

  it('tells of what is gone, and drops it on update', () => {
    const project = accepted({ 'a.asl.json': TWO_WARNINGS, 'b.asl.json': WARNING });
    project.write('b.asl.json', CLEAN);
    const note = 'note: the baseline known.json holds a finding that is gone; --update-baseline drops them\n';
    expect(project.run(USE)).toMatchObject({ code: 0, err: note });
    expect(project.run(UPDATE).err).toContain('with 2 findings (0 new, 1 dropped)');
    expect(read(project).findings.map(({ file }) => file)).toEqual(['a.asl.json', 'a.asl.json']);
  });

  it('loses nothing to a run that sees less', () => {
    const project = accepted({ 'a.asl.json': ERROR, 'b.asl.json': WARNING });
    const text = project.read(FILE);
    expect(project.run(['b.asl.json', ...UPDATE]).err).toContain('(0 new, 0 dropped)');
    expect(project.run(['--baseline', FILE, '--only', WARNING_RULE, '--update-baseline']).err).toContain('0 dropped');
    expect(project.read(FILE)).toBe(text);
    project.write('a.asl.json', '{');
    expect(project.run(UPDATE).err).toContain('0 dropped');
    expect(project.read(FILE)).toBe(text);
  });

  it('drops the findings of a file that is gone', () => {
    const project = accepted({ 'a.asl.json': ERROR, 'b.asl.json': WARNING });
    rmSync(project.at('a.asl.json'));
    expect(project.run(['b.asl.json', ...UPDATE]).err).toContain('(0 new, 1 dropped)');
  });

  it('tells apart findings that are alike but for their place', () => {
    const rule = 'uncatchable-error-name';
    const names = (count: number): readonly string[] => Array.from({ length: count }, () => 'States.Runtime');
    const task = (count: number): object => ({
      Type: 'Task',
      Resource: 'arn:aws:states:::sns:publish',
      Retry: [{ ErrorEquals: names(count) }],
      End: true,
    });
    const machine = (state: object): string => JSON.stringify({ StartAt: 'A', States: { A: state } });
    const project = workspace({ 'a.asl.json': machine(task(1)) });
    const use = ['--baseline', FILE, '--only', rule, '--format', 'json'];
    project.run([...use, '--update-baseline']);
    project.write('a.asl.json', machine(task(2)));
    expect(count(project, use)).toBe(1);
  });

  it('may be named by the configuration, relative to it', () => {
    const project = workspace({ 'sub/a.asl.json': ERROR, 'sub/sfn-lint.config.json': `{"baseline": "${FILE}"}` });
    expect(project.run(['--update-baseline'], { cwd: 'sub' }).code).toBe(0);
    expect(project.read(`sub/${FILE}`)).toContain(ERROR_RULE);
    expect(project.run([], { cwd: 'sub' }).code).toBe(0);
  });

  it('states in SARIF what is new, and on request what is not', () => {
    const project = accepted({ 'a.asl.json': WARNING });
    project.write('a.asl.json', TWO_WARNINGS);
    const states = (...args: readonly string[]): readonly unknown[] => {
      const { out } = project.run(['--baseline', FILE, '--only', WARNING_RULE, '--format', 'sarif', ...args]);
      return ((JSON.parse(out) as Log).runs[0]?.results ?? []).map(({ baselineState, suppressions }) => [
        baselineState,
        suppressions?.map(({ kind, justification }) => `${kind}: ${justification}`),
      ]);
    };
    expect(states()).toEqual([['new', undefined]]);
    expect(states('--report-suppressed')).toEqual([
      ['unchanged', ['external: It is in the baseline known.json.']],
      ['new', undefined],
    ]);
  });

  it('has the fingerprints of the SARIF report, whatever is left out of that', () => {
    const project = accepted({ 'a.asl.json': TWO_WARNINGS });
    const { out } = project.run(['--only', WARNING_RULE, '--format', 'sarif']);
    const prints = (JSON.parse(out) as Log).runs[0]?.results?.map(
      ({ partialFingerprints }) => partialFingerprints?.['sfnLint/v1'],
    );
    expect(
      read(project)
        .findings.map(({ fingerprint }) => fingerprint)
        .sort(),
    ).toEqual(prints?.sort());
  });
});

describe('a baseline that cannot be used ends the run with 2', () => {
  it.each([
    ['{', '1:2: '],
    ['[]', '1:1: a baseline is an object'],
    ['{"version": 2, "findings": []}', '1:13: a baseline of version 1 is wanted'],
    ['{"findings": []}', '1:1: a baseline of version 1 is wanted'],
    ['{"version": 1}', '1:1: a baseline has a list of findings'],
    ['{"version": 1, "findings": [7]}', '1:29: a finding of a baseline has a text for rule'],
    ['{"version": 1, "findings": [{"rule": "r", "file": "f", "message": "m"}]}', 'a text for fingerprint'],
    ['', 'empty'],
  ])('%s', (text, words) => {
    const run = workspace({ 'a.asl.json': CLEAN, [FILE]: text }).run(USE);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('known.json');
    expect(run.err).toContain(words);
  });

  it('when it is missing, or none is named', () => {
    const project = workspace({ 'a.asl.json': CLEAN });
    expect(project.run(USE)).toMatchObject({ code: 2, out: '' });
    expect(project.run(['--update-baseline']).err).toContain('--update-baseline goes with --baseline FILE');
    expect(project.run(['--update-baseline']).code).toBe(2);
    expect(project.run(['--baseline', 'none/known.json', '--update-baseline'])).toMatchObject({ code: 2, out: '' });
  });
});
