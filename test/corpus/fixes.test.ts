/**
 * The fixes of all rules over the whole corpus, in memory: everything still reads, a second run changes nothing, and no
 * error appears that was not there.
 */
import { existsSync, readFileSync, readdirSync } from 'node:fs';
import path from 'node:path';
import { describe, expect, it } from 'vitest';
import type { FixSafety } from '../../src/engine/diagnostic.ts';
import { ALL_FIXES, fixFiles } from '../support/fix-files.ts';
import { lintFiles } from '../support/lint-files.ts';
import type { FileTable } from '../support/memory-files.ts';

const CORPUS = path.resolve(import.meta.dirname, '../../../shared/corpus');

function filesOf(folder: string): FileTable {
  const entries = readdirSync(folder, { recursive: true, withFileTypes: true }).filter((entry) => entry.isFile());
  return Object.fromEntries(
    entries.map((entry) => {
      const file = path.join(entry.parentPath, entry.name);
      return [path.relative(folder, file).split(path.sep).join('/'), readFileSync(file)];
    }),
  );
}

async function errorsIn(files: FileTable): Promise<number> {
  const { diagnostics } = await lintFiles(files, { preset: 'all' });
  return diagnostics.filter(({ severity }) => severity === 'error').length;
}

const KINDS: readonly (readonly [string, readonly FixSafety[]])[] = [
  ['safe fixes', ['safe']],
  ['all fixes', ALL_FIXES],
];

describe.skipIf(!existsSync(CORPUS))('the corpus', () => {
  it.each(KINDS)('stays sound under %s', { timeout: 120_000 }, async (_, safeties) => {
    const files = filesOf(CORPUS);
    const first = await fixFiles(files, {}, safeties);
    expect(first.changed).not.toEqual([]);
    expect(first.result.diagnostics.filter(({ rule }) => rule === 'internal-error')).toEqual([]);
    expect((await fixFiles(first.files, {}, safeties)).changed).toEqual([]);
    expect(await errorsIn(first.files)).toBeLessThanOrEqual(await errorsIn(files));
  });
});
