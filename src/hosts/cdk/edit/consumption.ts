/**
 * Whether a value that is written somewhere serves one state or machine alone. An edit of it is seen when the file is read
 * back only as far as machines go; what else reads the same value, such as a function's environment, would change
 * unseen.
 *
 * Limits: names are taken as they are written, so a name that is declared twice counts as used by both.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import type { Range } from '../../../text/source-file.ts';
import { libraryPathOf, makesState } from './bindings.ts';
import { pathAt, usesOf } from './outline.ts';

/** Methods of states whose arguments end up in the state. */
const STATE_METHODS: ReadonlySet<string> = new Set([
  'addRetry',
  'addCatch',
  'when',
  'otherwise',
  'branch',
  'next',
  'itemProcessor',
  'iterator',
]);

/** Nodes that hand a value on as it is. */
const TRANSPARENT: ReadonlySet<ScriptNode['type']> = new Set<ScriptNode['type']>([
  'Property',
  'ObjectExpression',
  'ArrayExpression',
  'SpreadElement',
  'ParenthesizedExpression',
  'TSNonNullExpression',
  'TemplateLiteral',
  'TemplateElement',
]);

const MAX_NAMES = 5;

const PASSED_ON = 'the value is passed on by code, which may use it for something else';

/** Why a value may not be edited where it is written; undefined when it is one state's alone. */
export function reasonAgainstEdit(program: Program, range: Range, names = 0): string | undefined {
  const path = pathAt(program, range);
  for (let i = path.length - 1; i > 0; i--) {
    const [node, parent] = [path[i], path[i - 1]];
    if (node === undefined || parent === undefined) return PASSED_ON;
    if (isConsumedBy(parent, node, program)) return undefined;
    if (TRANSPARENT.has(parent.type) || isLibraryCall(parent, node, program) || isOpenType(parent)) continue;
    return parent.type === 'VariableDeclarator'
      ? reasonAgainstVariable(parent, path[i - 3]?.type, program, names)
      : PASSED_ON;
  }
  return PASSED_ON;
}

function isConsumedBy(parent: ScriptNode, node: ScriptNode, program: Program): boolean {
  if ((parent.type !== 'NewExpression' && parent.type !== 'CallExpression') || node === parent.callee) return false;
  const path = libraryPathOf(parent.callee, program);
  if (path !== undefined && makesState(path, parent.arguments.length)) return true;
  if (parent.type !== 'CallExpression' || parent.callee.type !== 'MemberExpression' || path !== undefined) return false;
  const { property } = parent.callee;
  return property.type === 'Identifier' && STATE_METHODS.has(property.name);
}

/** A call of CDK itself, such as `TaskInput.fromObject`. */
function isLibraryCall(parent: ScriptNode, node: ScriptNode, program: Program): boolean {
  if (parent.type !== 'NewExpression' && parent.type !== 'CallExpression') return false;
  return node !== parent.callee && libraryPathOf(parent.callee, program) !== undefined;
}

function reasonAgainstVariable(
  declarator: Extract<ScriptNode, { type: 'VariableDeclarator' }>,
  around: ScriptNode['type'] | undefined,
  program: Program,
  names: number,
): string | undefined {
  const { id } = declarator;
  if (id.type !== 'Identifier' || names > MAX_NAMES) return PASSED_ON;
  if (around === 'ExportNamedDeclaration') return `${id.name} is exported, and may be used in other files as well`;
  if (
    id.typeAnnotation !== null &&
    id.typeAnnotation !== undefined &&
    !isTypeOfAny(id.typeAnnotation.typeAnnotation, program)
  )
    return `${id.name} is of a type that may not allow the change`;
  const uses = usesOf(program, id.name, id);
  const [only] = uses;
  if (only === undefined || uses.length > 1) return `${id.name} is used in several places`;
  return reasonAgainstEdit(program, only, names + 1);
}

/** `as const` and `as any`: another type may not allow a change of what it is said of. */
function isOpenType(node: ScriptNode): boolean {
  if (node.type !== 'TSAsExpression') return false;
  const { typeAnnotation: type } = node;
  if (type.type === 'TSAnyKeyword') return true;
  return type.type === 'TSTypeReference' && type.typeName.type === 'Identifier' && type.typeName.name === 'const';
}

/** A type that takes any member, or one of CDK, whose members are known. */
function isTypeOfAny(type: ScriptNode, program: Program): boolean {
  if (type.type === 'TSAnyKeyword') return true;
  if (type.type !== 'TSTypeReference') return false;
  const { typeName, typeArguments } = type;
  if (typeName.type === 'Identifier' && typeName.name === 'Record') {
    const value = typeArguments?.params[1];
    return value?.type === 'TSAnyKeyword' || value?.type === 'TSUnknownKeyword';
  }
  const root = typeName.type === 'TSQualifiedName' ? typeName.left : typeName;
  return root.type === 'Identifier' && libraryPathOf(root, program) !== undefined;
}
