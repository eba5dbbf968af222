/** Calls that cannot be carried out as written, and the commands that only tell something. */
import { readFileSync } from 'node:fs';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { OPTIONS } from '../../src/cli/options.ts';
import { CLEAN } from './samples.ts';
import { Workspace } from './workspace.ts';
import type { Run } from './workspace.ts';

let project: Workspace;
beforeAll(() => (project = new Workspace({ 'a.asl.json': CLEAN })));
afterAll(() => project.remove());

const run = (...args: readonly string[]): Run => project.run(args);

describe('wrong usage', () => {
  it.each<[readonly string[], string]>([
    [['--formt', 'json'], 'did you mean --format?'],
    [['--exit-zer'], 'did you mean --exit-zero?'],
    [['--max-warning', '1'], 'did you mean --max-warnings?'],
    [['--no-colour'], '--no-colour'],
    [['-x'], '-x'],
    [['--format', 'jsn'], 'did you mean json?'],
    [['--format', 'xml'], 'pretty, json, sarif, github'],
    [['--format'], '--format'],
    [['--preset', 'recomended'], 'did you mean recommended?'],
    [['--fail-on', 'warn'], 'warning'],
    [['--fail-on', 'info'], 'error, warning, note, never'],
    [['--only', 'missing-quota-fallbak'], 'did you mean missing-quota-fallback?'],
    [['--only', 'Inline-Prompt'], 'did you mean inline-prompt?'],
    [['--only', 'nothing-like-any-of-them'], 'there is no rule nothing-like-any-of-them'],
    [['--skip', 'unbound-map'], 'did you mean unbounded-map?'],
    [['--skip', 'parse-eror'], 'did you mean parse-error?'],
    [['--rule', 'unboundd-map:off'], 'did you mean unbounded-map?'],
    [['--rule', 'unbounded-map:eror'], 'did you mean error?'],
    [['--rule', 'unbounded-map:info'], 'off, note, warning, error'],
    [['--rule', 'unbounded-map'], 'ID:LEVEL'],
    [['--rule', 'unbounded-map:'], 'off, note, warning, error'],
    [['--max-warnings', 'many'], 'many'],
    [['--max-warnings', '1.5'], '1.5'],
    [['--max-warnings=-1'], '-1'],
    [['--max-warnings', ''], '--max-warnings'],
    [['--output', 'json'], 'FORMAT=FILE'],
    [['--output', 'json='], 'FORMAT=FILE'],
    [['--output', 'jsn=out.json'], 'did you mean json?'],
    [['--quiet=yes'], '--quiet'],
    [['print', '--format', 'sarif'], 'asl, json'],
    [['rules', '--format', 'sarif'], 'pretty, json'],
    [['explain'], 'explain'],
    [['explain', 'inline-promt'], 'did you mean inline-prompt?'],
    [['missing.asl.json'], 'missing.asl.json: no such file or folder'],
    [['explian', 'inline-prompt'], 'explian'],
  ])('%j is 2 and says why', (args, reason) => {
    const { code, out, err } = run(...args);
    expect(err).toContain(reason);
    expect(err).toMatch(/^sfn-lint: /);
    expect(err).not.toContain('    at ');
    expect({ code, out }).toEqual({ code: 2, out: '' });
  });

  it('names an unknown short option as it was written', () => {
    expect(run('-x').err).toMatch(/unknown option -x\b/);
  });
});

describe('--help', () => {
  it.each([['--help'], ['-h'], ['print --help']])('%s tells every option, command and exit code', (line) => {
    const { code, out, err } = run(...line.split(' '));
    expect({ code, err }).toEqual({ code: 0, err: '' });
    for (const name of Object.keys(OPTIONS)) expect(out).toContain(`--${name}`);
    for (const command of ['print PATH', 'report PATH', 'migrate PATH', 'explain ID', 'rules']) expect(out).toContain(command);
    expect(out).toMatch(/Exit codes: 0 .*1 .*2 /);
    expect(out.split('\n').every((text) => text.length <= 120)).toBe(true);
  });
});

describe('--version', () => {
  it.each([['--version'], ['-v']])('%s prints the version of the package and nothing else', (flag) => {
    const { version } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
      readonly version: string;
    };
    expect(run(flag)).toEqual({ code: 0, out: `${version}\n`, err: '' });
  });
});

describe('explain', () => {
  it('tells what, why and how, and where that is written', () => {
    const { code, out, err } = run('explain', 'unbounded-map');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    expect(out).toMatch(/^# unbounded-map\n/);
    for (const part of ['## Why', '## How to mend it', '## Options', '`concurrency`', '## References', 'warning']) {
      expect(out).toContain(part);
    }
  });

  it('explains reserved rules, and several at once', () => {
    const { code, out } = run('explain', 'parse-error', 'internal-error');
    expect(code).toBe(0);
    expect(out).toContain('# parse-error\n');
    expect(out).toContain('# internal-error\n');
  });
});

interface ListedRule {
  readonly id: string;
  readonly severity: string;
  readonly preset: string;
  readonly summary: string;
}

describe('rules', () => {
  const listed = (): readonly ListedRule[] => {
    const { code, out, err } = run('rules', '--format', 'json');
    expect({ code, err }).toEqual({ code: 0, err: '' });
    return (JSON.parse(out) as { readonly rules: readonly ListedRule[] }).rules;
  };

  it('lists every rule as JSON, sorted, the reserved ones too', () => {
    const rules = listed();
    const ids = rules.map(({ id }) => id);
    expect(ids).toEqual([...ids].sort());
    expect(new Set(ids).size).toBe(ids.length);
    expect(ids).toEqual(expect.arrayContaining(['inline-prompt', 'internal-error', 'parse-error', 'unbounded-map']));
    for (const rule of rules) {
      expect(['error', 'warning', 'note']).toContain(rule.severity);
      expect(['recommended', 'strict', 'all']).toContain(rule.preset);
      expect(rule.summary).toMatch(/\.$/);
    }
  });

  it('lists the same rules for people, one a line', () => {
    const { code, out } = run('rules');
    expect(code).toBe(0);
    const rows = out.trimEnd().split('\n');
    expect(rows.map((row) => row.split(/\s{2,}/).slice(0, 4))).toEqual(
      listed().map(({ id, severity, preset, summary }) => [id, severity, preset, summary]),
    );
  });

  it('has an explanation for each', () => {
    const ids = listed().map(({ id }) => id);
    const { code, out } = run('explain', ...ids);
    expect(code).toBe(0);
    for (const id of ids) expect(out).toContain(`# ${id}\n`);
  });
});
