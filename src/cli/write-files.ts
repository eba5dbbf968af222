/**
 * Writes fixed files: all or none. Each is written beside its place first and then renamed, so that no reader sees half
 * of one; its mode stays. When a file is not what it was when it was read, or one that is to be made is there, nothing
 * is written.
 */
import {
  chmodSync,
  existsSync,
  readFileSync,
  realpathSync,
  renameSync,
  rmSync,
  statSync,
  writeFileSync,
} from 'node:fs';
import path from 'node:path';
import type { FixedFile } from '../engine/fixes/fix-loop.ts';
import type { ProjectFiles } from '../project/files.ts';
import { UsageError } from './options.ts';

export function writeFixedFiles(files: readonly FixedFile[], project: ProjectFiles): void {
  const targets = files.map((file) => ({
    ...file,
    target: file.before === undefined ? unused(file, project) : unchanged(file, project),
  }));
  const staged = stage(targets);
  for (const { temporary, target } of staged) renameSync(temporary, target);
}

/** The place of a file that is not there yet. */
function unused({ path: shown }: FixedFile, project: ProjectFiles): string {
  const target = project.locate(shown);
  if (!project.isAllowed(target)) throw new UsageError(`${shown} lies outside the root; nothing is written`);
  if (existsSync(target)) throw new UsageError(`${shown} came to be while files were being fixed; nothing is written`);
  return target;
}

/** The file itself, when it still is what it was; one that is gone is not. */
function unchanged({ path: shown, before }: FixedFile, project: ProjectFiles): string {
  try {
    const target = realpathSync(project.locate(shown));
    if (before !== undefined && readFileSync(target).equals(Buffer.from(before))) return target;
  } catch {
    // Cannot be read any more.
  }
  throw new UsageError(`${shown} changed while it was being fixed; nothing is written`);
}

interface Staged {
  readonly temporary: string;
  readonly target: string;
}

function stage(targets: readonly (FixedFile & { readonly target: string })[]): readonly Staged[] {
  const staged: Staged[] = [];
  try {
    for (const { target, after, before } of targets) {
      const temporary = path.join(path.dirname(target), `.${path.basename(target)}.${process.pid}.tmp`);
      staged.push({ temporary, target });
      writeFileSync(temporary, after, { flag: 'wx' });
      if (before !== undefined) chmodSync(temporary, statSync(target).mode);
    }
  } catch (error) {
    for (const { temporary } of staged) rmSync(temporary, { force: true });
    const reason = error instanceof Error ? error.message : String(error);
    throw new UsageError(`the fixed files cannot be written: ${reason}; nothing is changed`);
  }
  return staged;
}
