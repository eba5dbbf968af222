/**
 * From files to machines. Templates are read first, because they say which definition files they use and with which
 * substitutions; each definition is then built once, with all its declarations. Trees live only while their machine
 * is being looked at. Nothing here throws for what a user's file may hold.
 */
import { buildMachine, readMachineType } from '../asl/build.ts';
import type { Declaration, DefinitionLink, Machine, ProgramSource } from '../asl/model.ts';
import { substitute } from '../asl/substitutions.ts';
import {
  isDefinition,
  isDefinitionName,
  mayBeTemplate,
  mayHoldStateMachine,
  mayUseConstructs,
} from '../hosts/detect.ts';
import { readJson } from '../hosts/json/read.ts';
import type { SyntaxProblem } from '../hosts/syntax-error.ts';
import { IntrinsicResolver } from '../hosts/template/intrinsics.ts';
import { readTemplate } from '../hosts/template/template.ts';
import type { DefinitionSource, Template, TemplateStateMachine } from '../hosts/template/template.ts';
import { directiveComments, readComments } from '../suppression/comments.ts';
import { readMetadata } from '../suppression/metadata.ts';
import type { Sight, Suppressions } from '../suppression/suppression.ts';
import { findPlaceholders, hasPlaceholder } from '../text/placeholders.ts';
import { FileLayer } from '../text/layer.ts';
import type { HostSpan, Layer } from '../text/layer.ts';
import { isScriptPath } from '../text/script-path.ts';
import type { LooseJson } from '../tree/loose-json.ts';
import { spanOf } from '../tree/node.ts';
import type { Node } from '../tree/node.ts';
import type { DeclaredMachine } from './cdk-sources.ts';
import { linkDefinition } from './definition-link.ts';
import type { InputFile, ProjectFiles } from './files.ts';
import { commentsOf, readTrees } from './read-trees.ts';
import type { Reading, Trees } from './read-trees.ts';
import { decodeFile } from './source-text.ts';
import type { TextProblem } from './source-text.ts';

/**
 * What is wrong with a text that holds no machine: a definition that breaks the grammar of its format, is empty, nests
 * too deeply or is no object, or anything else that cannot be read, such as a template.
 */
export type TextFault = 'unreadable' | 'syntax' | 'empty' | 'tooDeep' | 'notObject';

export type ProjectItem =
  /** A file that holds a machine or declares one. */
  | { readonly kind: 'file'; readonly path: string }
  | { readonly kind: 'machine'; readonly machine: Machine }
  | { readonly kind: 'declaration'; readonly declaration: Declaration }
  | {
      readonly kind: 'problem';
      readonly fault: TextFault;
      readonly span: HostSpan;
      readonly message: string;
      readonly machine: string | undefined;
    }
  | { readonly kind: 'note'; readonly text: string; readonly span: HostSpan | undefined }
  /** Scripts that are read together, as reported: machines of the one may be made by the other. */
  | { readonly kind: 'program'; readonly paths: readonly string[] }
  /** What is suppressed in a text; comes before the machines and declarations of the text. */
  | { readonly kind: 'suppressions'; readonly read: Suppressions };

export interface LoadOptions {
  /** Build a definition once per declaration instead of once with all of them. */
  readonly perDeclaration: boolean;
  /** Called with the number of files read so far. */
  readonly onProgress?: (count: number) => void;
  /** Called with what each file of JSON or YAML was read as. */
  readonly onTrees?: (path: string, trees: Trees) => void;
}

export async function* loadProject(
  inputs: Iterable<InputFile>,
  files: ProjectFiles,
  options: LoadOptions,
): AsyncGenerator<ProjectItem> {
  const loader = new ProjectLoader(files, options);
  for (const input of inputs) yield* loader.add(input);
  yield* loader.definitions();
}

/** A definition file waiting until every template has been read. */
interface PendingDefinition {
  readonly path: string;
  readonly layer: FileLayer;
  readonly named: boolean;
  readonly declarations: Declaration[];
  /** Read already, because the text looked like a template too. */
  trees?: Trees;
}

interface PendingScript {
  readonly layer: FileLayer;
  readonly named: boolean;
}

class ProjectLoader {
  readonly #files: ProjectFiles;
  readonly #options: LoadOptions;
  readonly #pending = new Map<string, PendingDefinition>();
  /** CDK sources, which make one program. */
  readonly #scripts = new Map<string, PendingScript>();
  /** Other CDK sources, which may make what those declare. */
  readonly #users = new Map<string, PendingScript>();
  /** Templates that CDK has made, waiting for the program that makes them. */
  readonly #synthesised: { readonly path: string; readonly template: Template }[] = [];
  readonly #programMachines: DeclaredMachine[] = [];
  /** Files that have had their parse error. */
  readonly #unreadable = new Set<string>();
  #count = 0;

  constructor(files: ProjectFiles, options: LoadOptions) {
    this.#files = files;
    this.#options = options;
  }

  async *add(input: InputFile): AsyncGenerator<ProjectItem> {
    this.#options.onProgress?.(++this.#count);
    const bytes = input.bytes ?? this.#files.read(input.path);
    if (bytes === undefined) {
      yield note(`${this.#files.display(input.path)} cannot be read`);
      return;
    }
    const { file, problem } = decodeFile(this.#files.display(input.path), bytes);
    if (!input.named && !mayHoldStateMachine(input.path, file.text)) {
      const isUser = isScriptPath(input.path) && problem === undefined && mayUseConstructs(file.text);
      if (isUser) this.#users.set(input.path, { layer: new FileLayer(file), named: false });
      return;
    }
    if (this.#unreadable.has(input.path)) return;
    const layer = new FileLayer(file);
    if (problem !== undefined) {
      yield* this.#notText(input.path, layer, problem);
      return;
    }
    if (isScriptPath(input.path)) {
      if (!input.named && this.#isCompiled(input.path)) return;
      this.#scripts.set(input.path, { layer, named: input.named });
      return;
    }
    if (!mayBeTemplate(file.text)) {
      this.#addDefinition(input.path, layer, input.named);
      return;
    }
    yield* this.#addTemplate(input, layer);
  }

  /** Whether a script lies beside the TypeScript that it was made of. */
  #isCompiled(path: string): boolean {
    const source = path.replace(/\.([cm]?)js(x?)$/i, '.$1ts$2');
    const slash = Math.max(source.lastIndexOf('/'), source.lastIndexOf('\\'));
    const names = source === path ? undefined : this.#files.list(source.slice(0, slash));
    return names?.includes(source.slice(slash + 1)) === true;
  }

  #addDefinition(path: string, layer: FileLayer, named: boolean): PendingDefinition {
    const known = this.#pending.get(path);
    if (known !== undefined) return known;
    const pending: PendingDefinition = { path, layer, named, declarations: [] };
    this.#pending.set(path, pending);
    return pending;
  }

  async *#addTemplate(input: InputFile, layer: FileLayer): AsyncGenerator<ProjectItem> {
    const reading = await this.#read(input.path, layer);
    if (reading.problem !== undefined) {
      yield* this.#problem(reading.problem, 'unreadable');
      return;
    }
    const templates = reading.roots.flatMap((root) => readTemplate(root) ?? []);
    if (templates.length === 0) {
      this.#addDefinition(input.path, layer, input.named).trees = reading;
      return;
    }
    yield { kind: 'file', path: layer.file.path };
    yield* suppressionsIn(reading, layer, 'full');
    for (const template of templates) {
      if (layer.text.includes(METADATA_MARK)) yield suppressionItem(readMetadata(template.root, template.written));
      if (layer.text.includes(PATH_MARK)) this.#synthesised.push({ path: input.path, template });
      else for (const stateMachine of template.stateMachines) yield* this.#declare(input.path, template, stateMachine);
    }
  }

  async #read(path: string, layer: FileLayer): Promise<Reading> {
    const reading = await readTrees(path, layer);
    if (reading.problem === undefined) this.#options.onTrees?.(path, reading);
    return reading;
  }

  *#declare(
    path: string,
    template: Template,
    stateMachine: TemplateStateMachine,
    source?: ProgramSource,
  ): Generator<ProjectItem> {
    const link = linkDefinition(stateMachine.definition, path, this.#files);
    const declaration = declarationOf(template, stateMachine, link);
    const linked = source === undefined ? declaration : { ...declaration, source };
    yield* this.#declared(path, linked, stateMachine.definition, template.refer);
  }

  /** Templates that CDK has made, once the program that makes them is known. */
  async *#synthesisedTemplates(): AsyncGenerator<ProjectItem> {
    const { ProgramMachines, appScripts, synthesisedSource } = await import('./synthesised.ts');
    const { appFolder } = await import('./app-context.ts');
    let machines = new ProgramMachines(this.#programMachines, this.#files);
    const tried = new Set<string | undefined>();
    for (const { path, template } of this.#synthesised) {
      const app = appFolder(path, this.#files);
      const unread = machines.isOfApp(path) || tried.has(app) ? undefined : appScripts(path, this.#files);
      tried.add(app);
      if (unread !== undefined && unread.scripts.size > 0) {
        const { readCdkSources } = await import('./cdk-sources.ts');
        const read = await readCdkSources(unread.scripts, unread.users, this.#files);
        this.#programMachines.push(...read.machines);
        machines = new ProgramMachines(this.#programMachines, this.#files);
      }
      for (const stateMachine of template.stateMachines) {
        yield* this.#declare(path, template, stateMachine, synthesisedSource(machines, path, template, stateMachine));
      }
    }
  }

  *#declared(
    path: string,
    declaration: Declaration,
    definition: DefinitionSource,
    refer: (tree: Node) => Node,
  ): Generator<ProjectItem> {
    const link = declaration.definition;
    yield { kind: 'declaration', declaration };
    if (definition.kind === 'tree') yield* this.#inline(definition.node, declaration);
    else if (definition.kind === 'text') yield* this.#inlineText(definition.layer, declaration, refer);
    else if (definition.kind === 'malformed') yield* this.#malformed(definition, declaration.name);
    else if (link.kind === 'notRead')
      yield note(`The definition of ${declaration.name} is not read: ${link.why}`, link.node);
    else yield* this.#refer(link, declaration, path);
  }

  *#refer(link: DefinitionLink, declaration: Declaration, from: string): Generator<ProjectItem> {
    if (link.kind !== 'file' && link.kind !== 'otherCase') return;
    const target = this.#files.resolve(from, link.kind === 'file' ? link.path : link.actual);
    const known = this.#pending.get(target);
    if (known !== undefined) {
      known.declarations.push(declaration);
      return;
    }
    const bytes = this.#files.read(target);
    if (bytes === undefined) {
      yield note(`${this.#files.display(target)} cannot be read`, link.node);
      return;
    }
    const { file, problem } = decodeFile(this.#files.display(target), bytes);
    const layer = new FileLayer(file);
    if (problem === undefined) this.#addDefinition(target, layer, true).declarations.push(declaration);
    else yield* this.#notText(target, layer, problem);
  }

  /** A file that is no text has one parse error, however many templates name it. */
  *#notText(path: string, layer: FileLayer, { message, offset }: TextProblem): Generator<ProjectItem> {
    if (this.#unreadable.has(path)) return;
    this.#unreadable.add(path);
    yield* this.#problem({ message, layer, range: { start: offset, end: offset + 1 } }, 'unreadable');
  }

  *#inline(tree: Node, declaration: Declaration, loose: readonly LooseJson[] = []): Generator<ProjectItem> {
    const root = substitute(tree, [declaration.substitutions]);
    if (root.kind !== 'object' || tree.kind !== 'object') return;
    const source = { written: tree, looseJson: loose };
    yield { kind: 'machine', machine: buildMachine(root, declaration.name, [declaration], source) };
  }

  *#inlineText(layer: Layer, declaration: Declaration, refer: (tree: Node) => Node): Generator<ProjectItem> {
    const reading = readJson(layer);
    if (reading.problem !== undefined && isAtPlaceholder(reading.problem)) {
      yield note(`The definition of ${declaration.name} is not read: a part of it that is no value is not known here`);
    } else if (reading.problem !== undefined)
      yield* this.#problem(reading.problem, faultOf(reading.problem), declaration.name);
    else if (reading.root.kind !== 'object') yield* this.#notAnObject(reading.root, declaration.name);
    else {
      const comments = directiveComments(layer.text, commentsOf(reading.loose));
      yield* suppressionsIn({ roots: [reading.root], comments }, layer, 'full');
      yield* this.#inline(refer(reading.root), declaration, reading.loose);
    }
  }

  /** The machines of definition files, once every template is known. */
  async *definitions(): AsyncGenerator<ProjectItem> {
    if (this.#scripts.size > 0) yield* this.#programs();
    if (this.#synthesised.length > 0) yield* this.#synthesisedTemplates();
    for (const [path, pending] of this.#pending) {
      this.#pending.delete(path);
      yield* this.#definition(pending);
    }
  }

  /** The machines of all CDK sources. Their reader is loaded for the first of them. */
  async *#programs(): AsyncGenerator<ProjectItem> {
    const { readCdkSources } = await import('./cdk-sources.ts');
    const { machines, problems, paths } = await readCdkSources(this.#scripts, this.#users, this.#files);
    yield { kind: 'program', paths: paths.map((path) => this.#files.display(path)) };
    this.#programMachines.push(...machines);
    for (const problem of problems) yield* this.#problem(problem, 'unreadable');
    const holding = new Set<string>();
    for (const { path, declaration, definition } of machines) {
      if (!holding.has(path)) yield { kind: 'file', path: this.#files.display(path) };
      holding.add(path);
      yield* this.#declared(path, declaration, definition, (tree) => tree);
    }
    for (const [path, { named }] of this.#scripts) {
      if (!named || holding.has(path) || problems.some(({ layer }) => layer === this.#scripts.get(path)?.layer))
        continue;
      yield note(`${this.#files.display(path)} holds no state machine that sfn-lint recognises`);
    }
  }

  async *#definition(pending: PendingDefinition): AsyncGenerator<ProjectItem> {
    const { layer, declarations, path } = pending;
    const reading = pending.trees ?? (await this.#read(path, layer));
    if (reading.problem !== undefined) {
      yield* this.#problem(reading.problem, faultOf(reading.problem));
      return;
    }
    const vouchedFor = declarations.length > 0 || isDefinitionName(path);
    const found = reading.roots.filter((root) => isDefinition(root, vouchedFor || pending.named));
    if (found.length > 0) yield { kind: 'file', path: layer.file.path };
    yield* suppressionsIn(reading, layer, sightOf(pending));
    const trees = reading.hasTags ? found.map(resolveTags) : found;
    for (const root of trees) yield* this.#machines(root, pending, reading.loose);
    if (found.length === 0) yield* this.#unrecognised(reading, pending, vouchedFor);
  }

  /** A text without a machine in it, which may be one all the same when something vouches for it. */
  *#unrecognised({ roots, loose }: Trees, pending: PendingDefinition, vouchedFor: boolean): Generator<ProjectItem> {
    const first = roots[0];
    if (vouchedFor && first !== undefined && first.kind !== 'object') yield* this.#notAnObject(first);
    else if (vouchedFor && first?.kind === 'object') yield* this.#machines(resolveTags(first), pending, loose);
    else if (pending.named) yield note(`${pending.layer.file.path} holds no state machine that sfn-lint recognises`);
  }

  *#machines(root: Node, pending: PendingDefinition, loose: readonly LooseJson[]): Generator<ProjectItem> {
    const stem = stemOf(pending.path);
    const declarations = pending.declarations.length > 0 ? pending.declarations : [standAlone(stem)];
    const groups = this.#options.perDeclaration ? declarations.map((declaration) => [declaration]) : [declarations];
    for (const group of groups) {
      const tables = group.map((declaration) => declaration.substitutions);
      const definition = substitute(root, tables);
      if (definition.kind !== 'object' || root.kind !== 'object') continue;
      const source = { written: root, looseJson: loose };
      yield { kind: 'machine', machine: buildMachine(definition, commonName(group, stem), group, source) };
    }
  }

  *#problem(problem: SyntaxProblem, fault: TextFault, machine?: string): Generator<ProjectItem> {
    const span = problem.layer.toHost(problem.range);
    yield { kind: 'file', path: span.file.path };
    yield { kind: 'problem', fault, span, message: problem.message, machine };
  }

  *#malformed({ node, message }: { node: Node; message: string }, machine: string): Generator<ProjectItem> {
    yield { kind: 'problem', fault: 'unreadable', span: spanOf(node), message, machine };
  }

  *#notAnObject(root: Node, machine?: string): Generator<ProjectItem> {
    yield {
      kind: 'problem',
      fault: 'notObject',
      span: spanOf(root),
      message: 'a definition must be an object',
      machine,
    };
  }
}

/** Whether a text stumbles over a placeholder: what is put there may bring the comma or the bracket that is missing. */
function isAtPlaceholder({ layer, range }: SyntaxProblem): boolean {
  const before = findPlaceholders(layer.text).findLast(({ start }) => start <= range.start);
  return before !== undefined && layer.text.slice(before.end, range.start).trim() === '';
}

function faultOf({ kind }: SyntaxProblem): TextFault {
  return kind ?? 'syntax';
}

function sightOf({ declarations, layer }: PendingDefinition): Sight {
  if (declarations.length > 0) return 'full';
  return hasPlaceholder(layer.text) ? 'placeholders' : 'definitionAlone';
}

/** In a template of CDK: the path of the construct that a resource is made by. */
const PATH_MARK = 'aws:cdk:path';

/** Where it is not in a text, no `Metadata` in it is meant for this tool. */
const METADATA_MARK = 'sfn-lint';

type Commented = Pick<Trees, 'roots' | 'comments'>;

function* suppressionsIn({ roots, comments }: Commented, layer: Layer, sight: Sight): Generator<ProjectItem> {
  if (comments.length > 0) yield suppressionItem(readComments({ layer, roots, comments, sight }));
}

function suppressionItem(read: Suppressions): ProjectItem {
  return { kind: 'suppressions', read };
}

/** In a definition that stands alone only tags are intrinsics: `{"Ref": …}` may be data. */
function resolveTags(root: Node): Node {
  return new IntrinsicResolver(() => undefined, 'tags').resolve(root);
}

function declarationOf(
  template: Template,
  stateMachine: TemplateStateMachine,
  definition: DefinitionLink,
): Declaration {
  const { resource, substitutions, substitutionsAreOpen, settings } = stateMachine;
  return {
    name: stateMachine.name ?? resource.logicalId,
    type: readMachineType(stateMachine.type, 'STANDARD'),
    resource,
    template: template.root,
    resources: template.resources,
    definition,
    substitutions,
    substitutionsAreOpen,
    settings,
  };
}

function standAlone(name: string): Declaration {
  return {
    name,
    type: 'unknown',
    resource: undefined,
    template: undefined,
    resources: new Map(),
    definition: { kind: 'inline' },
    substitutions: undefined,
    substitutionsAreOpen: false,
    settings: undefined,
  };
}

function commonName(declarations: readonly Declaration[], stem: string): string {
  const name = declarations[0]?.name ?? stem;
  return declarations.every((declaration) => declaration.name === name) ? name : stem;
}

/** The file's name up to its first dot. */
function stemOf(path: string): string {
  const name = path.slice(Math.max(path.lastIndexOf('/'), path.lastIndexOf('\\')) + 1);
  const dot = name.indexOf('.', 1);
  return dot < 0 ? name : name.slice(0, dot);
}

function note(text: string, node?: Node): ProjectItem {
  return { kind: 'note', text, span: node === undefined ? undefined : spanOf(node) };
}
