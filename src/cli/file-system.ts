/** The file system of a run: its root, what may be read, and how paths are shown. */
import { existsSync, lstatSync, readFileSync, readdirSync, realpathSync, statSync } from 'node:fs';
import path from 'node:path';
import type { ProjectFiles } from '../project/files.ts';

export class RunFiles implements ProjectFiles {
  /** The git top level of the working directory, else the working directory; without symbolic links. */
  readonly root: string;
  readonly #allowOutside: boolean;
  readonly #lists = new Map<string, readonly string[] | undefined>();
  readonly #folders = new Map<string, string>();

  constructor(workingDirectory: string, allowOutside: boolean) {
    this.root = findRoot(realpathSync(workingDirectory));
    this.#allowOutside = allowOutside;
  }

  read(file: string): Uint8Array | undefined {
    try {
      return readFileSync(file);
    } catch {
      return undefined;
    }
  }

  list(folder: string): readonly string[] | undefined {
    if (!this.#lists.has(folder)) this.#lists.set(folder, namesIn(folder));
    return this.#lists.get(folder);
  }

  isAllowed(file: string): boolean {
    return this.#allowOutside || this.isInside(file);
  }

  isInside(file: string): boolean {
    const relative = path.relative(this.root, this.#real(file));
    return relative !== '..' && !relative.startsWith(`..${path.sep}`) && !path.isAbsolute(relative);
  }

  display(file: string): string {
    const shown = this.isInside(file) ? path.relative(this.root, file) : file;
    return shown.split(path.sep).join('/');
  }

  locate(shown: string): string {
    return path.resolve(this.root, shown);
  }

  resolve(from: string, relative: string): string {
    return this.#real(path.resolve(path.dirname(from), relative));
  }

  /** `realPath`, which asks for each folder on the way once in a run. */
  #real(file: string): string {
    const folder = path.dirname(file);
    if (folder === file) return file;
    const known = this.#folders.get(folder) ?? realPath(folder);
    this.#folders.set(folder, known);
    const real = path.join(known, path.basename(file));
    return isPlain(real) ? real : realPath(real);
  }
}

function findRoot(start: string): string {
  for (let folder = start; ; folder = path.dirname(folder)) {
    if (existsSync(path.join(folder, '.git'))) return folder;
    if (folder === path.dirname(folder)) return start;
  }
}

function namesIn(folder: string): readonly string[] | undefined {
  try {
    return readdirSync(folder);
  } catch {
    return undefined;
  }
}

/** Whether a path is no symbolic link, if there is anything at all. */
function isPlain(file: string): boolean {
  try {
    return lstatSync(file, { throwIfNoEntry: false })?.isSymbolicLink() !== true;
  } catch {
    return false;
  }
}

/** Without symbolic links as far as the path exists. */
export function realPath(file: string): string {
  try {
    return realpathSync(file);
  } catch {
    const parent = path.dirname(file);
    return parent === file ? file : path.join(realPath(parent), path.basename(file));
  }
}

export function kindOf(file: string): 'file' | 'folder' | 'other' | undefined {
  try {
    const stat = statSync(file);
    if (stat.isFile()) return 'file';
    return stat.isDirectory() ? 'folder' : 'other';
  } catch {
    return undefined;
  }
}
