/**
 * CDK sources: one program of all files that mention Step Functions and of what they import by relative paths.
 * Finds the files that imports and definitions name.
 */
import { readMachineType } from '../asl/build.ts';
import type { Declaration, DefinitionLink } from '../asl/model.ts';
import { isScriptPath } from '../text/script-path.ts';
import type { CdkStateMachine, ProgramFile } from '../hosts/cdk/machines.ts';
import { CdkProgram } from '../hosts/cdk/program.ts';
import type { SyntaxProblem } from '../hosts/syntax-error.ts';
import type { DefinitionSource } from '../hosts/template/template.ts';
import { FileLayer } from '../text/layer.ts';
import { AppContexts } from './app-context.ts';
import { linkDefinition } from './definition-link.ts';
import type { ProjectFiles } from './files.ts';
import { decodeFile } from './source-text.ts';

export interface DeclaredMachine {
  /** The file that makes it. */
  readonly path: string;
  readonly declaration: Declaration;
  readonly definition: DefinitionSource;
}

export interface CdkReading {
  readonly machines: readonly DeclaredMachine[];
  readonly problems: readonly SyntaxProblem[];
}

type Scripts = ReadonlyMap<string, { readonly layer: FileLayer }>;

export async function readCdkSources(scripts: Scripts, users: Scripts, files: ProjectFiles): Promise<CdkReading> {
  const sources = new SourceFiles(files, scripts);
  const program = new CdkProgram(sources);
  const problems: SyntaxProblem[] = [];
  for (const [path, { layer }] of scripts) {
    const problem = await program.add(path, layer);
    if (problem !== undefined) problems.push({ message: problem.message, layer, range: problem.range });
  }
  await addUsers(program, users, sources);
  const paths = new Map(Array.from(scripts, ([path, { layer }]) => [layer.file, path]));
  const machines = program.machines(new Set(scripts.keys())).map((machine) => {
    const { file } = machine.place.layer.toHost(machine.place);
    return declared(machine, paths.get(file) ?? file.path, files);
  });
  return { machines, problems };
}

function declared(machine: CdkStateMachine, path: string, files: ProjectFiles): DeclaredMachine {
  const { definition: written, resource, substitutions, substitutionsAreOpen, settings, construct } = machine;
  const definition = written.kind === 'programFile' ? definitionFile(written, path, files) : written;
  const declaration: Declaration = {
    name: machine.name ?? resource.logicalId,
    type: readMachineType(machine.type, 'STANDARD'),
    resource,
    template: undefined,
    resources: new Map(),
    definition: linkOf(definition, path, files),
    substitutions,
    substitutionsAreOpen,
    settings,
    construct,
  };
  return { path, declaration, definition };
}

/** Adds the files that import one of the program, and those that import these. */
async function addUsers(program: CdkProgram, users: Scripts, sources: SourceFiles): Promise<void> {
  const waiting = new Map(users);
  let isDone = false;
  while (!isDone) {
    isDone = true;
    const seen = new Set<string>();
    for (const [path, { layer }] of waiting) {
      if (!leadsInto(program, path, layer.text, sources, seen)) continue;
      waiting.delete(path);
      await program.add(path, layer);
      isDone = false;
    }
  }
}

/** Whether a file imports one of the program, itself or through files that only pass it on. */
function leadsInto(program: CdkProgram, path: string, text: string, sources: SourceFiles, seen: Set<string>): boolean {
  return specifiersIn(text).some((specifier) => {
    const imported = sources.resolve(path, specifier);
    if (imported === undefined) return false;
    if (program.has(imported)) return true;
    if (seen.has(imported) || seen.size >= MAX_SEEN) return false;
    seen.add(imported);
    const layer = sources.layer(imported);
    return layer !== undefined && leadsInto(program, imported, layer.text, sources, seen);
  });
}

/** Files that are looked into for what they import. */
const MAX_SEEN = 5000;

const SPECIFIER = /(?:\bfrom\s*|\brequire\(\s*)(?:'(\.{1,2}(?:\/[^'\n]*)?)'|"(\.{1,2}(?:\/[^"\n]*)?)")/g;

function specifiersIn(text: string): readonly string[] {
  return Array.from(text.matchAll(SPECIFIER), ([, single, double]) => single ?? double ?? '');
}

/** What a program is run from is not known: a file that is not found is not said to be missing. */
function linkOf(definition: DefinitionSource, path: string, files: ProjectFiles): DefinitionLink {
  const link = linkDefinition(definition, path, files);
  if (link.kind !== 'missing' && link.kind !== 'otherCase' && link.kind !== 'outside') return link;
  return { kind: 'notRead', node: link.node, why: `there is no file ${link.path} to be seen from here` };
}

/** Where commands of CDK are run: the folder of `cdk.json`, else of the package. */
const PROGRAM_MARKS = ['cdk.json', 'package.json'];
const MAX_PARENTS = 20;

function definitionFile(
  { path, isFromSource, node }: ProgramFile,
  from: string,
  files: ProjectFiles,
): DefinitionSource {
  if (isFromSource) return { kind: 'file', path, node };
  let up = '.';
  for (let i = 0; i < MAX_PARENTS; i++, up = i === 1 ? '..' : `${up}/..`) {
    const folder = files.resolve(from, up);
    const names = files.list(folder);
    if (names === undefined || !files.isAllowed(folder)) break;
    if (PROGRAM_MARKS.some((mark) => names.includes(mark))) return { kind: 'file', path: `${up}/${path}`, node };
  }
  return { kind: 'file', path, node };
}

const EXTENSIONS = ['.ts', '.tsx', '.mts', '.cts', '.js', '.mjs', '.cjs', '.jsx'];

/** Far above what is written by hand. */
const MAX_LENGTH = 2 * 1024 * 1024;

class SourceFiles {
  readonly #files: ProjectFiles;
  readonly #given: ReadonlyMap<string, { readonly layer: FileLayer }>;
  readonly #resolved = new Map<string, string | undefined>();
  readonly #contexts: AppContexts;

  constructor(files: ProjectFiles, given: ReadonlyMap<string, { readonly layer: FileLayer }>) {
    this.#files = files;
    this.#contexts = new AppContexts(files);
    this.#given = given;
  }

  resolve(from: string, specifier: string): string | undefined {
    const key = `${specifier}\n${from}`;
    if (!this.#resolved.has(key)) this.#resolved.set(key, this.#find(from, specifier));
    return this.#resolved.get(key);
  }

  #find(from: string, specifier: string): string | undefined {
    return candidates(specifier)
      .map((candidate) => this.#files.resolve(from, candidate))
      .find((path) => this.#exists(path));
  }

  #exists(path: string): boolean {
    if (this.#given.has(path)) return true;
    const slash = Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\'));
    const names = this.#files.list(path.slice(0, slash));
    return names !== undefined && names.includes(path.slice(slash + 1)) && this.#files.isAllowed(path);
  }

  flag(path: string, name: string): boolean | 'unset' | undefined {
    return this.#contexts.flag(path, name);
  }

  layer(path: string): FileLayer | undefined {
    const given = this.#given.get(path);
    if (given !== undefined) return given.layer;
    const bytes = this.#files.read(path);
    if (bytes === undefined || bytes.length > MAX_LENGTH) return undefined;
    const { file, problem } = decodeFile(this.#files.display(path), bytes);
    return problem === undefined ? new FileLayer(file) : undefined;
  }
}

/** The files that a specifier may name, as TypeScript looks for them. */
function candidates(specifier: string): readonly string[] {
  const asSource = specifier.replace(/\.([cm]?)js$/, '.$1ts');
  const exact = isScriptPath(specifier) ? [asSource, specifier] : [];
  return [
    ...exact,
    ...EXTENSIONS.map((extension) => specifier + extension),
    ...EXTENSIONS.map((extension) => `${specifier}/index${extension}`),
  ];
}
