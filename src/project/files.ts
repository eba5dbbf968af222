/** What the project needs of a file system. Given by the command line; tests give one in memory. */

export interface ProjectFiles {
  /** The bytes of a file, or undefined when there is none to read. */
  read(path: string): Uint8Array | undefined;
  /** Names in a folder, or undefined when there is no such folder. */
  list(path: string): readonly string[] | undefined;
  /** Whether a path may be read: inside the root of the run, or anything when that is allowed. */
  isAllowed(path: string): boolean;
  /** The path as reported: relative to the root with `/`, absolute outside it. */
  display(path: string): string;
  /** The path that is reported as `shown`. */
  locate(shown: string): string;
  /** `path` seen from the folder that holds the file `from`, without symbolic links. */
  resolve(from: string, path: string): string;
}

/** One file to lint. */
export interface InputFile {
  /** Absolute path; the made-up one of standard input included. */
  readonly path: string;
  /** Named by the user rather than found in a walk: then it is always parsed, and said so when it is no machine. */
  readonly named: boolean;
  /** The content, when it does not come from the file system. */
  readonly bytes?: Uint8Array;
}
