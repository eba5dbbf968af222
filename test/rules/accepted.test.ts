/**
 * Definitions that Step Functions accepts and that linters were seen to refuse, each with its source in its comment, run
 * through all rules at once. Nothing there is an error; what fails when it runs may be one, but no rule may say that the
 * definition is refused.
 */
import { readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import { lintFiles, loadMachines } from '../support/lint-files.ts';

const ACCEPTED = path.resolve(import.meta.dirname, '../fixtures-accepted');

/** Rules about what the service refuses: they have nothing to say of what it accepts, not even a warning. */
const STRUCTURAL: readonly string[] = [
  'ambiguous-choice-rule',
  'conflicting-fields',
  'duplicate-state-name',
  'invalid-intrinsic-call',
  'invalid-jsonata-expression',
  'invalid-path',
  'misplaced-states-all',
  'missing-end-state',
  'missing-field',
  'missing-transition-target',
  'mixed-query-language',
  'state-name-too-long',
  'unknown-field',
  'unknown-integration',
  'unknown-value',
  'unreachable-state',
  'unsupported-integration-pattern',
  'unsupported-jsonata-reference',
  'unsupported-operation',
  'value-out-of-range',
  'wrong-language-field',
  'wrong-value-type',
];

interface Accepted {
  readonly name: string;
  readonly text: string;
}

function filesIn(folder: string): readonly Accepted[] {
  return readdirSync(path.join(ACCEPTED, folder), { withFileTypes: true })
    .filter((entry) => entry.isFile())
    .map(({ name }) => ({ name, text: readFileSync(path.join(ACCEPTED, folder, name), 'utf8') }));
}

async function findingsOf({ name, text }: Accepted) {
  const { diagnostics } = await lintFiles({ [name]: text }, { preset: 'all' });
  return diagnostics.map(({ severity, rule, state, message }) => ({ severity, rule, state, message }));
}

describe.each(['.', 'fails-when-run'])('accepted definitions in %s', (folder) => {
  const files = filesIn(folder).map((file) => [file.name, file] as const);

  it.each(files)('%s says who accepts it, and is read', async (_, file) => {
    expect(file.text).toMatch(/Accepted/);
    expect((await loadMachines({ [file.name]: file.text })).length).toBeGreaterThan(0);
  });

  it.each(files)('%s is not said to be refused', async (_, file) => {
    const findings = await findingsOf(file);
    expect(findings.filter(({ rule }) => STRUCTURAL.includes(rule) || rule === 'parse-error')).toEqual([]);
    expect(findings.filter(({ message }) => /\brefuse/.test(message))).toEqual([]);
  });
});

describe('accepted definitions', () => {
  it.each(filesIn('.').map((file) => [file.name, file] as const))('%s has no error', async (_, file) => {
    expect((await findingsOf(file)).filter(({ severity }) => severity === 'error')).toEqual([]);
  });
});
