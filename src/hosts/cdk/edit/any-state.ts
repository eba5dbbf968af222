/**
 * Whether any state will do where one stands. `addRetry` gives a task back as a task of no particular class, so that
 * behind a `new` it changes the type of the whole expression: that is right only where all ways from there lead to code
 * that takes any state, be it through variables and functions whose types are inferred.
 *
 * Limits: types are told by what is written. An exported name, a type of the program's own and whatever is not listed
 * here are taken to want the class of the task.
 */
import type { ClassElement, FunctionNode, ScriptNode } from '../../../script/parse.ts';
import { packagePath } from '../library.ts';
import { libraryPathOf } from './bindings.ts';
import { childrenOf, pathAt, usesOf } from './outline.ts';
import type { ScriptLayer } from './script-layer.ts';

type Path = readonly ScriptNode[];
type Call = Extract<ScriptNode, { type: 'CallExpression' }>;
type Method = Extract<ClassElement, { kind: unknown }>;
type Field = Exclude<Extract<ClassElement, { value: unknown }>, Method>;
type FunctionLike = FunctionNode | Extract<ScriptNode, { type: 'ArrowFunctionExpression' }>;

/** Methods that take any state. */
const TAKERS: ReadonlySet<string> = new Set([
  'next',
  'branch',
  'when',
  'otherwise',
  'itemProcessor',
  'iterator',
  'addCatch',
  'start',
  'sequence',
  'fromChainable',
]);

/** Members that every task has. */
const MEMBERS: ReadonlySet<string> = new Set([
  'next',
  'addRetry',
  'addCatch',
  'startState',
  'endStates',
  'id',
  'stateId',
  'node',
  'toSingleState',
]);

/** Classes whose `addRetry` gives a state of the same class. */
const KEEPING: ReadonlySet<string> = new Set(['Map', 'DistributedMap', 'Parallel', 'CustomState']);

/** The types that every task is of. */
const GENERAL_TYPE = /^(?:(\w+)\.)?(IChainable|INextable|State|TaskStateBase)$/;

/** From name to name. */
const MAX_STEPS = 6;

/** `path` leads down to the state. */
export function takesAnyState(path: Path, layer: ScriptLayer): boolean {
  if (!layer.isTyped && !layer.text.includes('@ts-check')) return true;
  const node = path.at(-1);
  return (node !== undefined && keepsClass(node, layer)) || new Flow(layer).isGeneral(path, MAX_STEPS);
}

function keepsClass(node: ScriptNode, { program }: ScriptLayer): boolean {
  if (node.type !== 'NewExpression' && node.type !== 'CallExpression') return false;
  const [library, name = '', factory] = libraryPathOf(node.callee, program)?.split('.') ?? [];
  const isMade = factory === undefined || factory === 'jsonPath' || factory === 'jsonata';
  return library === 'aws-stepfunctions' && KEEPING.has(name) && isMade;
}

class Flow {
  readonly #layer: ScriptLayer;

  constructor(layer: ScriptLayer) {
    this.#layer = layer;
  }

  isGeneral(path: Path, steps: number): boolean {
    const [parent, node] = path.slice(-2);
    if (parent === undefined || node === undefined || steps === 0) return false;
    const up = path.slice(0, -1);
    switch (parent.type) {
      case 'ParenthesizedExpression':
        return this.isGeneral(up, steps);
      case 'ConditionalExpression':
        return parent.test !== node && this.isGeneral(up, steps);
      case 'MemberExpression':
        return parent.object === node && !parent.computed && isNamed(parent.property, MEMBERS);
      case 'CallExpression':
        return parent.callee !== node && this.#isTaken(parent, node);
      case 'Property':
        return parent.value === node && parent.key.type === 'Identifier' && parent.key.name === 'definition';
      case 'VariableDeclarator':
        return this.#isGeneralName(parent, up, steps);
      case 'PropertyDefinition':
        return this.#isGeneralField(parent, steps);
      case 'ReturnStatement':
      case 'ArrowFunctionExpression':
        return this.#isGeneralResult(up, steps);
      default:
        return false;
    }
  }

  /** By a method of CDK, or a function of the program that says that it takes any state. */
  #isTaken({ callee, arguments: given, typeArguments }: Call, node: ScriptNode): boolean {
    if (typeArguments !== null && typeArguments !== undefined) return false;
    if (callee.type === 'MemberExpression') return !callee.computed && isNamed(callee.property, TAKERS);
    if (callee.type !== 'Identifier') return false;
    const declared = this.#functionsNamed(callee.name);
    const index = given.findIndex((argument) => argument === node);
    if (declared.length !== 1 || given.slice(0, index).some(({ type }) => type === 'SpreadElement')) return false;
    const taken = declared[0]?.params[index];
    return taken?.type === 'Identifier' && this.#isGeneralType(taken.typeAnnotation?.typeAnnotation);
  }

  #functionsNamed(name: string): readonly FunctionLike[] {
    return this.#all((node) => {
      if (node.type === 'FunctionDeclaration') return node.id?.name === name ? node : undefined;
      if (node.type !== 'VariableDeclarator' || node.id.type !== 'Identifier' || node.id.name !== name)
        return undefined;
      return node.init?.type === 'ArrowFunctionExpression' ? node.init : undefined;
    });
  }

  #isGeneralName(
    { id, init }: Extract<ScriptNode, { type: 'VariableDeclarator' }>,
    path: Path,
    steps: number,
  ): boolean {
    if (id.type !== 'Identifier' || init === null || path.at(-3)?.type === 'ExportNamedDeclaration') return false;
    const said = id.typeAnnotation?.typeAnnotation;
    if (said !== undefined) return this.#isGeneralType(said);
    return this.#usesOf(id, id.name).every((use) => this.isGeneral(use, steps - 1));
  }

  /** Each with the way to it. */
  #usesOf(id: ScriptNode, name: string): readonly Path[] {
    const { program } = this.#layer;
    return usesOf(program, name, id).map((use) => pathAt(program, use));
  }

  #isGeneralField(field: Field, steps: number): boolean {
    const said = field.typeAnnotation?.typeAnnotation;
    if (said !== undefined) return this.#isGeneralType(said);
    const uses = this.#usesOfPrivate(field);
    return uses?.every((use) => this.isGeneral(use, steps - 1)) === true;
  }

  /** Where a private member is read; undefined where others may read it as well. */
  #usesOfPrivate(member: Method | Field): readonly Path[] | undefined {
    const { key, computed, accessibility } = member;
    const isPrivate = key.type === 'PrivateIdentifier' || accessibility === 'private';
    if (!isPrivate || computed || (key.type !== 'Identifier' && key.type !== 'PrivateIdentifier')) return undefined;
    const { program } = this.#layer;
    const isSame = (node: ScriptNode): boolean => node.type === key.type && node.name === key.name;
    const all = this.#all((node) => (node.type === 'MemberExpression' && isSame(node.property) ? node : undefined));
    // Taken apart or asked for by its text, it is read under a name that is not seen here.
    const others = this.#all((node) => {
      if (node.type === 'Property' && isSame(node.key)) return node;
      return node.type === 'Literal' && node.value === key.name ? node : undefined;
    });
    return others.length > 0 ? undefined : all.map((use) => pathAt(program, use));
  }

  /** Whether all that a function gives goes where any state will do. */
  #isGeneralResult(path: Path, steps: number): boolean {
    const at = path.findLastIndex(isFunction);
    const made = path[at];
    if (made === undefined || !isFunction(made) || made.async || made.generator) return false;
    const said = made.returnType?.typeAnnotation;
    if (said !== undefined) return this.#isGeneralType(said);
    const calls = this.#callsOf(made, path.slice(0, at + 1));
    return calls?.every((call) => this.isGeneral(call, steps - 1)) === true;
  }

  /** The calls of a function; undefined where it may be called elsewhere. */
  #callsOf(made: FunctionLike, path: Path): readonly Path[] | undefined {
    const [parent, declaration, outer] = [path.at(-2), path.at(-3), path.at(-4)];
    switch (parent?.type) {
      case 'Program':
      case 'BlockStatement':
        return made.type === 'FunctionDeclaration' && made.id
          ? asCalls(this.#usesOf(made.id, made.id.name))
          : undefined;
      case 'VariableDeclarator': {
        const { id } = parent;
        const isExported = declaration?.type !== 'VariableDeclaration' || outer?.type === 'ExportNamedDeclaration';
        if (isExported || id.type !== 'Identifier' || id.typeAnnotation) return undefined;
        return asCalls(this.#usesOf(id, id.name));
      }
      case 'MethodDefinition': {
        const uses = parent.kind === 'method' ? this.#usesOfPrivate(parent) : undefined;
        return uses && asCalls(uses);
      }
      default:
        return undefined;
    }
  }

  #isGeneralType(type: ScriptNode | undefined): boolean {
    if (type === undefined) return false;
    const match = GENERAL_TYPE.exec(this.#layer.text.slice(type.start, type.end));
    const root = match?.[1] ?? match?.[2];
    return root !== undefined && this.#isOfLibrary(root);
  }

  /** Whether a type, or what holds it, is imported from CDK. */
  #isOfLibrary(name: string): boolean {
    const { program } = this.#layer;
    const parameters = this.#all((node) => (node.type === 'TSTypeParameter' ? node : undefined));
    if (parameters.some((parameter) => parameter.name.name === name)) return false;
    const bound = libraryPathOf({ type: 'Identifier', name, start: 0, end: 0 }, program);
    if (bound !== undefined) return bound.startsWith('aws-stepfunctions');
    return program.body.some(
      (statement) =>
        statement.type === 'ImportDeclaration' &&
        packagePath(statement.source.value) === 'aws-stepfunctions' &&
        statement.specifiers.some(({ local }) => local.name === name),
    );
  }

  #all<T extends ScriptNode>(pick: (node: ScriptNode) => T | undefined): readonly T[] {
    const found: T[] = [];
    const waiting: ScriptNode[] = [this.#layer.program];
    for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
      const picked = pick(node);
      if (picked !== undefined) found.push(picked);
      waiting.push(...childrenOf(node));
    }
    return found;
  }
}

function isFunction(node: ScriptNode): node is FunctionLike {
  const { type } = node;
  return type === 'ArrowFunctionExpression' || type === 'FunctionExpression' || type === 'FunctionDeclaration';
}

function isNamed(node: ScriptNode, names: ReadonlySet<string>): boolean {
  return node.type === 'Identifier' && names.has(node.name);
}

/** The ways to the calls, where each use is one. */
function asCalls(uses: readonly Path[]): readonly Path[] | undefined {
  const calls = uses.map((path) => path.slice(0, -1));
  const areCalls = calls.every((path, i) => {
    const call = path.at(-1);
    return call?.type === 'CallExpression' && call.callee === uses[i]?.at(-1) && !call.optional;
  });
  return areCalls ? calls : undefined;
}
