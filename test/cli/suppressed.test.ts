/** How reports speak of what is suppressed: counted, and listed on request. */
import type { Log, Result } from 'sarif';
import { describe, expect, it } from 'vitest';
import { findingsOf, reportOf } from './report.ts';
import { TWO_WARNINGS, WARNING_RULE } from './samples.ts';
import { workspace } from './workspace.ts';
import type { Workspace } from './workspace.ts';

const IGNORE = `// sfn-lint-ignore ${WARNING_RULE} -- the batch is small\n    "Ask":`;
const project = (): Workspace => workspace({ 'a.asl.jsonc': TWO_WARNINGS.replace('"Ask":', IGNORE) });
const ONLY = ['--only', WARNING_RULE];

function results(opened: Workspace, ...args: readonly string[]): readonly Result[] {
  const { out } = opened.run([...ONLY, '--format', 'sarif', ...args]);
  return (JSON.parse(out) as Log).runs[0]?.results ?? [];
}

describe('what is suppressed', () => {
  it('is left out, and counted', () => {
    const opened = project();
    const report = reportOf(opened.run([...ONLY, '--format', 'json']));
    expect(report.findings.map(({ state }) => state)).toEqual(['Again']);
    expect(report.summary).toMatchObject({ warnings: 1, suppressed: 1, baselined: 0 });
    expect(opened.run(ONLY).out).toContain('1 state machine checked; 1 suppressed');
    expect(opened.run([...ONLY, '--format', 'github']).out.split('\n')).toHaveLength(2);
    expect(opened.run([...ONLY, '--max-warnings', '1']).code).toBe(0);
    expect(opened.run([...ONLY, '--max-warnings', '0']).code).toBe(1);
  });

  it('is listed with its reason under --report-suppressed, and does not count', () => {
    const opened = project();
    const run = opened.run([...ONLY, '--format', 'json', '--report-suppressed', '--max-warnings', '1']);
    expect(run.code).toBe(0);
    expect(findingsOf(run)).toMatchObject([
      { state: 'Ask', suppressions: [{ kind: 'inSource', justification: 'the batch is small' }] },
      { state: 'Again' },
    ]);
    expect(reportOf(run).summary).toMatchObject({ warnings: 1, suppressed: 1 });
    expect(opened.run([...ONLY, '--report-suppressed']).out).toBe(opened.run(ONLY).out);
  });

  it('is left out of SARIF unless it is asked for', () => {
    const opened = project();
    expect(results(opened).map(({ suppressions }) => suppressions)).toEqual([undefined]);
    const all = results(opened, '--report-suppressed');
    expect(all.map(({ suppressions }) => suppressions)).toEqual([
      [{ kind: 'inSource', status: 'accepted', justification: 'the batch is small' }],
      undefined,
    ]);
    const print = (result: Result | undefined): unknown => result?.partialFingerprints?.['sfnLint/v1'];
    expect(print(all[1])).toBe(print(results(opened)[0]));
  });

  it('stays hidden under --quiet', () => {
    const run = project().run([...ONLY, '--format', 'json', '--quiet', '--rule', `${WARNING_RULE}:error`]);
    expect(findingsOf(run).map(({ state }) => state)).toEqual(['Again']);
    const quiet = project().run([...ONLY, '--format', 'json', '--quiet', '--report-suppressed']);
    expect(findingsOf(quiet).map(({ state }) => state)).toEqual(['Ask']);
  });

  it('is no part of a baseline', () => {
    const opened = project();
    opened.run([...ONLY, '--baseline', 'b.json', '--update-baseline']);
    expect(JSON.parse(opened.read('b.json'))).toMatchObject({ findings: [{ state: 'Again' }] });
  });
});
