/**
 * The context of CDK applications, for feature flags: from the nearest `cdk.json` above a file, and from what commands
 * have noted beside it. What the command line or the home folder of somebody adds is not seen.
 */
import type { ProjectFiles } from './files.ts';

/** What is unset has the default of the version of CDK. */
type FlagSetting = boolean | 'unset';

const MAX_PARENTS = 20;

export class AppContexts {
  readonly #files: ProjectFiles;
  readonly #known = new Map<string, AppContext>();

  constructor(files: ProjectFiles) {
    this.#files = files;
  }

  /** Undefined where no application is to be seen. */
  flag(path: string, name: string): FlagSetting | undefined {
    const folder = appFolder(path, this.#files);
    if (folder === undefined) return undefined;
    const known = this.#known.get(folder) ?? readContext(folder, this.#files);
    this.#known.set(folder, known);
    if (!known.isRead) return undefined;
    return known.values.has(name) ? Boolean(known.values.get(name)) : 'unset';
  }
}

/** The nearest folder above a file that holds `cdk.json`. */
export function appFolder(path: string, files: ProjectFiles): string | undefined {
  let up = '.';
  for (let i = 0; i < MAX_PARENTS; i++, up = i === 1 ? '..' : `${up}/..`) {
    const folder = files.resolve(path, up);
    const names = files.list(folder);
    if (names === undefined || !files.isAllowed(`${folder}/cdk.json`)) return undefined;
    if (names.includes('cdk.json')) return folder;
  }
  return undefined;
}

interface AppContext {
  /** False when a file is there that cannot be read. */
  readonly isRead: boolean;
  readonly values: ReadonlyMap<string, unknown>;
}

function readContext(folder: string, files: ProjectFiles): AppContext {
  const values = new Map<string, unknown>();
  let isRead = true;
  for (const name of ['cdk.json', 'cdk.context.json']) {
    const bytes = files.read(`${folder}/${name}`);
    if (bytes === undefined) continue;
    const root = jsonOf(bytes);
    const context = name === 'cdk.json' ? member(root, 'context') : root;
    if (root === undefined) isRead = false;
    for (const [key, value] of Object.entries(context ?? {})) values.set(key, value);
  }
  return { isRead, values };
}

function jsonOf(bytes: Uint8Array): unknown {
  try {
    return JSON.parse(new TextDecoder().decode(bytes));
  } catch {
    return undefined;
  }
}

function member(value: unknown, name: string): unknown {
  return typeof value === 'object' && value !== null ? (value as Record<string, unknown>)[name] : undefined;
}
