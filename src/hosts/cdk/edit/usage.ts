/** What the code of a file does already, so that what is added is like it. */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import { libraryPathOf } from './bindings.ts';
import { childrenOf } from './outline.ts';

/** Whether some task of the file is given an option. */
export function setsOnTask(option: string, program: Program): boolean {
  return some(program, (node) => {
    if (node.type !== 'NewExpression') return false;
    const [, , options] = node.arguments;
    if (options?.type !== 'ObjectExpression') return false;
    if (libraryPathOf(node.callee, program)?.startsWith('aws-stepfunctions-tasks.') !== true) return false;
    return options.properties.some(
      (property) => property.type === 'Property' && property.key.type === 'Identifier' && property.key.name === option,
    );
  });
}

/** Whether a comma stands behind the last of the members that have a line of their own. */
export function endsWithCommas(program: Program, text: string): boolean {
  let balance = 0;
  some(program, (node) => {
    if (node.type !== 'ObjectExpression' && node.type !== 'ArrayExpression') return false;
    const rest = /^[ \t]*(,?)[ \t]*(?:\/\/[^\n]*)?\r?\n/.exec(
      text.slice(childrenOf(node).at(-1)?.end ?? node.end, node.end),
    );
    if (rest !== null) balance += rest[1] === ',' ? 1 : -1;
    return false;
  });
  return balance >= 0;
}

function some(program: Program, isIt: (node: ScriptNode) => boolean): boolean {
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (isIt(node)) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}
