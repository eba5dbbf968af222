/** A run that fixes: makes the fixes in memory, then writes the files, or hands their changes over as a patch. */
import { applyFixes } from '../engine/fixes/fix-loop.ts';
import type { LintFiles } from '../engine/fixes/fix-loop.ts';
import type { LintResult } from '../engine/diagnostic.ts';
import { withStandardInput } from './inputs.ts';
import type { Inputs } from './inputs.ts';
import type { LintInputs } from './lint-command.ts';
import type { FixOptions } from './lint-options.ts';
import { UsageError } from './options.ts';
import { unifiedDiff } from './unified-diff.ts';
import { writeFixedFiles } from './write-files.ts';

export async function fixInputs(
  inputs: Inputs,
  options: FixOptions,
  run: LintInputs,
): Promise<{ readonly result: LintResult; readonly patch?: string }> {
  if (!options.asPatch && inputs.inputs.some(({ bytes }) => bytes !== undefined)) {
    throw new UsageError('standard input cannot be fixed in place; --diff prints what would change');
  }
  const lintFiles: LintFiles = (files, only) => {
    const named = only?.map((path) => ({ path: files.locate(path), named: true }));
    return run({ files, inputs: named ?? inputs.inputs });
  };
  const { result, files } = await applyFixes(lintFiles, withStandardInput(inputs), options);
  if (options.asPatch) return { result, patch: unifiedDiff(files) };
  writeFixedFiles(files, inputs.files);
  return { result };
}
