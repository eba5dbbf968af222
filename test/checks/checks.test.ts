/**
 * Every check that validators of state machines make has a home: a rule that finds the smallest machine with the fault,
 * at the level that is written down, or a reason in `docs/checks-not-made.md`.
 */
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintFiles } from '../support/lint-files.ts';
import { ACCEPTANCES, CHECKS } from './cases.ts';
import type { CheckCase } from './cases.ts';

const DOCS = path.resolve(import.meta.dirname, '../../docs');
const COUNT = 182;
const MOST_NOT_MADE = 25;

/** The numbers in the first column of the table of checks that are not made. */
function notMade(): readonly number[] {
  const text = readFileSync(path.join(DOCS, 'checks-not-made.md'), 'utf8');
  return Array.from(text.matchAll(/^\| (\d+) \|/gm), (match) => Number(match[1]));
}

describe('every check', () => {
  it.each(CHECKS.flatMap((check) => check.samples.map((files, i) => ({ ...check, files, i }))))(
    '$number, $check ($i): $rule',
    async ({ rule, severity, files }) => {
      const { diagnostics } = await lintFiles(files, { preset: 'all' });
      const found = diagnostics.map((diagnostic) => `${diagnostic.rule}: ${diagnostic.severity}`);
      expect(found).toContain(`${rule}: ${severity}`);
      expect(found).not.toContain('internal-error: error');
    },
  );

  it('has one home', () => {
    const homes = [...CHECKS.map(({ number }) => number), ...ACCEPTANCES, ...notMade()];
    expect(homes.toSorted((a, b) => a - b)).toEqual(Array.from({ length: COUNT }, (_, i) => i + 1));
    expect(notMade().length).toBeLessThanOrEqual(MOST_NOT_MADE);
  });

  it('stands in the document', async () => {
    await expect(document(CHECKS)).toMatchFileSnapshot(path.join(DOCS, 'checks.md'));
  });
});

function document(checks: readonly CheckCase[]): string {
  const rows = checks.map(
    ({ number, check, rule, severity }) => `| ${number} | ${check} | [${rule}](rules/${rule}.md) | ${severity} |\n`,
  );
  return `# What other validators check, and which rule says it here

The checks that the service's own validator and the open validators make between them, and the rule of sfn-lint that finds each.
An error is what the service is known to refuse; a warning or a note is what it takes, or what nobody has seen it refuse. Two
more say what must be accepted: texts that are no expressions stay unparsed (136), and a placeholder may stand for any value
(174). What is left out, and why, is in [checks-not-made.md](checks-not-made.md).

| # | What is checked | Rule | Level |
| --- | --- | --- | --- |
${rows.join('')}`;
}
