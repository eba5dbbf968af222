/**
 * Whether the code allows that a task becomes one of another class: where it says the class by its name, and where a
 * variable is given another value later, it does not.
 *
 * Limits: types that are said in other files are not seen.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import type { Place } from '../../../tree/node.ts';
import { libraryPathOf } from './bindings.ts';
import { childrenOf, pathTo, usesOf } from './outline.ts';
import type { ScriptLayer } from './script-layer.ts';

/** Undefined where nothing speaks against it. */
export function reasonAgainstOtherType(state: Place, layer: ScriptLayer, isTask: boolean): string | undefined {
  const { program, isTyped } = layer;
  if (!isTyped) return undefined;
  const names = isTask ? ['LambdaInvoke'] : ['LambdaInvoke', 'TaskStateBase'];
  for (const name of names) {
    if (saysType(program, name)) return `the code says the type ${name}, which the state would not be`;
  }
  const path = pathTo(program, state, ['NewExpression', 'CallExpression']);
  const [outer, parent] = path.slice(-3);
  if (parent?.type !== 'VariableDeclarator' || outer?.type !== 'VariableDeclaration') return undefined;
  if (parent.id.type !== 'Identifier' || outer.kind === 'const') return undefined;
  const isReassigned = usesOf(program, parent.id.name, parent.id).some((use) => isAssigned(program, use));
  return isReassigned ? `${parent.id.name} is given another value later, of the type that it has now` : undefined;
}

function saysType(program: Program, name: string): boolean {
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'TSTypeReference' && isNamed(node.typeName, name, program)) return true;
    if (node.type === 'TSTypeQuery' && isNamed(node.exprName, name, program)) return true;
    if (node.type === 'BinaryExpression' && node.operator === 'instanceof' && isNamed(node.right, name, program))
      return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}

function isNamed(node: ScriptNode, name: string, program: Program): boolean {
  if (node.type === 'TSQualifiedName') return node.right.name === name;
  return (
    libraryPathOf(node, program)?.endsWith(`.${name}`) === true || (node.type === 'Identifier' && node.name === name)
  );
}

function isAssigned(program: Program, use: ScriptNode): boolean {
  const parent = pathTo(program, use, [use.type]).at(-2);
  return parent?.type === 'AssignmentExpression' && parent.left === use;
}
