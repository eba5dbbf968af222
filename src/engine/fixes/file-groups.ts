/** Files that belong together because machines are made of several of them: what is read or written as one. */

export class FileGroups {
  readonly #groups = new Map<string, Set<string>>();

  constructor(groups: readonly (readonly string[])[]) {
    for (const group of groups) this.#join(group);
  }

  /** The file and all that belong to it, sorted. */
  of(path: string): readonly string[] {
    return [...(this.#groups.get(path) ?? [path])].sort();
  }

  #join(paths: readonly string[]): void {
    const all = new Set(paths.flatMap((path) => [...(this.#groups.get(path) ?? [path])]));
    for (const path of all) this.#groups.set(path, all);
  }
}
