/**
 * Writes a value that stands somewhere in a program once more at another place of it: with the code that it is written
 * with, where that means the same there, else as what it says. What is neither is refused.
 */
import type { Program, ScriptNode } from '../../../script/parse.ts';
import { isRefusal, refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Range } from '../../../text/source-file.ts';
import type { Node, Place } from '../../../tree/node.ts';
import { stackMember } from '../library.ts';
import { libraryPathOf } from './bindings.ts';
import { codeOf, raw, styleOf } from './code.ts';
import type { Code } from './code.ts';
import type { Names } from './names.ts';
import { callAt } from './options.ts';
import { childrenOf, isMereName, pathAt } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';
import { declarationAt } from './visible-names.ts';

const NOT_VISIBLE = 'a value that is needed here is put together elsewhere in the program';

export interface CopyTarget {
  /** What it is written into, or behind: what is declared before is there. */
  readonly at: Place;
  /** The call that makes the construct that it is for. */
  readonly construct: Place;
}

export function copiedCode(node: Node, target: CopyTarget, names: Names): Code | Refusal {
  const own = sameCode(node, target.at);
  if (own !== undefined) return own;
  switch (node.kind) {
    case 'null':
      return raw('null');
    case 'string':
    case 'number':
    case 'boolean':
      return codeOf(node.value, styleOf(names.layer));
    case 'unknown':
      return node.bare ? refuse(NOT_VISIBLE) : stackText(node.template ?? '${}', target, names);
    case 'array': {
      const items = each(node.items, target, names);
      return isRefusal(items) ? items : { kind: 'list', items };
    }
    case 'object': {
      const values = each(
        node.entries.map(({ value }) => value),
        target,
        names,
      );
      if (isRefusal(values) || node.isOpen) return refuse(NOT_VISIBLE);
      return { kind: 'object', entries: node.entries.map(({ key }, i) => [key.value, values[i] ?? raw('undefined')]) };
    }
  }
}

function each(nodes: readonly Node[], target: CopyTarget, names: Names): readonly Code[] | Refusal {
  const codes: Code[] = [];
  for (const node of nodes) {
    const code = copiedCode(node, target, names);
    if (isRefusal(code)) return code;
    codes.push(code);
  }
  return codes;
}

/** A text of which all is known but the Region, account and partition of the stack: asked of the construct's stack. */
function stackText(text: string, { construct }: CopyTarget, names: Names): Code | Refusal {
  const scope = scopeText(construct);
  const stack = names.of('cdk.Stack');
  if (scope === undefined || isRefusal(stack)) return refuse(NOT_VISIBLE);
  let code = '';
  for (const [i, part] of text.split(/\$\{([^{}]*)\}/).entries()) {
    const member = STACK_MEMBERS[part];
    if (i % 2 === 0) code += part.replace(/[\\`]/g, '\\$&');
    else if (member === undefined) return refuse(NOT_VISIBLE);
    else code += `\${${stack}.of(${scope}).${member}}`;
  }
  return raw(`\`${code}\``);
}

const STACK_MEMBERS: Readonly<Record<string, string>> = {
  'AWS::Region': 'region',
  'AWS::AccountId': 'account',
  'AWS::Partition': 'partition',
};

/** The scope that a construct is made in, as it is written. */
export function scopeText({ layer, start, end }: Place): string | undefined {
  const [scope] = callAt({ layer, start, end })?.arguments ?? [];
  const text = scope === undefined ? '' : layer.text.slice(scope.start, scope.end);
  return /^[\w.]+$/.test(text) ? text : undefined;
}

/** The expression itself. Lists and objects are laid out anew, and texts have the quotes of the file. */
function sameCode(node: Node, target: Place): Code | undefined {
  const { layer } = node;
  if (node.kind === 'array' || node.kind === 'object' || node.kind === 'string') return undefined;
  if (!(layer instanceof ScriptLayer) || layer !== target.layer) return undefined;
  const text = layer.text.slice(node.start, node.end);
  return /[\r\n]/.test(text) || !meansTheSame(layer.program, node, target) ? undefined : raw(text);
}

/** Whether all names in an expression are what they are at the place where it is copied to, and are set there. */
function meansTheSame(program: Program, from: Range, to: Range): boolean {
  const expression = pathAt(program, from).find(({ start, end }) => start === from.start && end === from.end);
  if (expression === undefined) return false;
  const waiting: ScriptNode[] = [expression];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const at: ScriptNode = node;
    if (!isPlain(at, program, from, to)) return false;
    waiting.push(...childrenOf(at).filter((child) => !isMereName(child, at)));
  }
  return true;
}

const PLAIN: ReadonlySet<ScriptNode['type']> = new Set<ScriptNode['type']>([
  'Literal',
  'TemplateLiteral',
  'TemplateElement',
  'ParenthesizedExpression',
  'TSNonNullExpression',
  'BinaryExpression',
  'LogicalExpression',
  'ObjectExpression',
  'ArrayExpression',
  'Property',
]);

function isPlain(node: ScriptNode, program: Program, from: Range, to: Range): boolean {
  if (node.type === 'Identifier') return isSameName(node.name, program, from, to);
  if (node.type === 'ThisExpression') return isSameObject(program, from, to);
  if (node.type === 'CallExpression') return isPure(node, program);
  if (node.type !== 'MemberExpression') return PLAIN.has(node.type);
  if (node.computed) return false;
  if (node.object.type !== 'ThisExpression') return true;
  // What else an object has may not be set yet.
  return node.property.type === 'Identifier' && isOfStack(node.property.name);
}

function isOfStack(name: string): boolean {
  return stackMember(name) !== undefined || name === FORMATS;
}

/** A method of a stack that puts an ARN together of texts. */
const FORMATS = 'formatArn';

function isSameObject(program: Program, from: Range, to: Range): boolean {
  const around = classAround(program, from);
  return around !== undefined && around === classAround(program, to);
}

/** Of CDK itself, and not a construct that would be made twice. */
function isPure({ callee }: Extract<ScriptNode, { type: 'CallExpression' }>, program: Program): boolean {
  if (/^cdk\.(?:Fn\.\w+|Stack\.of|Arn\.format)$/.test(libraryPathOf(callee, program) ?? '')) return true;
  return (
    callee.type === 'MemberExpression' && callee.property.type === 'Identifier' && callee.property.name === FORMATS
  );
}

function isSameName(name: string, program: Program, from: Range, to: Range): boolean {
  const declared = declarationAt(program, name, from);
  if (declared === undefined) return name === 'process' && declarationAt(program, name, to) === undefined;
  if (declared.mayChange || declared.node !== declarationAt(program, name, to)?.node) return false;
  if (isAssigned(program, name)) return false;
  return declared.isImport || declared.node.end <= to.start;
}

/** Whether anything of the name is given another value: a parameter may be. */
function isAssigned(program: Program, name: string): boolean {
  const waiting: ScriptNode[] = [program];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    const target =
      node.type === 'AssignmentExpression' ? node.left : node.type === 'UpdateExpression' ? node.argument : undefined;
    const root = target === undefined ? undefined : rootOf(target);
    if (root?.type === 'Identifier' && root.name === name) return true;
    waiting.push(...childrenOf(node));
  }
  return false;
}

function rootOf(node: ScriptNode): ScriptNode {
  return node.type === 'MemberExpression' ? rootOf(node.object) : node;
}

/** The class in whose own code, not that of a function with a `this` of its own, a place is. */
function classAround(program: Program, place: Range): ScriptNode | undefined {
  const path = pathAt(program, place).toReversed();
  for (const [i, node] of path.entries()) {
    if (node.type === 'ClassBody') return node;
    if (node.type === 'FunctionDeclaration') return undefined;
    if (node.type !== 'FunctionExpression') continue;
    const method = path[i + 1];
    if (method?.type !== 'MethodDefinition' || method.static) return undefined;
  }
  return undefined;
}
