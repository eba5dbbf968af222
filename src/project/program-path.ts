/** Where a file is that a CDK program names by a path of its own. */
import type { ProgramFile } from '../hosts/cdk/program-file.ts';
import type { ProjectFiles } from './files.ts';

/** Where commands of CDK are run: the folder of `cdk.json`, else of the package. */
const PROGRAM_MARKS = ['cdk.json', 'package.json'];
const MAX_PARENTS = 20;

/** Relative to the source file `from`. */
export function programPath({ path, isFromSource }: ProgramFile, from: string, files: ProjectFiles): string {
  if (isFromSource) return path;
  let up = '.';
  for (let i = 0; i < MAX_PARENTS; i++, up = i === 1 ? '..' : `${up}/..`) {
    const folder = files.resolve(from, up);
    const names = files.list(folder);
    if (names === undefined || !files.isAllowed(folder)) break;
    if (PROGRAM_MARKS.some((mark) => names.includes(mark))) return `${up}/${path}`;
  }
  return path;
}
