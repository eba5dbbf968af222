/** What goes to standard output, to standard error and to files, and in which colours. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOf, reportOf } from './report.ts';
import { BROKEN, CLEAN, ERROR, ERROR_RULE, WARNING, WARNING_RULE, samTemplate } from './samples.ts';
import { Workspace, workspace } from './workspace.ts';

/** A template whose definition nobody can read here, which is worth a note. */
const NOTED = samTemplate({ Elsewhere: { DefinitionUri: 's3://bucket/key.json' } });

let project: Workspace;
beforeAll(() => {
  project = new Workspace({ 'a/error.asl.json': ERROR, 'b/warning.asl.json': WARNING, 'noted.json': NOTED });
});
afterAll(() => project.remove());

describe('standard output', () => {
  it.each(['json', 'sarif'])('is one JSON document under --format %s, although there are notes', (format) => {
    const { out, err } = project.run(['--format', format]);
    expect(err).toMatch(/^note: noted\.json:6:\d+: .*Elsewhere/);
    expect(() => JSON.parse(out) as unknown).not.toThrow();
    expect(out).toMatch(/^\{[^]*\}\n$/);
    expect(out).not.toContain('note: ');
  });

  it('holds the findings alone in every format, and the notes go to standard error', () => {
    for (const format of ['pretty', 'github']) {
      const { out, err } = project.run(['--format', format]);
      expect(out).toContain('error.asl.json');
      expect(out).not.toContain('Elsewhere');
      expect(err).not.toContain('error.asl.json');
    }
  });

  it('has nothing of findings on standard error when there are no notes', () => {
    expect(project.run(['a', '--format', 'json']).err).toBe('');
  });

  it('ends a pretty report in a line that sums up', () => {
    const [sum, fixes] = project.run(['a', '--only', ERROR_RULE]).out.trimEnd().split('\n').slice(-2);
    expect(sum).toMatch(/1 problem \(1 error\) in 1 file; 1 state machine checked/);
    expect(fixes).toBe('  1 fixable with --fix --unsafe');
    expect(workspace({ 'a.asl.json': CLEAN }).run([]).out).toMatch(/No problems in 1 file; 1 state machine, 1 state/);
  });

  it('keeps --format json the same for machines and terminals', () => {
    const plain = project.run(['a', '--format', 'json']).out;
    expect(project.run(['a', '-f', 'json', '--color'], { env: { FORCE_COLOR: '1' } }).out).toBe(plain);
  });
});

describe('--quiet', () => {
  it('shows errors only', () => {
    const run = project.run(['--quiet', '--format', 'json']);
    expect(new Set(findingsOf(run).map(({ severity }) => severity))).toEqual(new Set(['error']));
    expect(project.run(['--quiet', 'b']).out).not.toContain(WARNING_RULE);
  });
});

describe('--output', () => {
  it('writes reports beside the one on standard output, the same bytes as --format gives', () => {
    const there = workspace({ 'a.asl.json': ERROR });
    const { out } = there.run([
      '--output',
      'sarif=out.sarif',
      '--output',
      'json=out.json',
      '--output',
      'github=out.txt',
    ]);
    expect(out).toContain('1 problem');
    for (const [format, file] of Object.entries({ sarif: 'out.sarif', json: 'out.json', github: 'out.txt' })) {
      expect(there.read(file)).toBe(there.run(['--format', format, 'a.asl.json']).out);
    }
  });

  it('takes a path relative to the working directory, with = and blanks in it', () => {
    const there = workspace({ 'sub/a.asl.json': CLEAN });
    expect(there.run(['--output', 'json=my =out.json'], { cwd: 'sub' }).code).toBe(0);
    expect(JSON.parse(there.read('sub/my =out.json'))).toMatchObject({ findings: [] });
  });

  it('writes no colours into files', () => {
    const there = workspace({ 'a.asl.json': ERROR });
    expect(there.run(['--color', '--output', 'pretty=out.txt']).out).toContain('\u001b[');
    expect(there.read('out.txt')).not.toContain('\u001b');
  });

  it('is 2 with the reason when the file cannot be written', () => {
    const { code, err } = workspace({ 'a.asl.json': CLEAN }).run(['--output', 'json=missing/out.json']);
    expect(code).toBe(2);
    expect(err).toMatch(/^sfn-lint: missing\/out\.json cannot be written/);
    expect(err).not.toContain('    at ');
  });
});

describe('colours', () => {
  it.each<[string, readonly string[], Readonly<Record<string, string>>, boolean]>([
    ['a pipe', [], {}, false],
    ['--color', ['--color'], {}, true],
    ['--no-color', ['--no-color'], {}, false],
    ['FORCE_COLOR', [], { FORCE_COLOR: '1' }, true],
    ['FORCE_COLOR=0', [], { FORCE_COLOR: '0' }, false],
    ['NO_COLOR', [], { NO_COLOR: '1' }, false],
    ['an empty NO_COLOR', [], { NO_COLOR: '', FORCE_COLOR: '1' }, true],
    ['--color over NO_COLOR', ['--color'], { NO_COLOR: '1' }, true],
    ['--no-color over FORCE_COLOR', ['--no-color'], { FORCE_COLOR: '1' }, false],
    ['the last of two flags', ['--color', '--no-color'], {}, false],
  ])('%s', (_, args, env, isColoured) => {
    expect(project.run(['a', ...args], { env }).out.includes('\u001b[')).toBe(isColoured);
  });

  it.each(['json', 'sarif', 'github'])('are never in --format %s', (format) => {
    expect(project.run(['a', '--color', '--format', format]).out).not.toContain('\u001b');
  });

  it('change nothing but the colours', () => {
    const coloured = project.run(['a', '--color']).out;
    expect(coloured.replace(/\u001b\[[0-9;]*m/g, '')).toBe(project.run(['a']).out);
  });
});

describe('--list-files', () => {
  it('prints the files that would be linted, sorted, relative to the root', () => {
    expect(project.run(['--list-files'])).toEqual({
      code: 0,
      out: 'a/error.asl.json\nb/warning.asl.json\nnoted.json\n',
      err: '',
    });
    expect(project.run(['--list-files'], { cwd: 'b' }).out).toBe('b/warning.asl.json\n');
  });

  it('names what a template refers to, and what cannot be parsed, but nothing else', () => {
    const there = workspace({
      '.gitignore': 'built/\n',
      'built/flow.json': CLEAN,
      'template.json': samTemplate({ Flow: { DefinitionUri: 'built/flow.json' } }),
      'broken.asl.json': BROKEN,
      'package.json': '{"name": "x"}',
      'broken.json': '{"name": ',
    });
    const { code, out } = there.run(['--list-files']);
    expect(out).toBe('broken.asl.json\nbuilt/flow.json\ntemplate.json\n');
    expect(code).toBe(0);
  });

  it('says when a glob matches nothing', () => {
    const { code, out, err } = project.run(['--list-files', 'c/**/*.json']);
    expect({ code, out }).toEqual({ code: 0, out: '' });
    expect(err).toContain('c/**/*.json matches no file');
  });
});

describe('the summary of --format json', () => {
  it('counts what was found and looked at', () => {
    const run = project.run(['--only', ERROR_RULE, '--only', WARNING_RULE, '--format', 'json']);
    const { summary, findings } = reportOf(run);
    expect(summary).toMatchObject({ errors: 1, warnings: findings.length - 1, notes: 0, files: 3, machines: 2 });
  });
});
