/**
 * The CDK sources of a project as one program. Files are parsed with all that they import; then each module runs, and
 * each class and function that nothing else calls runs with arguments that are not known. Every state machine that
 * comes up is one of the result, once for each different way it is made.
 *
 * Limits: imports are followed by relative paths only. A class that is instantiated somewhere is read as it is there.
 */
import { parseScript } from '../../script/parse.ts';
import type { ClassNode, FunctionNode, ScriptProblem, Statement } from '../../script/parse.ts';
import type { Layer } from '../../text/layer.ts';
import { unknownNode } from '../../tree/node.ts';
import type { Place } from '../../tree/node.ts';
import { constructorOf } from './classes.ts';
import { ScriptLayer } from './edit/script-layer.ts';
import { GivenUp } from './evaluator.ts';
import { Interpreter, unknownArguments } from './interpreter.ts';
import { isOwnCode, packagePath } from './library.ts';
import { readMachine } from './machines.ts';
import type { CdkStateMachine } from './machines.ts';
import { ScriptModule } from './modules.ts';
import { roleReference, rolesOf } from './role.ts';
import { declarationIn } from './statements.ts';
import { unknownValue } from './values.ts';
import type { ClassValue, FunctionValue, MadeValue, Value } from './values.ts';

/** Gives the program the files that it imports. */
export interface SourceReader {
  /** The path of the module that `specifier` names in the file `from`; undefined when there is none to read. */
  resolve(from: string, specifier: string): string | undefined;
  layer(path: string): Layer | undefined;
  /** What `cdk.json` says of a feature flag for a file; undefined without such a file. */
  flag(path: string, name: string): boolean | 'unset' | undefined;
}

/** Files that one program may consist of. */
const MAX_MODULES = 2000;

type Code = ClassNode | FunctionNode | FunctionValue['node'];

interface Sighting {
  readonly machine: CdkStateMachine;
  /** The code that was run with unknown arguments when the machine came up. */
  readonly root: Code | undefined;
  readonly made: MadeValue | undefined;
  readonly callee: Place;
}

export class CdkProgram {
  readonly #reader: SourceReader;
  readonly #modules = new Map<string, ScriptModule | undefined>();
  readonly #byLayer = new Map<Layer, ScriptModule>();
  readonly #entered = new Set<Code>();
  /** Code that was run with unknown arguments. */
  readonly #followed = new Set<Code>();
  readonly #sightings: Sighting[] = [];
  readonly #interpreter: Interpreter;
  #root: Code | undefined;

  constructor(reader: SourceReader) {
    this.#reader = reader;
    this.#interpreter = new Interpreter({
      flag: (name, place) => this.#flag(name, place),
      importModule: (_, specifier, place) => this.#require(specifier, place),
      declareMachine: ({ path, given, places, made }, ev) => {
        const machine = readMachine(path, given, places, ev);
        this.#sightings.push({
          machine: this.#isOverridden(places.call) ? withoutDefinition(machine) : machine,
          root: this.#root,
          made,
          callee: places.callee,
        });
      },
      enter: (node) => {
        if (node !== this.#root) this.#entered.add(node);
      },
    });
  }

  /** Parses a file and what it imports. The problem is of the file itself. */
  async add(path: string, layer: Layer): Promise<ScriptProblem | undefined> {
    if (this.#modules.get(path) !== undefined) return undefined;
    const problem = await this.#parse(path, layer);
    const waiting = [path];
    for (let at = waiting.pop(); at !== undefined; at = waiting.pop()) {
      const module = this.#modules.get(at);
      if (module !== undefined) waiting.push(...(await this.#addImports(module)));
    }
    return problem;
  }

  /** Whether a file is one of the program. */
  has(path: string): boolean {
    return this.#modules.get(path) !== undefined;
  }

  /** What the program sets by itself is not followed. */
  #flag(name: string, { layer }: Place): boolean | 'unset' | undefined {
    const module = this.#byLayer.get(layer);
    if (module === undefined) return undefined;
    const words = [name.slice(name.indexOf(':') + 1), 'USE_NEW_S3URI_PARAMETERS'];
    for (const other of this.#byLayer.keys()) {
      if (words.some((word) => other.text.includes(word))) return undefined;
    }
    return this.#reader.flag(module.path, name);
  }

  async #addImports(module: ScriptModule): Promise<readonly string[]> {
    const added: string[] = [];
    for (const specifier of importsOf(module)) {
      const path = this.#reader.resolve(module.path, specifier);
      if (path === undefined || this.#modules.has(path) || this.#modules.size >= MAX_MODULES) continue;
      const layer = this.#reader.layer(path);
      if (layer === undefined) continue;
      await this.#parse(path, layer);
      added.push(path);
    }
    return added;
  }

  async #parse(path: string, layer: Layer): Promise<ScriptProblem | undefined> {
    this.#modules.set(path, undefined);
    const reading = await parseScript(path, layer.text);
    if (reading.problem !== undefined) return reading.problem;
    const own = new ScriptLayer(path, layer, reading.program);
    const module: ScriptModule = new ScriptModule(path, own, reading.program, (specifier, place) =>
      this.#import(path, specifier, place),
    );
    this.#modules.set(path, module);
    this.#byLayer.set(own, module);
    return undefined;
  }

  #import(from: string, specifier: string, place: Place): Value {
    if (!isOwnCode(specifier)) return { kind: 'library', path: packagePath(specifier), place };
    const path = this.#reader.resolve(from, specifier);
    const module = path === undefined ? undefined : this.#modules.get(path);
    return module?.asValue(this.#interpreter, place) ?? unknownValue(place, `the module ${specifier}`, specifier);
  }

  #require(specifier: string, place: Place): Value {
    const from = this.#byLayer.get(place.layer);
    if (from === undefined) return unknownValue(place, 'a module');
    const path = isOwnCode(specifier) ? this.#reader.resolve(from.path, specifier) : undefined;
    const module = path === undefined ? undefined : this.#modules.get(path);
    return module?.required(this.#interpreter, place) ?? this.#import(from.path, specifier, place);
  }

  /** The machines of the files that were added, those that imports brought in aside. */
  machines(paths: ReadonlySet<string>): readonly CdkStateMachine[] {
    const modules = [...this.#modules.values()].filter((module) => module !== undefined);
    for (const module of modules) this.#follow(undefined, () => module.run(this.#interpreter));
    for (const module of modules) {
      for (const statement of module.program.body) this.#followDeclared(module, statement);
      for (const value of module.handedOut()) this.#followFunction(value);
    }
    const own = this.#withRoles(this.#kept()).filter(({ place }) => {
      const module = this.#byLayer.get(place.layer);
      return module !== undefined && paths.has(module.path);
    });
    return own;
  }

  /** Roles are known once the whole program has run. */
  #withRoles(sightings: readonly Sighting[]): readonly CdkStateMachine[] {
    const { rights, functions } = this.#interpreter;
    const texts = Array.from(this.#modules.values(), (module) => module?.layer.text);
    if (texts.some((text) => text === undefined || CHANGES_ROLES.test(text))) rights.unseen();
    if (texts.some((text) => text === undefined || CHANGES_FUNCTIONS.test(text))) functions.unseen();
    if (texts.some((text) => text?.includes(BOUNDARY) === true)) rights.bounded();
    const users = sightings.flatMap(({ made, machine, callee }) =>
      made === undefined ? [] : [{ made, seen: machine.seen, callee }],
    );
    const roles = rolesOf(users, rights, this.#interpreter);
    const byMade = new Map(users.map(({ made }, i) => [made, roles[i]]));
    return sightings.map(({ machine, made, callee }) => {
      const role = made === undefined ? undefined : byMade.get(made);
      if (role === undefined) return machine;
      const settings = { ...machine.settings, role: roleReference(role, callee), seesWholeRole: true } as const;
      return { ...machine, settings };
    });
  }

  /** Whether the code around a machine writes over the definition that CDK makes. */
  #isOverridden({ layer }: Place): boolean {
    return OVERRIDES.test(layer.text);
  }

  /** Runs code up to what cannot be followed. The machines that came up before are as they were made. */
  #follow(root: Code | undefined, code: () => void): void {
    this.#root = root;
    this.#interpreter.restart();
    try {
      code();
    } catch (error) {
      if (!(error instanceof GivenUp) && !(error instanceof RangeError)) throw error;
      this.#interpreter.rights.unseen();
      this.#interpreter.functions.unseen();
    }
    this.#root = undefined;
  }

  #followDeclared(module: ScriptModule, statement: Statement): void {
    const declared = declarationIn(statement);
    if (declared?.type === 'ClassDeclaration' && declared.id !== null) {
      const value = module.scope.find(declared.id.name);
      if (value?.kind === 'class') this.#followClass(value);
    } else if (declared?.type === 'FunctionDeclaration' && declared.id !== null) {
      this.#followFunction(module.scope.find(declared.id.name));
    } else if (declared?.type === 'VariableDeclaration') {
      for (const { id } of declared.declarations) {
        if (id.type === 'Identifier') this.#followFunction(module.scope.find(id.name));
      }
    }
  }

  #followFunction(value: Value | undefined): void {
    if (value?.kind === 'class') this.#followClass(value);
    if (value?.kind !== 'function' || this.#isFollowed(value.node)) return;
    this.#follow(value.node, () => {
      this.#interpreter.callFunction(value, undefined, unknownArguments(value, 0), value.place);
    });
  }

  #isFollowed(code: Code): boolean {
    if (this.#entered.has(code) || this.#followed.has(code)) return true;
    this.#followed.add(code);
    return false;
  }

  #followClass(value: ClassValue): void {
    if (this.#isFollowed(value.node)) return;
    this.#follow(value.node, () => {
      const instance = this.#interpreter.instantiate(value, unknownArguments(constructorFor(value), 3), value.place);
      for (const element of value.node.body.body) {
        if (element.type !== 'MethodDefinition' || element.kind !== 'method' || element.value.body === null) continue;
        if (this.#entered.has(element.value) || !/StateMachine\b/.test(textOf(element, value))) continue;
        const place = { ...value.place, start: element.start, end: element.end };
        const method: FunctionValue = {
          kind: 'function',
          node: element.value,
          scope: value.scope,
          self: undefined,
          isArrow: false,
          home: value,
          place,
        };
        this.#interpreter.callFunction(method, element.static ? value : instance, unknownArguments(method, 0), place);
      }
    });
  }

  /** Machines that came up only because their code was run with unknown arguments give way to real calls of it. */
  #kept(): readonly Sighting[] {
    const bySite = new Map<string, Sighting[]>();
    for (const sighting of this.#sightings) {
      const site = siteOf(sighting.machine);
      bySite.set(site, [...(bySite.get(site) ?? []), sighting]);
    }
    return [...bySite.values()].flatMap((sightings) => {
      const real = sightings.filter(({ root }) => root === undefined || !this.#entered.has(root));
      return real.length > 0 ? real : sightings;
    });
  }
}

const OVERRIDES =
  /\badd(?:Property)?(?:Deletion)?Override\(\s*['"`](?:Properties\.)?Definition|\.definitionString\s*=[^=]/;

/** Code that looks for constructs and changes them, among which may be roles. */
const CHANGES_ROLES = /\bIAspect\b|\bvisit\s*\(|\bRoleArn\b|\.roleArn\s*=[^=]|[fF]indChild\(\s*['"`]Role['"`]/;

/** Code that looks for constructs, among which may be functions. Packages of checks look only. */
const CHANGES_FUNCTIONS =
  /\bIAspect\b|\bvisit\s*[(:]|\bfindAll\s*\(|\.children\b|\b(?:tryF|f)indChild\s*\(|\bCfnFunction\b|\bAspects\.of\((?![^()]*\)\s*\.add\(\s*new \w*(?:Solutions|HIPAASecurity|NIST80053R[45]|PCIDSS321|Serverless)Checks\b)/;

/** Of a role, a stack or an application: it narrows what roles may do beside what their policies say. */
const BOUNDARY = 'ermissionsBoundary';

function withoutDefinition(machine: CdkStateMachine): CdkStateMachine {
  const node = unknownNode(machine.place, 'a definition that is written over', {});
  return { ...machine, definition: { kind: 'computed', node } };
}

function siteOf({ place }: CdkStateMachine): string {
  const { file, start } = place.layer.toHost(place);
  return `${start}:${file.path}`;
}

function constructorFor(value: ClassValue): FunctionValue | undefined {
  let at: Value | undefined = value;
  while (at?.kind === 'class') {
    const own = constructorOf(at);
    if (own !== undefined) return own;
    at = at.parent;
  }
  return undefined;
}

function textOf({ start, end }: { readonly start: number; readonly end: number }, { place }: ClassValue): string {
  return place.layer.text.slice(start, end);
}

const REQUIRED = /\brequire\(\s*(['"])(\.{1,2}(?:\/[^'"\n]*)?)\1\s*\)/g;

/** The modules of the program that a file names. */
function importsOf({ program, layer }: ScriptModule): readonly string[] {
  const found = new Set<string>();
  for (const statement of program.body) {
    const isImport = statement.type === 'ImportDeclaration' && statement.importKind !== 'type';
    const isExport = statement.type === 'ExportNamedDeclaration' || statement.type === 'ExportAllDeclaration';
    const source = isImport || isExport ? statement.source : null;
    if (source !== null && isOwnCode(source.value)) found.add(source.value);
  }
  if (layer.text.includes('require(')) {
    for (const match of layer.text.matchAll(REQUIRED)) if (match[2] !== undefined) found.add(match[2]);
  }
  return [...found];
}
