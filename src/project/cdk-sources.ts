/**
 * CDK sources: one program of all files that mention Step Functions and of what they import by relative paths.
 */
import { readMachineType } from '../asl/build.ts';
import type { Declaration, DefinitionLink } from '../asl/model.ts';
import type { ConstructPath } from '../hosts/cdk/construct-path.ts';
import type { CdkStateMachine } from '../hosts/cdk/machines.ts';
import type { ProgramFile } from '../hosts/cdk/program-file.ts';
import { CdkProgram } from '../hosts/cdk/program.ts';
import type { SyntaxProblem } from '../hosts/syntax-error.ts';
import type { DefinitionSource } from '../hosts/template/template.ts';
import type { FileLayer } from '../text/layer.ts';
import { linkDefinition } from './definition-link.ts';
import type { ProjectFiles } from './files.ts';
import { programPath } from './program-path.ts';
import { SourceFiles } from './source-files.ts';

export interface DeclaredMachine {
  /** The file that makes it. */
  readonly path: string;
  readonly declaration: Declaration;
  readonly definition: DefinitionSource;
  readonly constructPath: ConstructPath | undefined;
}

export interface CdkReading {
  readonly machines: readonly DeclaredMachine[];
  readonly problems: readonly SyntaxProblem[];
  /** Of the files given, those that are part of the program. */
  readonly paths: readonly string[];
}

type Scripts = ReadonlyMap<string, { readonly layer: FileLayer }>;

export async function readCdkSources(scripts: Scripts, users: Scripts, files: ProjectFiles): Promise<CdkReading> {
  const sources = new SourceFiles(files, new Map([...users, ...scripts]));
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
  const given = [...scripts.keys(), ...users.keys()].filter((path) => program.has(path));
  return { machines, problems, paths: given };
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
  return { path, declaration, definition, constructPath: machine.path };
}

/** Adds the files that import one of the program, and those that import these. */
async function addUsers(program: CdkProgram, users: Scripts, sources: SourceFiles): Promise<void> {
  const waiting = new Map(users);
  let isDone = false;
  while (!isDone) {
    isDone = true;
    const seen = new Set<string>();
    for (const [path, { layer }] of waiting) {
      if (!leadsInto(program, path, sources, seen)) continue;
      waiting.delete(path);
      await program.add(path, layer);
      isDone = false;
    }
  }
}

/** Whether a file imports one of the program, itself or through files that only pass it on. */
function leadsInto(program: CdkProgram, path: string, sources: SourceFiles, seen: Set<string>): boolean {
  const waiting = [path];
  for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
    for (const imported of sources.importsOf(at)) {
      if (program.has(imported)) return true;
      if (seen.has(imported) || seen.size >= MAX_SEEN) continue;
      seen.add(imported);
      waiting.push(imported);
    }
  }
  return false;
}

/** Files that are looked into for what they import. */
const MAX_SEEN = 5000;

/** What a program is run from is not known: a file that is not found is not said to be missing. */
function linkOf(definition: DefinitionSource, path: string, files: ProjectFiles): DefinitionLink {
  const link = linkDefinition(definition, path, files);
  if (link.kind !== 'missing' && link.kind !== 'otherCase' && link.kind !== 'outside') return link;
  return { kind: 'notRead', node: link.node, why: `there is no file ${link.path} to be seen from here` };
}

function definitionFile(file: ProgramFile, from: string, files: ProjectFiles): DefinitionSource {
  return { kind: 'file', path: programPath(file, from, files), node: file.node };
}
