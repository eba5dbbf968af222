/**
 * Which expressions consist of plain parts only: values, names, paths, operators, calls, constructors, blocks. The
 * library refuses nothing of these that our own reader takes; the parts that it judges once more after it has read
 * them (orders, groupings, `%`, function bodies, transforms, regular expressions) are not plain.
 */
import { childrenOf } from './expression.ts';
import type { Expression } from './expression.ts';

/** No recursion: a chain of operators is as deep as it is long. */
export function isPlain(expression: Expression): boolean {
  const waiting = [expression];
  for (let next = waiting.pop(); next !== undefined; next = waiting.pop()) {
    if (!isPlainPart(next)) return false;
    for (const child of childrenOf(next)) waiting.push(child);
  }
  return true;
}

function isPlainPart(part: Expression): boolean {
  switch (part.kind) {
    case 'string':
    case 'number':
    case 'boolean':
    case 'null':
    case 'variable':
    case 'name':
    case 'placeholder':
    case 'filter':
    case 'negation':
    case 'binary':
    case 'concatenation':
    case 'binding':
    case 'block':
    case 'object':
    case 'array':
    case 'call':
      return true;
    case 'path':
      return part.steps.every(isPlainStep);
    case 'condition':
      return part.operator === '?';
    case 'regex':
    case 'wildcard':
    case 'descendant':
    case 'parent':
    case 'keep-array':
    case 'sort':
    case 'group':
    case 'focus':
    case 'position':
    case 'chain':
    case 'lambda':
    case 'transform':
      return false;
  }
}

/** A literal is no step. */
function isPlainStep(step: Expression): boolean {
  switch (step.kind) {
    case 'name':
    case 'variable':
    case 'call':
      return true;
    case 'filter':
      return isPlainStep(step.of);
    default:
      return false;
  }
}
