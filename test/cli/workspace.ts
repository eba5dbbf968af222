/**
 * A temporary project with a `.git` folder of its own, so that it is the root of a run, and the built command line
 * run inside it with nothing of the surrounding environment.
 */
import { spawnSync } from 'node:child_process';
import {
  existsSync,
  lstatSync,
  mkdirSync,
  mkdtempSync,
  readFileSync,
  readdirSync,
  realpathSync,
  rmSync,
  symlinkSync,
  writeFileSync,
} from 'node:fs';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { onTestFinished } from 'vitest';

export const BIN = path.resolve(import.meta.dirname, '../../bin/sfn-lint.js');

export type Files = Readonly<Record<string, string | Uint8Array>>;

export interface Run {
  readonly code: number | null;
  readonly out: string;
  readonly err: string;
}

export interface RunOptions {
  /** Working directory, relative to the root of the workspace. */
  readonly cwd?: string;
  readonly env?: Readonly<Record<string, string>>;
  readonly input?: string | Uint8Array;
  /** Milliseconds after which the tool is stopped, which is an error. */
  readonly timeout?: number;
}

export class Workspace {
  readonly root: string;
  readonly #top: string;

  constructor(files: Files = {}) {
    this.#top = realpathSync(mkdtempSync(path.join(tmpdir(), 'sfn-lint-cli-')));
    this.root = path.join(this.#top, 'project');
    mkdirSync(path.join(this.root, '.git'), { recursive: true });
    for (const [file, content] of Object.entries(files)) this.write(file, content);
  }

  /** The absolute path of a file; `../name` is beside the project, outside its root. */
  at(file: string): string {
    return path.join(this.root, file);
  }

  write(file: string, content: string | Uint8Array): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true });
    writeFileSync(this.at(file), content);
  }

  folder(name: string): void {
    mkdirSync(this.at(name), { recursive: true });
  }

  link(target: string, file: string): void {
    mkdirSync(path.dirname(this.at(file)), { recursive: true });
    symlinkSync(target, this.at(file));
  }

  read(file: string): string {
    return readFileSync(this.at(file), 'utf8');
  }

  /** Names in the root, but for that of git. */
  names(): readonly string[] {
    return readdirSync(this.root).filter((name) => name !== '.git');
  }

  isLink(file: string): boolean {
    return lstatSync(this.at(file)).isSymbolicLink();
  }

  has(file: string): boolean {
    return existsSync(this.at(file));
  }

  run(args: readonly string[], options: RunOptions = {}): Run {
    return this.#spawn(process.execPath, [BIN, ...args], options);
  }

  /** A line for bash in which `$LINT` starts the tool. */
  shell(line: string, options: RunOptions = {}): Run {
    const env = { ...options.env, NODE: process.execPath, BIN };
    return this.#spawn('/bin/bash', ['-c', line.replaceAll('$LINT', '"$NODE" "$BIN"')], { ...options, env });
  }

  remove(): void {
    rmSync(this.#top, { recursive: true, force: true });
  }

  #spawn(command: string, args: readonly string[], options: RunOptions): Run {
    const { cwd = '.', env = {}, input = '', timeout = 60_000 } = options;
    const { status, stdout, stderr, error } = spawnSync(command, args, {
      cwd: this.at(cwd),
      env: { ...SCRUBBED, HOME: this.#top, ...env },
      input,
      encoding: 'utf8',
      maxBuffer: 1 << 30,
      timeout,
    });
    if (error !== undefined) throw error;
    return { code: status, out: stdout, err: stderr };
  }
}

const SCRUBBED = { PATH: process.env.PATH ?? '' };

/** A workspace that goes away with the test that asks for it. */
export function workspace(files: Files = {}): Workspace {
  const opened = new Workspace(files);
  onTestFinished(() => opened.remove());
  return opened;
}
