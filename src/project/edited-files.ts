/** Files some of which have another text than the one they are stored with. Nothing is written. */
import type { ProjectFiles } from './files.ts';

export class EditedFiles implements ProjectFiles {
  readonly #stored: ProjectFiles;
  /** New texts by path. */
  readonly #texts: ReadonlyMap<string, string>;

  constructor(stored: ProjectFiles, texts: ReadonlyMap<string, string>) {
    this.#stored = stored;
    this.#texts = texts;
  }

  read(path: string): Uint8Array | undefined {
    const text = this.#texts.get(path);
    return text === undefined ? this.#stored.read(path) : new TextEncoder().encode(text);
  }

  list(path: string): readonly string[] | undefined {
    return this.#stored.list(path);
  }

  isAllowed(path: string): boolean {
    return this.#stored.isAllowed(path);
  }

  display(path: string): string {
    return this.#stored.display(path);
  }

  locate(shown: string): string {
    return this.#stored.locate(shown);
  }

  resolve(from: string, path: string): string {
    return this.#stored.resolve(from, path);
  }
}
