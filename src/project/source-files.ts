/**
 * Finds and reads what the files of a CDK program import. A folder is listed once and asked for names, since most names
 * that a specifier may stand for do not exist; a file is looked into for its imports once.
 */
import type { SourceReader } from '../hosts/cdk/program.ts';
import { FileLayer } from '../text/layer.ts';
import { isScriptPath } from '../text/script-path.ts';
import { AppContexts } from './app-context.ts';
import type { ProjectFiles } from './files.ts';
import { decodeFile } from './source-text.ts';

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];

/** Far above what is written by hand. */
const MAX_LENGTH = 2 * 1024 * 1024;

type Given = ReadonlyMap<string, { readonly layer: FileLayer }>;

export class SourceFiles implements SourceReader {
  readonly #files: ProjectFiles;
  readonly #given: Given;
  /** Names of files that are given: they need not be on a disk. */
  readonly #givenNames: ReadonlySet<string>;
  readonly #resolved = new Map<string, string | undefined>();
  readonly #folders = new Map<string, string>();
  readonly #imports = new Map<string, readonly string[]>();
  readonly #contexts: AppContexts;

  constructor(files: ProjectFiles, given: Given) {
    this.#files = files;
    this.#given = given;
    this.#givenNames = new Set(Array.from(given.keys(), nameOf));
    this.#contexts = new AppContexts(files);
  }

  resolve(from: string, specifier: string): string | undefined {
    const key = `${specifier}\n${folderOf(from)}`;
    if (!this.#resolved.has(key)) this.#resolved.set(key, this.#find(from, specifier));
    return this.#resolved.get(key);
  }

  /** The files that a file names in its imports, by its text alone. */
  importsOf(path: string): readonly string[] {
    const known = this.#imports.get(path);
    if (known !== undefined) return known;
    const found = new Set(specifiersIn(this.#text(path)).flatMap((specifier) => this.resolve(path, specifier) ?? []));
    this.#imports.set(path, [...found]);
    return [...found];
  }

  flag(path: string, name: string): boolean | 'unset' | undefined {
    return this.#contexts.flag(path, name);
  }

  layer(path: string): FileLayer | undefined {
    const given = this.#given.get(path);
    if (given !== undefined) return given.layer;
    const bytes = this.#read(path);
    if (bytes === undefined) return undefined;
    const { file, problem } = decodeFile(this.#files.display(path), bytes);
    return problem === undefined ? new FileLayer(file) : undefined;
  }

  #text(path: string): string {
    const given = this.#given.get(path);
    if (given !== undefined) return given.layer.text;
    const bytes = this.#read(path);
    return bytes === undefined ? '' : new TextDecoder().decode(bytes);
  }

  #read(path: string): Uint8Array | undefined {
    const bytes = this.#files.read(path);
    return bytes === undefined || bytes.length > MAX_LENGTH ? undefined : bytes;
  }

  /** As TypeScript looks for it: the name as it is, with an extension, or the index of a folder. */
  #find(from: string, specifier: string): string | undefined {
    const parts = specifier.replace(/\/+$/, '').split('/');
    const last = parts.at(-1) ?? '';
    const isFolder = last === '' || last === '.' || last === '..';
    const file = isFolder ? undefined : this.#among(from, parts.slice(0, -1), namesFor(last));
    const indexes = EXTENSIONS.map((extension) => `index${extension}`);
    return file ?? this.#among(from, parts, indexes);
  }

  #among(from: string, folder: readonly string[], names: readonly string[]): string | undefined {
    const path = folder.length === 0 ? '.' : folder.join('/');
    const listed = this.#files.list(this.#folder(from, path));
    const wanted = names.filter((name) => listed?.includes(name) === true || this.#givenNames.has(name));
    return wanted.map((name) => this.#files.resolve(from, `${path}/${name}`)).find((found) => this.#exists(found));
  }

  #folder(from: string, path: string): string {
    const key = `${path}\n${folderOf(from)}`;
    const known = this.#folders.get(key) ?? this.#files.resolve(from, path);
    this.#folders.set(key, known);
    return known;
  }

  #exists(path: string): boolean {
    if (this.#given.has(path)) return true;
    return this.#files.list(folderOf(path))?.includes(nameOf(path)) === true && this.#files.isAllowed(path);
  }
}

function namesFor(name: string): readonly string[] {
  const exact = isScriptPath(name) ? [name.replace(/\.([cm]?)js$/, '.$1ts'), name] : [];
  return [...exact, ...EXTENSIONS.map((extension) => name + extension)];
}

function folderOf(path: string): string {
  return path.slice(0, Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')));
}

function nameOf(path: string): string {
  return path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
}

const SPECIFIER = /(?:\bfrom\s*|\brequire\(\s*)(?:'(\.{1,2}(?:\/[^'\n]*)?)'|"(\.{1,2}(?:\/[^"\n]*)?)")/g;

function specifiersIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SPECIFIER), ([, single, double]) => single ?? double ?? '');
}
