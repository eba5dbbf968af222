/** A project in memory: what the command line gives `loadProject` for a folder, without a disk. */
import path from 'node:path/posix';
import { READABLE_NAME } from '../../src/hosts/detect.ts';
import type { InputFile, ProjectFiles } from '../../src/project/files.ts';

const ROOT = '/project';

/** Texts or bytes by their path relative to the root of the run. */
export type FileTable = Readonly<Record<string, string | Uint8Array>>;

export class MemoryFiles implements ProjectFiles {
  readonly #bytes = new Map<string, Uint8Array>();
  readonly #names = new Map<string, Set<string>>();

  constructor(table: FileTable) {
    for (const [name, content] of Object.entries(table)) {
      const file = path.resolve(ROOT, name);
      this.#bytes.set(file, typeof content === 'string' ? new TextEncoder().encode(content) : content);
      for (let child = file; child !== '/'; child = path.dirname(child)) this.#enlist(child);
    }
  }

  /** The files that a walk of the root looks into, in its order. */
  inputs(): readonly InputFile[] {
    const files = [...this.#bytes.keys()].filter((file) => READABLE_NAME.test(file) && this.isAllowed(file));
    return files.sort(compareByParts).map((file) => ({ path: file, named: false }));
  }

  read(file: string): Uint8Array | undefined {
    return this.#bytes.get(file);
  }

  list(folder: string): readonly string[] | undefined {
    const names = this.#names.get(folder);
    return names === undefined ? undefined : [...names].sort();
  }

  isAllowed(file: string): boolean {
    return file.startsWith(`${ROOT}/`);
  }

  display(file: string): string {
    return this.isAllowed(file) ? path.relative(ROOT, file) : file;
  }

  locate(shown: string): string {
    return path.resolve(ROOT, shown);
  }

  resolve(from: string, relative: string): string {
    return path.resolve(path.dirname(from), relative);
  }

  #enlist(child: string): void {
    const folder = path.dirname(child);
    const names = this.#names.get(folder) ?? new Set();
    this.#names.set(folder, names.add(path.basename(child)));
  }
}

/** A walk goes through each folder in name order. */
function compareByParts(a: string, b: string): number {
  const left = a.split('/');
  const right = b.split('/');
  const i = left.findIndex((part, at) => part !== right[at]);
  return (left[i] ?? '') < (right[i] ?? '') ? -1 : 1;
}
