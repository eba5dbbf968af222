/** What a run exits with: 0 nothing at the fail level, 1 findings at it, 2 the run itself went wrong. */
import { describe, expect, it } from 'vitest';
import { exitCodeOf } from '../../src/cli/exit-code.ts';
import type { FailLevel } from '../../src/cli/exit-code.ts';
import type { Diagnostic } from '../../src/engine/diagnostic.ts';
import type { Severity } from '../../src/rules/rule.ts';
import { SourceFile } from '../../src/text/source-file.ts';
import { BROKEN, CLEAN, ERROR, NOTE, NOTE_RULE, TWO_WARNINGS, WARNING, WARNING_RULE } from './samples.ts';
import { workspace } from './workspace.ts';

const ALONE = ['--only', WARNING_RULE];

describe('the exit code', () => {
  it.each<[string, string, readonly string[], number]>([
    ['no findings', CLEAN, [], 0],
    ['warnings alone', WARNING, [], 0],
    ['an error', ERROR, [], 1],
    ['a file that does not parse', BROKEN, [], 1],
    ['warnings with --fail-on warning', WARNING, ['--fail-on', 'warning'], 1],
    ['warnings with --fail-on note', WARNING, ['--fail-on', 'note'], 1],
    ['warnings with --fail-on error', WARNING, ['--fail-on', 'error'], 0],
    ['an error with --fail-on warning', ERROR, ['--fail-on=warning'], 1],
    ['an error with --fail-on never', ERROR, ['--fail-on', 'never'], 0],
    ['notes', NOTE, ['--preset', 'strict', '--only', NOTE_RULE], 0],
    ['notes with --fail-on warning', NOTE, ['--preset', 'strict', '--only', NOTE_RULE, '--fail-on', 'warning'], 0],
    ['notes with --fail-on note', NOTE, ['--preset', 'strict', '--only', NOTE_RULE, '--fail-on', 'note'], 1],
    ['no findings with --fail-on note', CLEAN, ['--fail-on', 'note'], 0],
    ['fewer warnings than allowed', TWO_WARNINGS, [...ALONE, '--max-warnings', '3'], 0],
    ['as many warnings as allowed', TWO_WARNINGS, [...ALONE, '--max-warnings', '2'], 0],
    ['more warnings than allowed', TWO_WARNINGS, [...ALONE, '--max-warnings', '1'], 1],
    ['no warnings with --max-warnings 0', CLEAN, ['--max-warnings', '0'], 0],
    ['hidden warnings over the limit', WARNING, [...ALONE, '--max-warnings', '0', '--quiet'], 1],
    ['a level set by id', WARNING, [...ALONE, '--rule', `${WARNING_RULE}:error`], 1],
    ['a level lowered by id', ERROR, ['--rule', 'harness-timeout-exceeds-limit:note'], 0],
    ['an error with --exit-zero', ERROR, ['--exit-zero'], 0],
    ['warnings over the limit with --exit-zero', WARNING, ['--max-warnings', '0', '--exit-zero'], 0],
    ['a file that does not parse with --exit-zero', BROKEN, ['--exit-zero'], 0],
    ['wrong usage with --exit-zero', CLEAN, ['--exit-zero', '--preset', 'none'], 2],
    ['a path that is not there with --exit-zero', CLEAN, ['--exit-zero', 'missing.asl.json'], 2],
    ['a path that is not there with --fail-on never', CLEAN, ['--fail-on', 'never', 'missing.asl.json'], 2],
  ])('of %s is right', (_, content, args, expected) => {
    const { code } = workspace({ 'a.asl.json': content }).run(args);
    expect(code).toBe(expected);
  });

  it('is 2 for one missing path among good ones, and nothing is reported', () => {
    const run = workspace({ 'a.asl.json': ERROR }).run(['a.asl.json', 'missing']);
    expect(run).toMatchObject({ code: 2, out: '' });
    expect(run.err).toContain('missing: no such file or folder');
  });

  it('is 0 with a note when no file is recognised', () => {
    const run = workspace({ 'readme.json': '{}' }).run([]);
    expect(run.code).toBe(0);
    expect(run.err).toContain('note: no state machine found');
  });

  it('does not depend on the format', () => {
    const project = workspace({ 'bad.asl.json': ERROR, 'good.asl.json': CLEAN });
    for (const format of ['pretty', 'json', 'sarif', 'github']) {
      expect(project.run(['--format', format, 'bad.asl.json']).code, format).toBe(1);
      expect(project.run(['--format', format, 'good.asl.json']).code, format).toBe(0);
    }
  });

  it('is the same when the report goes to a file too', () => {
    const project = workspace({ 'bad.asl.json': ERROR });
    expect(project.run(['--output', 'sarif=a.sarif', '--output', 'json=a.json']).code).toBe(1);
    expect(project.run(['--output', 'sarif=a.sarif', '--exit-zero']).code).toBe(0);
  });

  it('is not 1 for what a walk passes by', () => {
    const project = workspace({ 'data.json': '{"broken": ', 'a.asl.json': CLEAN });
    expect(project.run([]).code).toBe(0);
    expect(project.run(['data.json']).code).toBe(1);
  });
});

const LEVELS: readonly FailLevel[] = ['error', 'warning', 'note', 'never'];
const RANK: Readonly<Record<FailLevel, number>> = { note: 0, warning: 1, error: 2, never: 3 };

function diagnostic(severity: Severity, rule = 'some-rule'): Diagnostic {
  const primary = { file: new SourceFile('a.asl.json', '{}'), start: 0, end: 1, exact: true };
  return { rule, severity, message: 'm', primary, related: [], statePath: [], data: {}, fixes: [], refusedFixes: [] };
}

/** Every mix of up to two findings of each level. */
function* mixes(): Generator<readonly Diagnostic[]> {
  for (let i = 0; i < 27; i++) {
    const counts: readonly (readonly [Severity, number])[] = [
      ['error', i % 3],
      ['warning', Math.floor(i / 3) % 3],
      ['note', Math.floor(i / 9)],
    ];
    yield counts.flatMap(([severity, count]) => Array.from({ length: count }, () => diagnostic(severity)));
  }
}

describe('exitCodeOf', () => {
  it('follows the words of the contract for every combination', () => {
    for (const found of mixes()) {
      for (const failOn of LEVELS) {
        for (const maxWarnings of [undefined, 0, 1, 2]) {
          const atLevel = found.some(({ severity }) => RANK[severity] >= RANK[failOn]);
          const warnings = found.filter(({ severity }) => severity === 'warning').length;
          const expected = atLevel || (maxWarnings !== undefined && warnings > maxWarnings) ? 1 : 0;
          expect(exitCodeOf(found, { failOn, maxWarnings, exitZero: false })).toBe(expected);
          expect(exitCodeOf(found, { failOn, maxWarnings, exitZero: true })).toBe(0);
          const failed = [...found, diagnostic('error', 'internal-error')];
          for (const exitZero of [false, true]) expect(exitCodeOf(failed, { failOn, maxWarnings, exitZero })).toBe(2);
        }
      }
    }
  });
});
