/**
 * Which function a Lambda task runs, and where its code is: by the template that declares the machine, whether written
 * by hand, by SAM or by the CDK, or by the CDK source that makes both. Reads no code and parses nothing until it has found one file. What cannot be told stays
 * unknown, with the reason.
 */
import { memberOf } from '../asl/payload.ts';
import type { Declaration, TaskState } from '../asl/model.ts';
import { FileLayer } from '../text/layer.ts';
import type { SourceFile } from '../text/source-file.ts';
import { spanOf } from '../tree/node.ts';
import type { Node, ObjectNode, Reference, Resource, UnknownNode } from '../tree/node.ts';
import { isProgramFunction } from '../hosts/cdk/program-code.ts';
import type { ProgramFunction } from '../hosts/cdk/program-code.ts';
import { assetFolder } from './definition-link.ts';
import type { ProjectFiles } from './files.ts';
import { programPath } from './program-path.ts';
import { decodeFile } from './source-text.ts';

export interface FunctionCode {
  /** The name to show: logical id, name, or what is written. */
  readonly label: string;
  /** The resource of the function; absent where it is declared elsewhere. */
  readonly resource: Resource | undefined;
  /** A property of the function, with what SAM's `Globals` gives. */
  readonly property: (name: string) => Node | undefined;
  /** Environment variables as the template sets them. */
  readonly environment: ReadonlyMap<string, Node>;
  /** Whether there may be more of them. */
  readonly environmentIsOpen: boolean;
  /** Whether the task names a version or an alias. */
  readonly qualifier: Node | undefined;
  readonly source: CodeSource;
  /** Stands for the stack of a program that it is made in. */
  readonly stack: object | undefined;
  readonly declaration: Declaration | undefined;
}

export type CodeSource =
  | {
      readonly kind: 'file';
      readonly file: SourceFile;
      /** `handler` of `app.handler`. */
      readonly handler: string;
      /** For its extension; of code within a template it is made up. */
      readonly path: string;
    }
  /** `place` is the property that leads nowhere, where there is one. */
  | { readonly kind: 'unknown'; readonly why: string; readonly unblock: string; readonly place: Node | undefined };

const FUNCTION_TYPES: readonly string[] = ['AWS::Lambda::Function', 'AWS::Serverless::Function'];
const POINTER_TYPES: readonly string[] = ['AWS::Lambda::Alias', 'AWS::Lambda::Version'];

/** Undefined for a task that runs no function. */
export function functionCode(state: TaskState, files: ProjectFiles): FunctionCode | undefined {
  const named = functionNode(state);
  if (named === undefined) return undefined;
  const label = labelOf(named.node);
  const found = resourceOf(named.node, state.machine.declarations);
  const unresolved = (why: string, unblock: string): FunctionCode => ({
    label,
    resource: undefined,
    property: () => undefined,
    environment: new Map(),
    environmentIsOpen: true,
    qualifier: named.qualifier,
    source: { kind: 'unknown', why, unblock, place: named.node },
    stack: undefined,
    declaration: undefined,
  });
  if (found === undefined) {
    const { declarations } = state.machine;
    if (declarations.some(({ construct }) => construct !== undefined))
      return unresolved(
        'the program does not say here which function this is, or does not make it',
        'Make the function in the same program, and hand it over as it is made.',
      );
    const isAlone = declarations.every(({ template }) => template === undefined);
    return isAlone
      ? unresolved(
          'no template declares this machine, so that it cannot be told which function this is',
          'Lint it together with the template that deploys it.',
        )
      : unresolved(
          'the function is not declared in the template of the machine',
          'Declare both in one template, or name the function by a reference.',
        );
  }
  const { resource, declaration, isQualified } = found;
  const property = propertyReader(resource, declaration);
  return {
    label: resource.logicalId,
    resource,
    property,
    ...environmentOf(resource, declaration),
    qualifier: named.qualifier ?? (isQualified ? named.node : undefined),
    source: sourceOf({ resource, property, files, declaration }),
    stack: isProgramFunction(resource) ? resource.stack : undefined,
    declaration,
  };
}

interface NamedFunction {
  readonly node: Node;
  readonly qualifier: Node | undefined;
}

function functionNode(state: TaskState): NamedFunction | undefined {
  const { integration } = state;
  const resource = state.node.get('Resource');
  if (integration.kind === 'lambda')
    return resource === undefined ? undefined : { node: resource, qualifier: undefined };
  if (integration.kind !== 'optimised' || integration.service !== 'lambda' || integration.action !== 'invoke')
    return undefined;
  const name = memberOf(state.arguments, 'FunctionName', state.queryLanguage);
  const written = state.arguments?.kind === 'object' ? state.arguments.get('FunctionName') : undefined;
  const node = name.kind === 'computed' ? name.node : (written ?? state.node);
  const qualifier = state.arguments?.kind === 'object' ? state.arguments.get('Qualifier') : undefined;
  const isLatest = qualifier?.kind === 'string' && qualifier.value === '$LATEST';
  return { node, qualifier: isLatest ? undefined : qualifier };
}

function labelOf(node: Node): string {
  if (node.kind === 'string') return node.value;
  return node.kind === 'unknown' ? (node.reference?.resource.logicalId ?? node.template ?? node.why) : 'a function';
}

interface FoundResource {
  readonly resource: Resource;
  readonly declaration: Declaration;
  /** Reached through a version or an alias. */
  readonly isQualified: boolean;
}

function resourceOf(node: Node, declarations: readonly Declaration[]): FoundResource | undefined {
  const found = declarations.map((declaration) => resourceIn(node, declaration));
  const [first] = found;
  return first !== undefined && found.every((one) => one?.resource === first.resource) ? first : undefined;
}

function resourceIn(node: Node, declaration: Declaration): FoundResource | undefined {
  if (node.kind === 'unknown') return referred(node, declaration);
  if (node.kind !== 'string') return undefined;
  const name = /(?:^|:function:)([\w-]+)(?::([\w$-]+))?$/.exec(node.value);
  if (name === null) return undefined;
  for (const resource of declaration.resources.values()) {
    if (!FUNCTION_TYPES.includes(resource.type)) continue;
    const own = resource.properties?.get('FunctionName');
    if (own?.kind === 'string' && own.value === name[1])
      return { resource, declaration, isQualified: name[2] !== undefined && name[2] !== '$LATEST' };
  }
  return undefined;
}

function referred(node: UnknownNode, declaration: Declaration): FoundResource | undefined {
  const whole = node.reference;
  const reference = whole ?? node.firstReference ?? nameInText(node, declaration);
  if (reference === undefined) return undefined;
  const { resource } = reference;
  const suffix = whole === undefined ? (node.template ?? '').replace(/^.*\}/, '') : '';
  const isQualified = suffix !== '' && suffix !== ':$LATEST' && node.firstReference !== undefined;
  if (FUNCTION_TYPES.includes(resource.type))
    return { resource, declaration, isQualified: isQualified || reference.attribute === 'Alias' };
  if (!POINTER_TYPES.includes(resource.type)) return undefined;
  const target = resource.properties?.get('FunctionName');
  const inner = target === undefined ? undefined : resourceIn(target, declaration);
  return inner === undefined ? undefined : { ...inner, isQualified: true };
}

/** `arn:${AWS::Partition}:lambda:${AWS::Region}:${AWS::AccountId}:function:${Fn}` */
function nameInText({ template = '' }: UnknownNode, declaration: Declaration): Reference | undefined {
  const [, id] = /:function:\$\{(\w+)\}$/.exec(template) ?? [];
  const resource = id === undefined ? undefined : declaration.resources.get(id);
  return resource === undefined ? undefined : { resource };
}

/** SAM puts those of `Globals` and those of the function together. */
function environmentOf(
  resource: Resource,
  declaration: Declaration,
): Pick<FunctionCode, 'environment' | 'environmentIsOpen'> {
  const isSam = resource.type === 'AWS::Serverless::Function';
  const shared = isSam
    ? memberAt(declaration.template, ['Globals', 'Function', 'Environment', 'Variables'])
    : undefined;
  const environment = resource.properties?.get('Environment');
  const own = memberAt(environment, ['Variables']);
  const parts = [shared, own].filter((part) => part !== undefined);
  const isOpen =
    parts.some((part) => part.kind !== 'object' || part.isOpen) ||
    (environment !== undefined && environment.kind !== 'object');
  return {
    environment: new Map(parts.flatMap((part) => [...membersOf(part)])),
    environmentIsOpen: isOpen || resource.isOpen,
  };
}

function propertyReader(resource: Resource, { template }: Declaration): (name: string) => Node | undefined {
  const globals = template?.get('Globals');
  const shared = globals?.kind === 'object' ? globals.get('Function') : undefined;
  return (name) => {
    const own = resource.properties?.get(name);
    if (own !== undefined || resource.type !== 'AWS::Serverless::Function') return own;
    return shared?.kind === 'object' ? shared.get(name) : undefined;
  };
}

// ---- the code ---------------------------------------------------------------------------------------------------

type Unknown = Extract<CodeSource, { kind: 'unknown' }>;

function unknown(why: string, unblock: string, place: Node | undefined): Unknown {
  return { kind: 'unknown', why, unblock, place };
}

function sourceOf(packaged: Packaged): CodeSource {
  const { resource, property } = packaged;
  const closed = closedReason(resource);
  if (closed !== undefined) return closed;
  const kind = property('PackageType');
  if (kind?.kind === 'string' && kind.value === 'Image')
    return unknown('the function is a container image', 'Only code in files is read.', kind);
  const runtime = property('Runtime');
  const handler = property('Handler');
  if (runtime?.kind !== 'string' || handler?.kind !== 'string') {
    return unknown(
      'the runtime or the handler of the function is not written out',
      'Write Runtime and Handler out.',
      runtime ?? handler ?? resource.key,
    );
  }
  const extensions = extensionsOf(runtime.value);
  if (extensions === undefined)
    return unknown(`the runtime ${runtime.value} is not read`, 'Python and Node.js are.', runtime);
  const code = { handler: handler.value, extensions, place: handler };
  if (isProgramFunction(resource)) return programSource(resource, code, packaged.files);
  const inline = inlineCode(resource, property);
  if (inline !== undefined) return inlineSource(inline, code);
  return packagedSource(packaged, code);
}

/** Why nothing is known of a function for certain. */
function closedReason(resource: Resource): Unknown | undefined {
  const { logicalId, isOpen, key } = resource;
  if (!isProgramFunction(resource))
    return isOpen
      ? unknown(`properties of ${logicalId} are known at deployment only`, 'Write them out.', key)
      : undefined;
  // Why its code is not in files says more than that its properties are not known.
  if (resource.code.kind === 'unknown') return resource.code;
  const help = 'Write all its options out where it is made, and leave it as it is.';
  return isOpen ? unknown(`the program may set more of ${logicalId} than is seen here`, help, key) : undefined;
}

interface WantedCode {
  readonly handler: string;
  readonly extensions: readonly string[];
  readonly place: Node;
}

function extensionsOf(runtime: string): readonly string[] | undefined {
  if (runtime.startsWith('python')) return ['.py'];
  return runtime.startsWith('nodejs') ? ['.mjs', '.js', '.cjs', '.ts', '.mts', '.cts'] : undefined;
}

function inlineCode(resource: Resource, property: (name: string) => Node | undefined): Node | undefined {
  if (resource.type === 'AWS::Serverless::Function') return property('InlineCode');
  const code = property('Code');
  return code?.kind === 'object' ? code.get('ZipFile') : undefined;
}

function inlineSource(node: Node, { handler, extensions }: WantedCode): CodeSource {
  const name = handler.slice(handler.lastIndexOf('.') + 1);
  // Outside Fn::Sub, `${…}` is a part of the code: a template literal of JavaScript, as a rule.
  const content = node.kind === 'string' || (node.kind === 'unknown' && !node.bare) ? node.content() : undefined;
  if (content === undefined || content.holes.length > 0)
    return unknown(
      'the code in the template has parts that are known at deployment only',
      'Use environment variables in the code.',
      node,
    );
  const { file } = spanOf(node);
  const extension = extensions[0] === '.py' ? '.py' : '.js';
  const { file: source } = decodeFile(`${file.path} (code in the template)`, new TextEncoder().encode(content.text));
  return { kind: 'file', file: source, handler: name, path: `index${extension}` };
}

/** Where a program has the code of a function. */
function programSource({ code, key }: ProgramFunction, wanted: WantedCode, files: ProjectFiles): CodeSource {
  switch (code.kind) {
    case 'unknown':
      return code;
    case 'inline':
      return inlineSource(code.node, wanted);
    case 'folder': {
      const { node } = code.folder;
      const from = files.locate(spanOf(node).file.path);
      const folder = programPath(code.folder, from, files);
      const dot = wanted.handler.lastIndexOf('.');
      const names = filesFor(wanted.handler.slice(0, dot).replaceAll('::', '/'), wanted.extensions);
      return firstSource({ names, folder, from, files }, wanted, node);
    }
    case 'entry': {
      const from = files.locate(spanOf(key).file.path);
      const names = code.entries.map((entry) => programPath(entry, from, files));
      return firstSource({ names, folder: '.', from, files }, wanted, code.entries[0]?.node ?? key);
    }
  }
}

interface Packaged {
  readonly resource: Resource;
  readonly property: (name: string) => Node | undefined;
  readonly files: ProjectFiles;
  readonly declaration: Declaration;
}

function packagedSource({ resource, property, files, declaration }: Packaged, wanted: WantedCode): CodeSource {
  const uri = property('CodeUri') ?? property('Code');
  const template = files.locate(spanOf(resource.key).file.path);
  const folder = uri === undefined ? '.' : codeFolder(uri, template, files);
  if (folder === undefined)
    return unknown('the code of the function is not in this project', 'Point CodeUri at a folder of the project.', uri);
  const dot = wanted.handler.lastIndexOf('.');
  const module = wanted.handler.slice(0, dot).replaceAll('::', '/');
  const points = entryPoints(resource, declaration, module).flatMap((base) =>
    /\.[cm]?[jt]s$/.test(base) ? [base] : wanted.extensions.map((extension) => `${base}${extension}`),
  );
  const names = [...points, ...filesFor(module, wanted.extensions)];
  return firstSource({ names, folder, from: template, files }, wanted, uri ?? wanted.place);
}

/** Files that may hold a module, the likeliest last. */
function filesFor(module: string, extensions: readonly string[]): readonly string[] {
  return [module.replaceAll('.', '/'), module].flatMap((base) => extensions.map((extension) => `${base}${extension}`));
}

interface Candidates {
  /** In the folder. */
  readonly names: readonly string[];
  /** Relative to the file `from`. */
  readonly folder: string;
  readonly from: string;
  readonly files: ProjectFiles;
}

function firstSource(
  { names, folder, from, files }: Candidates,
  { handler, extensions }: WantedCode,
  place: Node,
): CodeSource {
  for (const name of names) {
    const file = readSource(files, files.resolve(from, `${folder}/${name}`));
    if (file !== undefined)
      return { kind: 'file', file, handler: handler.slice(handler.lastIndexOf('.') + 1), path: name };
  }
  const wanted = names[Math.max(0, names.length - extensions.length)] ?? handler;
  return unknown(
    `there is no file ${wanted} in ${folder}`,
    'Point CodeUri and Handler at the file, or build it first.',
    place,
  );
}

/** Relative to the template. */
function codeFolder(uri: Node, template: string, files: ProjectFiles): string | undefined {
  if (uri.kind === 'string')
    return /^(?:s3|https?):|\.(?:zip|jar)$/i.test(uri.value) ? undefined : uri.value.replace(/\/+$/, '') || '.';
  if (uri.kind !== 'object') return undefined;
  const key = uri.get('S3Key') ?? uri.get('Key');
  return key?.kind === 'string' ? assetFolder(key.value, template, files) : undefined;
}

/** What esbuild is told to bundle, where SAM is told so. */
function entryPoints(resource: Resource, { template }: Declaration, module: string): readonly string[] {
  const build = memberAt(template, ['Resources', resource.logicalId, 'Metadata', 'BuildProperties']);
  const points = build?.kind === 'object' ? build.get('EntryPoints') : undefined;
  if (points?.kind !== 'array') return [];
  const names = points.items.flatMap((item) => (item.kind === 'string' ? [item.value] : []));
  const last = module.slice(module.lastIndexOf('/') + 1);
  return names.filter((name) => name.replace(/\.[cm]?[jt]s$/, '').endsWith(last));
}

function memberAt(node: Node | undefined, path: readonly string[]): Node | undefined {
  return path.reduce<Node | undefined>((of, name) => (of?.kind === 'object' ? of.get(name) : undefined), node);
}

function readSource(files: ProjectFiles, path: string): SourceFile | undefined {
  if (!files.isAllowed(path) || files.list(path) !== undefined) return undefined;
  const bytes = files.read(path);
  if (bytes === undefined) return undefined;
  const { file, problem } = decodeFile(files.display(path), bytes);
  return problem === undefined ? new FileLayer(file).file : undefined;
}

/** Values of an object by name. */
function membersOf(node: Node | undefined): ReadonlyMap<string, Node> {
  const found = new Map<string, Node>();
  if (node?.kind === 'object')
    for (const { key, value } of (node satisfies ObjectNode).entries) found.set(key.value, value);
  return found;
}
