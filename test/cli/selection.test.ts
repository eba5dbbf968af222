/** Which rules run: preset, then `--only`, then `--rule`, then `--skip`. */
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { findingsOf, rulesIn } from './report.ts';
import { definition } from './samples.ts';
import { Workspace } from './workspace.ts';

const [FALLBACK, PROMPT, MAP] = ['missing-quota-fallback', 'inline-prompt', 'unbounded-map'] as const;

/** Two warnings of `recommended`, and a Map that only `strict` says something about. */
const SAMPLE = definition({
  Ask: {
    Type: 'Task',
    Resource: 'arn:aws:states:::bedrock:invokeModel',
    Parameters: { ModelId: 'm', Body: { system: 'One line.\nAnother line.' } },
    Next: 'Each',
  },
  Each: {
    Type: 'Map',
    ItemProcessor: { StartAt: 'Step', States: { Step: { Type: 'Pass', End: true } } },
    End: true,
  },
});

let project: Workspace;
beforeAll(() => (project = new Workspace({ 'a.asl.json': SAMPLE })));
afterAll(() => project.remove());

/** `rule:severity` of every finding of the three rules, sorted. */
function select(...args: readonly string[]): readonly string[] {
  const run = project.run(['--format', 'json', ...args]);
  expect(run.err).toBe('');
  return findingsOf(run)
    .filter(({ rule }) => [FALLBACK, PROMPT, MAP].some((id) => id === rule))
    .map(({ rule, severity }) => `${rule}:${severity}`)
    .sort();
}

const RECOMMENDED = [`${PROMPT}:warning`, `${FALLBACK}:warning`];

describe('the rules that run', () => {
  it('are those of the preset', () => {
    expect(select()).toEqual(RECOMMENDED);
    expect(select('--preset', 'recommended')).toEqual(RECOMMENDED);
    expect(select('--preset', 'strict')).toEqual([...RECOMMENDED, `${MAP}:note`]);
    expect(select('--preset', 'all')).toEqual([...RECOMMENDED, `${MAP}:note`]);
  });

  it('are no others under --only, whatever the preset', () => {
    expect(rulesIn(project.run(['--format', 'json', '--only', FALLBACK]))).toEqual([FALLBACK]);
    expect(rulesIn(project.run(['--format', 'json', '--only', FALLBACK, '--preset', 'all']))).toEqual([FALLBACK]);
    expect(select('--only', MAP)).toEqual([`${MAP}:note`]);
  });

  it('may be several under --only, repeated or as a list', () => {
    expect(select('--only', FALLBACK, '--only', PROMPT)).toEqual(RECOMMENDED);
    expect(select('--only', `${FALLBACK},${MAP}`)).toEqual([`${FALLBACK}:warning`, `${MAP}:note`]);
  });

  it('have the level of --rule, all their findings', () => {
    expect(select('--rule', `${FALLBACK}:error`)).toEqual([`${PROMPT}:warning`, `${FALLBACK}:error`]);
    expect(select('--rule', `${FALLBACK}:note`)).toEqual([`${PROMPT}:warning`, `${FALLBACK}:note`]);
    expect(select('--rule', `${FALLBACK}:off`)).toEqual([`${PROMPT}:warning`]);
    expect(select('--rule', `${FALLBACK}:off`, '--rule', `${PROMPT}:error`)).toEqual([`${PROMPT}:error`]);
  });

  it('gain what --rule enables, beyond the preset', () => {
    expect(select('--rule', `${MAP}:warning`)).toEqual([...RECOMMENDED, `${MAP}:warning`]);
  });

  it('gain what --rule enables, beyond --only, wherever it stands', () => {
    expect(select('--only', FALLBACK, '--rule', `${PROMPT}:note`)).toEqual([`${PROMPT}:note`, `${FALLBACK}:warning`]);
    expect(select('--rule', `${PROMPT}:note`, '--only', FALLBACK)).toEqual([`${PROMPT}:note`, `${FALLBACK}:warning`]);
  });

  it('lose what --rule switches off, although --only names it', () => {
    expect(select('--only', FALLBACK, '--rule', `${FALLBACK}:off`)).toEqual([]);
  });

  it('lose what --skip names, last of all', () => {
    expect(select('--skip', FALLBACK)).toEqual([`${PROMPT}:warning`]);
    expect(select('--skip', FALLBACK, '--only', FALLBACK)).toEqual([]);
    expect(select('--skip', FALLBACK, '--rule', `${FALLBACK}:error`)).toEqual([`${PROMPT}:warning`]);
    expect(select('--skip', `${FALLBACK},${PROMPT}`)).toEqual([]);
  });

  it('are the ones that SARIF declares', () => {
    const log = JSON.parse(project.run(['--format', 'sarif', '--only', FALLBACK]).out) as {
      readonly runs: readonly { readonly tool: { readonly driver: { readonly rules: readonly { id: string }[] } } }[];
    };
    const declared = log.runs[0]!.tool.driver.rules.map(({ id }) => id);
    expect(declared).toContain(FALLBACK);
    expect(declared).not.toContain(PROMPT);
  });
});

describe('reserved ids', () => {
  it('can be given a level or switched off', () => {
    const broken = new Workspace({ 'a.asl.json': '{' });
    try {
      expect(broken.run([]).code).toBe(1);
      expect(broken.run(['--rule', 'parse-error:warning']).code).toBe(0);
      const off = broken.run(['--skip', 'parse-error', '--format', 'json']);
      expect(off.code).toBe(0);
      expect(findingsOf(off)).toEqual([]);
      expect(off.err).toContain('a.asl.json');
    } finally {
      broken.remove();
    }
  });
});
