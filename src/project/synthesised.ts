/**
 * Links machines of synthesised templates back to the program that makes them. CDK writes the path of a construct into
 * the template; a machine of the program is the one that is made under the same ids and has the same states.
 *
 * Limits: programs in TypeScript and JavaScript. Where several places of a program may be meant there is no link.
 */
import type { ProgramSource } from '../asl/model.ts';
import { mayHoldStateMachine, mayUseConstructs } from '../hosts/detect.ts';
import { readJson } from '../hosts/json/read.ts';
import type { DefinitionSource, Template, TemplateStateMachine } from '../hosts/template/template.ts';
import { FileLayer } from '../text/layer.ts';
import { isScriptPath } from '../text/script-path.ts';
import { spanOf } from '../tree/node.ts';
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { appFolder } from './app-context.ts';
import type { DeclaredMachine } from './cdk-sources.ts';
import type { ProjectFiles } from './files.ts';
import { decodeFile } from './source-text.ts';

/** The place in the program that makes a machine of a template. */
export function synthesisedSource(
  machines: ProgramMachines,
  path: string,
  template: Template,
  { resource, definition }: TemplateStateMachine,
): ProgramSource | undefined {
  const ids = constructPathOf(template.root, resource.logicalId);
  return ids && machines.sourceOf(path, ids, stateNamesOf(definition));
}

/** The names of the states of a definition in the template itself. */
function stateNamesOf(definition: DefinitionSource): ReadonlySet<string> | undefined {
  const reading = definition.kind === 'text' ? readJson(definition.layer) : undefined;
  const root =
    definition.kind === 'tree' ? definition.node : reading?.problem === undefined ? reading?.root : undefined;
  const states = root?.kind === 'object' ? root.get('States') : undefined;
  return states?.kind === 'object' ? new Set(states.entries.map(({ key }) => key.value)) : undefined;
}

/** The path of the construct that a resource of a template is made by. */
function constructPathOf(template: ObjectNode, logicalId: string): readonly string[] | undefined {
  const found = ['Resources', logicalId, 'Metadata', 'aws:cdk:path'].reduce<Node | undefined>(
    (node, name) => (node?.kind === 'object' ? node.get(name) : undefined),
    template,
  );
  if (found?.kind !== 'string') return undefined;
  const ids = found.value.split('/');
  return ids.at(-1) === 'Resource' ? ids.slice(0, -1) : ids;
}

/** The machines of the programs that may have made the templates of a run. */
export class ProgramMachines {
  readonly #machines: readonly DeclaredMachine[];
  readonly #files: ProjectFiles;

  constructor(machines: readonly DeclaredMachine[], files: ProjectFiles) {
    this.#machines = machines;
    this.#files = files;
  }

  /** Whether one of them lies in the application that a template belongs to. */
  isOfApp(template: string): boolean {
    return this.#ofApp(template).length > 0;
  }

  sourceOf(
    template: string,
    ids: readonly string[],
    stateNames: ReadonlySet<string> | undefined,
  ): ProgramSource | undefined {
    const fitting = this.#ofApp(template).filter((machine) => fits(machine, ids, stateNames));
    const whole = fitting.filter(({ constructPath }) => constructPath?.isWhole === true);
    const meant = whole.length > 0 ? whole : fitting;
    const sites = new Set(meant.map(({ declaration }) => siteOf(declaration.resource?.key)));
    const [first] = meant;
    const key = first?.declaration.resource?.key;
    if (first === undefined || key === undefined || sites.size > 1) return undefined;
    return { machine: key, states: stateKeys(treeOf(first.definition)) };
  }

  #ofApp(template: string): readonly DeclaredMachine[] {
    const folder = appFolder(template, this.#files);
    return folder === undefined ? this.#machines : this.#machines.filter(({ path }) => isWithin(path, folder));
  }
}

function isWithin(path: string, folder: string): boolean {
  return path.startsWith(folder) && /^[\\/]/.test(path.slice(folder.length));
}

function siteOf(key: StringNode | undefined): string {
  if (key === undefined) return '';
  const { file, start } = spanOf(key);
  return `${start}:${file.path}`;
}

function fits(
  { constructPath, definition }: DeclaredMachine,
  ids: readonly string[],
  stateNames: ReadonlySet<string> | undefined,
): boolean {
  if (constructPath === undefined) return false;
  const known = constructPath.ids;
  if (constructPath.isWhole ? known.length !== ids.length : known.length >= ids.length) return false;
  if (!known.every((id, i) => id === ids[ids.length - known.length + i])) return false;
  return stateNames === undefined || mayHaveStates(treeOf(definition), stateNames);
}

/** Whether a definition may be the one with these states on its outermost level. */
function mayHaveStates(tree: ObjectNode | undefined, names: ReadonlySet<string>): boolean {
  const states = tree?.get('States');
  if (states?.kind !== 'object') return true;
  const own = states.entries.map(({ key }) => key.value);
  if (!own.every((name) => names.has(name) || name.includes('${'))) return false;
  return states.isOpen || own.length === names.size;
}

function treeOf(definition: DefinitionSource): ObjectNode | undefined {
  return definition.kind === 'tree' && definition.node.kind === 'object' ? definition.node : undefined;
}

/** The keys of all states by name, those of a name that two of them have left out. */
function stateKeys(tree: ObjectNode | undefined): ReadonlyMap<string, StringNode> {
  const keys = new Map<string, StringNode | undefined>();
  const waiting: Node[] = tree === undefined ? [] : [tree];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'array') waiting.push(...node.items);
    if (node.kind !== 'object') continue;
    const states = node.get('States');
    for (const { key } of states?.kind === 'object' ? states.entries : []) {
      keys.set(key.value, keys.has(key.value) ? undefined : key);
    }
    waiting.push(...node.entries.map(({ value }) => value));
  }
  return new Map([...keys].flatMap(([name, key]) => (key === undefined ? [] : [[name, key] as const])));
}

type Scripts = Map<string, { readonly layer: FileLayer; readonly named: boolean }>;

export interface AppScripts {
  readonly scripts: Scripts;
  readonly users: Scripts;
}

/** Files that are looked into for the program of an application. */
const MAX_FILES = 3000;

/** Folders that hold no source of an application. */
const NO_SOURCE: ReadonlySet<string> = new Set(['node_modules', 'cdk.out', 'dist', 'build', 'coverage']);

/** The scripts of the application that a template belongs to, for a run that was not given them. */
export function appScripts(template: string, files: ProjectFiles): AppScripts | undefined {
  const root = appFolder(template, files);
  if (root === undefined) return undefined;
  const found: AppScripts = { scripts: new Map(), users: new Map() };
  const waiting = [root];
  let count = 0;
  for (let folder = waiting.pop(); folder !== undefined && count < MAX_FILES; folder = waiting.pop()) {
    for (const name of files.list(folder) ?? []) {
      const path = `${folder}/${name}`;
      if (isScriptPath(name) && !/\.d\.[cm]?ts$/.test(name)) {
        count += 1;
        addScript(path, found, files);
      } else if (!name.includes('.') && !NO_SOURCE.has(name)) waiting.push(path);
    }
  }
  return found;
}

function addScript(path: string, { scripts, users }: AppScripts, files: ProjectFiles): void {
  const bytes = files.read(path);
  if (bytes === undefined) return;
  const { file, problem } = decodeFile(files.display(path), bytes);
  if (problem !== undefined) return;
  if (mayHoldStateMachine(path, file.text)) scripts.set(path, { layer: new FileLayer(file), named: false });
  else if (mayUseConstructs(file.text)) users.set(path, { layer: new FileLayer(file), named: false });
}
