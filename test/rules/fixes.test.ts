/**
 * Runs the fixes of every rule over its invalid fixtures. What they make stands in `fixed/` and is rewritten only under
 * `UPDATE_EXPECTED=1`; a second run changes nothing, and no fix makes an error that was not there.
 */
import { describe, expect, it } from 'vitest';
import type { LintResult } from '../../src/engine/diagnostic.ts';
import { RULES } from '../../src/rules/index.ts';
import type { FixKind } from '../../src/rules/rule.ts';
import { ALL_FIXES, fixFiles } from '../support/fix-files.ts';
import { fixedFiles, fixedNames, fixtureCases, writeFixedFiles } from '../support/fixture-cases.ts';
import type { FixtureCase } from '../support/fixture-cases.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const UPDATES = process.env.UPDATE_EXPECTED === '1';

function texts(files: FileTable): Readonly<Record<string, string>> {
  return Object.fromEntries(
    Object.entries(files).map(([name, content]) => [
      name,
      typeof content === 'string' ? content : new TextDecoder('utf-8', { ignoreBOM: true }).decode(content),
    ]),
  );
}

function errorsOf({ diagnostics }: LintResult): readonly string[] {
  return diagnostics.filter(({ severity }) => severity === 'error').map(({ rule }) => rule);
}

async function errorCount(files: FileTable): Promise<number> {
  return errorsOf(await lintFiles(files, { preset: 'all' })).length;
}

/** What was expected; under `UPDATE_EXPECTED=1` what was made, written down. */
function expectedFiles(fixture: FixtureCase, made: FileTable, changed: boolean): FileTable | undefined {
  if (UPDATES && changed) writeFixedFiles(fixture, texts(made));
  return fixedFiles(fixture);
}

async function checkFixes(rule: string, fixture: FixtureCase): Promise<void> {
  const { files, changed } = await fixFiles(fixture.files, { only: [rule, 'parse-error'] });
  const expected = expectedFiles(fixture, files, changed.length > 0);
  expect(changed.length > 0 ? texts(files) : undefined).toEqual(expected && texts(expected));
  if (changed.length === 0) return;
  const again = await fixFiles(files, { only: [rule, 'parse-error'] });
  expect(again.changed, 'a second run changes nothing').toEqual([]);
  expect(again.result.diagnostics.filter(({ rule: id }) => id !== rule)).toEqual([]);
  expect(await errorCount(files), 'errors after it').toBeLessThanOrEqual(await errorCount(fixture.files));
}

/** The safest kind of fix that the findings of a rule offer, refused ones included. */
async function safestFix(rule: string, cases: readonly FixtureCase[]): Promise<FixKind> {
  const kinds = new Set<FixKind>();
  for (const { files } of cases) {
    const { diagnostics } = await lintFiles(files, { preset: 'all', only: [rule] });
    for (const { fixes, refusedFixes } of diagnostics) {
      for (const { safety } of [...fixes, ...refusedFixes]) kinds.add(safety);
    }
  }
  return (['safe', 'unsafe', 'plan'] as const).find((kind) => kinds.has(kind)) ?? 'none';
}

describe.each(RULES.map((rule) => [rule.meta.id, rule] as const))('%s', (id, { meta }) => {
  const invalid = fixtureCases(id, 'invalid');

  if (meta.fix === 'none') {
    it('has nothing fixed', () => {
      expect(fixedNames(id)).toEqual([]);
    });
    return;
  }

  it.each(invalid.map((fixture) => [fixture.name, fixture] as const))('fixes %s', async (_, fixture) => {
    await checkFixes(id, fixture);
  });

  it('offers the kind of fix that it declares', async () => {
    expect(await safestFix(id, invalid)).toBe(meta.fix);
  });

  it('says what is unsafe about it', () => {
    if (meta.fix === 'unsafe') expect(meta.fixSafety).toBeDefined();
  });

  it('has no other files among the fixed ones', () => {
    const known = invalid.flatMap(({ name, isProject, files }) => (isProject ? [name] : Object.keys(files)));
    expect(fixedNames(id).filter((name) => !known.includes(name))).toEqual([]);
  });
});

describe('the rules', () => {
  it('have fixes to try', () => {
    expect(ALL_FIXES).toEqual(['safe', 'unsafe']);
    expect(RULES.filter(({ meta }) => meta.fix !== 'none')).not.toEqual([]);
  });
});
