/**
 * From the paths of a call to the files to look into. Files are taken as named; folders and globs are walked in name
 * order, past what `.gitignore` leaves out, `node_modules` and `.git`, and past `cdk.out` and `.aws-sam` unless they
 * are named. Symbolic links are not followed in a walk.
 */
import { readFileSync, readdirSync } from 'node:fs';
import type { Dirent } from 'node:fs';
import path from 'node:path';
import type { Ignore } from 'ignore';
import { READABLE_NAME } from '../hosts/detect.ts';
import type { InputFile } from '../project/files.ts';
import { kindOf, realPath } from './file-system.ts';
import type { RunFiles } from './file-system.ts';
import { UsageError } from './options.ts';

const NEVER_WALKED: readonly string[] = ['node_modules', '.git'];
const WALKED_WHEN_NAMED: readonly string[] = ['cdk.out', '.aws-sam'];

/** What git takes for granted on the systems whose file names ignore case. */
const IGNORES_CASE = process.platform === 'win32' || process.platform === 'darwin';

export interface Discovery {
  readonly inputs: readonly InputFile[];
  /** Globs that match nothing. */
  readonly unmatched: readonly string[];
}

export async function discover(
  paths: readonly string[],
  workingDirectory: string,
  files: RunFiles,
): Promise<Discovery> {
  const found = new Map<string, InputFile>();
  const unmatched: string[] = [];
  for (const named of paths) {
    const inputs = await inputsOf(named, workingDirectory, files);
    if (inputs === undefined) unmatched.push(named);
    for (const input of inputs ?? []) {
      if (input.named || !found.has(input.path)) found.set(input.path, input);
    }
  }
  return { inputs: [...found.values()], unmatched };
}

/** Undefined for a glob that matches nothing. */
async function inputsOf(
  named: string,
  workingDirectory: string,
  files: RunFiles,
): Promise<readonly InputFile[] | undefined> {
  const target = path.resolve(workingDirectory, named);
  const kind = kindOf(target);
  if (kind === undefined) {
    if (!isGlob(named)) throw new UsageError(`${named}: no such file or folder`);
    return glob(named, workingDirectory, files);
  }
  const real = realPath(target);
  checkAllowed(named, real, files);
  if (kind !== 'folder') return [{ path: real, named: true }];
  return walk(real, files, () => false);
}

function checkAllowed(named: string, target: string, files: RunFiles): void {
  if (files.isAllowed(target)) return;
  throw new UsageError(`${named} lies outside ${files.root}, the root of this run; --allow-outside reads it`);
}

function isGlob(text: string): boolean {
  return /[*?{[]|[!@+]\(/.test(text);
}

async function glob(
  pattern: string,
  workingDirectory: string,
  files: RunFiles,
): Promise<readonly InputFile[] | undefined> {
  const { default: picomatch } = await import('picomatch');
  const { base } = picomatch.scan(pattern);
  const start = realPath(path.resolve(workingDirectory, base));
  if (kindOf(start) !== 'folder') return undefined;
  checkAllowed(pattern, start, files);
  const segments = pattern.split('/');
  const inputs = await walk(start, files, (name) => segments.includes(name));
  // Matched below the part without wildcards, so that it may be absolute or lead out of the working directory.
  const isMatch = picomatch(pattern.slice(base.length).replace(/^\//, ''), { dot: true });
  const matching = inputs.filter((input) => isMatch(posix(path.relative(start, input.path))));
  return matching.length === 0 ? undefined : matching;
}

async function walk(start: string, files: RunFiles, isNamed: (name: string) => boolean): Promise<readonly InputFile[]> {
  const ignoreFiles = await IgnoreFiles.load(files.root, start);
  const inputs: InputFile[] = [];
  const visit = (folder: string, ignored: IgnoreFiles): void => {
    const entries = readEntries(folder);
    const rules = ignored.enter(
      folder,
      entries.some((entry) => entry.name === '.gitignore'),
    );
    for (const entry of entries) {
      const child = path.join(folder, entry.name);
      if (entry.isDirectory()) {
        const below = rulesBelow(entry.name, child, rules, isNamed);
        if (below !== undefined) visit(child, below);
      } else if (entry.isFile() && READABLE_NAME.test(entry.name) && !rules.ignores(child, false)) {
        inputs.push({ path: child, named: false });
      }
    }
  };
  visit(start, ignoreFiles);
  return inputs;
}

function readEntries(folder: string): readonly Dirent[] {
  try {
    return readdirSync(folder, { withFileTypes: true }).sort((a, b) => (a.name < b.name ? -1 : 1));
  } catch {
    return [];
  }
}

/** The rules for a folder that is walked into; undefined for one that is passed over. */
function rulesBelow(
  name: string,
  folder: string,
  rules: IgnoreFiles,
  isNamed: (name: string) => boolean,
): IgnoreFiles | undefined {
  if (NEVER_WALKED.includes(name)) return undefined;
  // A folder that is named is wanted, whatever leaves it out.
  if (WALKED_WHEN_NAMED.includes(name)) return isNamed(name) ? rules.without() : undefined;
  return rules.ignores(folder, true) ? undefined : rules;
}

interface IgnoreLevel {
  readonly folder: string;
  readonly rules: Ignore;
}

/** The `.gitignore` files that apply to a folder, outermost first: the last one with an opinion decides. */
class IgnoreFiles {
  readonly #levels: readonly IgnoreLevel[];
  readonly #create: () => Ignore;

  private constructor(levels: readonly IgnoreLevel[], create: () => Ignore) {
    this.#levels = levels;
    this.#create = create;
  }

  /** The rules of the folders from the root down to above `start`; none when they leave out `start` itself. */
  static async load(root: string, start: string): Promise<IgnoreFiles> {
    const { default: ignore } = await import('ignore');
    const create = (): Ignore => ignore({ ignorecase: IGNORES_CASE });
    const none = new IgnoreFiles([], create);
    const relative = path.relative(root, start);
    if (relative.startsWith('..') || path.isAbsolute(relative)) return none;
    let rules = none.#add(root, path.join('.git', 'info', 'exclude'));
    let folder = root;
    for (const name of relative === '' ? [] : relative.split(path.sep)) {
      rules = rules.#add(folder, '.gitignore');
      folder = path.join(folder, name);
      // A folder that is named is wanted, whatever leaves it out.
      if (rules.ignores(folder, true)) return none;
    }
    return rules;
  }

  enter(folder: string, hasIgnoreFile: boolean): IgnoreFiles {
    return hasIgnoreFile ? this.#add(folder, '.gitignore') : this;
  }

  /** For what lies in a folder that is walked: a rule that leaves out the folder itself has been overruled. */
  ignores(file: string, isFolder: boolean): boolean {
    let ignored = false;
    for (const { folder, rules } of this.#levels) {
      const relative = posix(path.relative(folder, file));
      const verdict = rules.test(isFolder ? `${relative}/` : relative);
      const parent = path.posix.dirname(relative);
      if (verdict.ignored && parent !== '.' && rules.test(`${parent}/`).ignored) continue;
      ignored = verdict.ignored || (ignored && !verdict.unignored);
    }
    return ignored;
  }

  /** No rules at all. */
  without(): IgnoreFiles {
    return new IgnoreFiles([], this.#create);
  }

  #add(folder: string, name: string): IgnoreFiles {
    const file = path.join(folder, name);
    if (kindOf(file) !== 'file') return this;
    const rules = this.#create().add(readFileSync(file, 'utf8').replace(/^\uFEFF/, ''));
    return new IgnoreFiles([...this.#levels, { folder, rules }], this.#create);
  }
}

function posix(file: string): string {
  return file.split(path.sep).join('/');
}
