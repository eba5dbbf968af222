/** A project in memory: files by their path, with everything that the loader reads of it. */
import path from 'node:path';
import type { InputFile, ProjectFiles } from '../../src/project/files.ts';
import { loadProject } from '../../src/project/load.ts';
import type { LoadOptions, ProjectItem } from '../../src/project/load.ts';

export type MemoryContent = Readonly<Record<string, string | Uint8Array>>;

const ROOT = '/project';

export class MemoryFiles implements ProjectFiles {
  readonly #files: ReadonlyMap<string, Uint8Array>;

  constructor(content: MemoryContent) {
    this.#files = new Map(
      Object.entries(content).map(([file, text]) => [
        path.posix.resolve(ROOT, file),
        typeof text === 'string' ? Buffer.from(text) : text,
      ]),
    );
  }

  read(file: string): Uint8Array | undefined {
    return this.#files.get(file);
  }

  list(folder: string): readonly string[] | undefined {
    const prefix = folder.endsWith('/') ? folder : `${folder}/`;
    const names = [...this.#files.keys()].filter((file) => file.startsWith(prefix));
    if (names.length === 0) return undefined;
    return [...new Set(names.map((file) => file.slice(prefix.length).split('/')[0] ?? ''))];
  }

  isAllowed(file: string): boolean {
    return file === ROOT || file.startsWith(`${ROOT}/`);
  }

  display(file: string): string {
    return this.isAllowed(file) ? path.posix.relative(ROOT, file) : file;
  }

  locate(shown: string): string {
    return path.posix.resolve(ROOT, shown);
  }

  resolve(from: string, relative: string): string {
    return path.posix.resolve(path.posix.dirname(from), relative);
  }

  /** The files of the root as a walk or, named, as arguments would give them. */
  inputs(named: boolean, only?: readonly string[]): readonly InputFile[] {
    const inside = [...this.#files.keys()].filter((file) => this.isAllowed(file));
    const chosen = only?.map((file) => path.posix.resolve(ROOT, file)) ?? inside;
    return chosen.map((file) => ({ path: file, named }));
  }
}

export async function loadAll(
  content: MemoryContent,
  options: Partial<LoadOptions> & { readonly named?: boolean; readonly only?: readonly string[] } = {},
): Promise<readonly ProjectItem[]> {
  const files = new MemoryFiles(content);
  const items: ProjectItem[] = [];
  const inputs = files.inputs(options.named ?? false, options.only);
  for await (const item of loadProject(inputs, files, { perDeclaration: false, ...options })) items.push(item);
  return items;
}
