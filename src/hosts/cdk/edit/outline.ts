/**
 * Finds in the syntax tree of a script what stands at a place: the node itself, and all that is around it. Values know
 * only their places, so that reading carries no tree along; it is looked up again when a fix asks.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import type { Range } from '../../../text/source-file.ts';

/** The nodes that hold a range, from the program down to the smallest. */
export function pathAt(program: Program, { start, end }: Range): readonly ScriptNode[] {
  const path: ScriptNode[] = [program];
  for (let node: ScriptNode | undefined = program; node !== undefined;) {
    node = childrenOf(node).find((child) => child.start <= start && child.end >= end);
    if (node !== undefined) path.push(node);
  }
  return path;
}

/** The path down to the node of one of these types that is written exactly there. */
export function pathTo(program: Program, place: Range, types: readonly ScriptNode['type'][]): readonly ScriptNode[] {
  const path = pathAt(program, place);
  const at = path.findIndex(
    ({ type, start, end }) => start === place.start && end === place.end && types.includes(type),
  );
  return path.slice(0, at + 1);
}

export function childrenOf(node: ScriptNode): readonly ScriptNode[] {
  return Object.values(node).flatMap((value: unknown) => (Array.isArray(value) ? value.filter(isNode) : nodeOf(value)));
}

function nodeOf(value: unknown): readonly ScriptNode[] {
  return isNode(value) ? [value] : [];
}

function isNode(value: unknown): value is ScriptNode {
  if (typeof value !== 'object' || value === null) return false;
  return 'type' in value && typeof value.type === 'string' && 'start' in value && typeof value.start === 'number';
}

/** Where a name is used: not the keys of objects, nor members after a dot, nor the place that declares it. */
export function usesOf(program: Program, name: string, declared: Range): readonly ScriptNode[] {
  const found: ScriptNode[] = [];
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.type === 'Identifier' && node.name === name && node.start !== declared.start) found.push(node);
    waiting.push(...childrenOf(node).filter((child) => !isMereName(child, node)));
  }
  return found;
}

/** Whether an identifier only says what a member is called. */
export function isMereName(child: ScriptNode, parent: ScriptNode): boolean {
  if (parent.type === 'MemberExpression') return child === parent.property && !parent.computed;
  if (parent.type === 'Property') return child === parent.key && !parent.computed;
  return false;
}
