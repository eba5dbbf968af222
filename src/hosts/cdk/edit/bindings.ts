/** What the names at the top of a script stand for: things of packages, by `import` or by `require`. */
import type { Program, ScriptNode, Statement } from '../../../script/parse.ts';
import { isFollowed, isOwnCode, libraryMember, packagePath } from '../library.ts';
import { STATE_CLASSES, isMachineClass } from '../state-classes.ts';

export interface Binding {
  /** `aws-stepfunctions`, whatever way it is written. */
  readonly package: string;
  /** Absent for all that the package exports. */
  readonly member: string | undefined;
}

const KNOWN = new WeakMap<Program, ReadonlyMap<string, Binding>>();

export function bindingsOf(program: Program): ReadonlyMap<string, Binding> {
  const known = KNOWN.get(program) ?? new Map(program.body.flatMap(bindingsIn));
  KNOWN.set(program, known);
  return known;
}

function bindingsIn(statement: Statement): readonly (readonly [string, Binding])[] {
  if (statement.type === 'ImportDeclaration') return imported(statement);
  if (statement.type === 'TSImportEqualsDeclaration') {
    const { moduleReference, id } = statement;
    if (moduleReference.type !== 'TSExternalModuleReference') return [];
    return bound(id.name, moduleReference.expression.value, undefined);
  }
  if (statement.type !== 'VariableDeclaration') return [];
  return statement.declarations.flatMap(({ id, init }) => {
    const specifier = requiredBy(init);
    if (specifier === undefined) return [];
    if (id.type === 'Identifier') return bound(id.name, specifier, undefined);
    if (id.type !== 'ObjectPattern') return [];
    return id.properties.flatMap((property) => {
      if (property.type !== 'Property' || property.value.type !== 'Identifier') return [];
      return property.key.type === 'Identifier' ? bound(property.value.name, specifier, property.key.name) : [];
    });
  });
}

function imported(
  statement: Extract<Statement, { type: 'ImportDeclaration' }>,
): readonly (readonly [string, Binding])[] {
  if (statement.importKind === 'type') return [];
  return statement.specifiers.flatMap((specifier) => {
    const { name } = specifier.local;
    if (specifier.type !== 'ImportSpecifier') return bound(name, statement.source.value, undefined);
    if (specifier.importKind === 'type' || specifier.imported.type !== 'Identifier') return [];
    return bound(name, statement.source.value, specifier.imported.name);
  });
}

function bound(name: string, specifier: string, member: string | undefined): readonly (readonly [string, Binding])[] {
  return isOwnCode(specifier) ? [] : [[name, { package: packagePath(specifier), member }]];
}

/** The module that `require('…')` names. */
export function requiredBy(node: ScriptNode | null): string | undefined {
  if (node?.type !== 'CallExpression' || node.callee.type !== 'Identifier' || node.callee.name !== 'require')
    return undefined;
  const [argument] = node.arguments;
  return argument?.type === 'Literal' && typeof argument.value === 'string' ? argument.value : undefined;
}

/** `aws-stepfunctions.Pass` for what is written `sfn.Pass`; undefined for what is of no package that is followed. */
export function libraryPathOf(node: ScriptNode, program: Program): string | undefined {
  const path = pathOf(node, program);
  return path !== undefined && isFollowed(path) ? path : undefined;
}

const NOWHERE = { layer: undefined as never, start: 0, end: 0 };

function pathOf(node: ScriptNode, program: Program): string | undefined {
  if (node.type === 'Identifier') {
    const binding = bindingsOf(program).get(node.name);
    if (binding === undefined) return node.name === 'JSON' ? 'global.JSON' : undefined;
    return binding.member === undefined ? binding.package : memberPath(binding.package, binding.member);
  }
  if (node.type !== 'MemberExpression' || node.computed || node.property.type !== 'Identifier') return undefined;
  const object = pathOf(node.object, program);
  return object === undefined ? undefined : memberPath(object, node.property.name);
}

function memberPath(path: string, name: string): string {
  return libraryMember({ kind: 'library', path, place: NOWHERE }, name, NOWHERE).path;
}

/** Whether a call of it, or `new`, makes a state or a state machine, which take a scope and an id first. */
export function makesState(path: string, given: number): boolean {
  const plain = path.replace(/\.(?:jsonPath|jsonata)$/, '');
  const name = plain.slice(plain.indexOf('.') + 1);
  if (given < 2 || name.includes('.')) return false;
  if (isMachineClass(plain) || plain.startsWith('aws-stepfunctions-tasks.')) return true;
  return plain.startsWith('aws-stepfunctions.') && Object.hasOwn(STATE_CLASSES, name);
}
