/**
 * Calls that add to a state: `addRetry` and `addCatch`, put behind the `new` that makes the state, or around the calls
 * that are there.
 *
 * Limits: such a call gives a state of a general type. Where the code says which type it wants, none is put.
 */
import type { ScriptNode } from '../../../script/parse.ts';
import { refuse } from '../../../text/layer.ts';
import type { Refusal } from '../../../text/layer.ts';
import type { Place } from '../../../tree/node.ts';
import type { LayerEdit } from '../../../tree/syntax.ts';
import { endOfLine, indentAt, startOfLine, startsLine } from '../../bracket-layout.ts';
import { takesAnyState } from './any-state.ts';
import { laidOut, styleOf } from './code.ts';
import type { Code } from './code.ts';
import { pathTo } from './outline.ts';
import { ScriptLayer } from './script-layer.ts';

type MethodCall = Extract<ScriptNode, { type: 'CallExpression' }>;
type Statement = Extract<ScriptNode, { type: 'ExpressionStatement' }>;

interface Written {
  readonly layer: ScriptLayer;
  readonly call: MethodCall;
  readonly receiver: ScriptNode;
  /** Between the receiver and the name of the method, the dot included. */
  readonly separator: string;
  /** The statement that is this call and nothing else. */
  readonly alone: Statement | undefined;
}

const NO_PLACE = 'there is no place in the code for the call that this takes';

function writtenCall(place: Place): Written | undefined {
  const { layer } = place;
  if (!(layer instanceof ScriptLayer)) return undefined;
  const path = pathTo(layer.program, place, ['CallExpression']);
  const call = path.at(-1);
  if (call?.type !== 'CallExpression' || call.callee.type !== 'MemberExpression' || call.callee.computed)
    return undefined;
  const receiver: ScriptNode = call.callee.object;
  const separator = layer.text.slice(receiver.end, call.callee.property.start);
  if (!/^\s*\.\s*$/.test(separator)) return undefined;
  const [around, parent] = path.slice(-3);
  const isInBlock = around !== undefined && BLOCKS.has(around.type);
  const isAlone =
    isInBlock && parent?.type === 'ExpressionStatement' && isPlain(receiver) && startsLine(layer.text, parent.start);
  return { layer, call, receiver, separator, alone: isAlone ? parent : undefined };
}

/** A name, or a member of one: what can be said again. */
function isPlain(node: ScriptNode): boolean {
  if (node.type === 'Identifier' || node.type === 'ThisExpression') return true;
  return node.type === 'MemberExpression' && !node.computed && !node.optional && isPlain(node.object);
}

/** `method(code)` in front of or behind a call of the same state. */
export function callBeside(
  place: Place,
  side: 'before' | 'behind',
  method: string,
  arguments_: readonly Code[],
): readonly LayerEdit[] | Refusal {
  const written = writtenCall(place);
  if (written === undefined) return refuse(NO_PLACE);
  const { layer, call, receiver, separator, alone } = written;
  const { text, file } = layer;
  if (alone !== undefined) {
    const at = side === 'before' ? alone.start : alone.end;
    const indent = indentAt(text, alone.start);
    const name = text.slice(receiver.start, receiver.end);
    const end = text.charAt(alone.end - 1) === ';' ? ';' : '';
    const { newline } = styleOf(layer);
    const lines = arguments_.map(
      (code) =>
        `${name}.${method}(${argument(code, layer, indent, indent.length + name.length + method.length + 2)})${end}`,
    );
    const joined = lines
      .map((line) => (side === 'before' ? line + newline + indent : newline + indent + line))
      .join('');
    return [{ layer: file, start: at, end: at, text: joined }];
  }
  const at = side === 'before' ? receiver.end : call.end;
  return [{ layer: file, start: at, end: at, text: suffix(at, separator, method, arguments_, layer) }];
}

function suffix(at: number, separator: string, method: string, codes: readonly Code[], layer: ScriptLayer): string {
  const { text } = layer;
  const isTall = separator.includes('\n');
  const indent = isTall ? (/[^\n]*$/.exec(separator)?.[0] ?? '').replace(/\S.*$/, '') : indentAt(text, at);
  const used = isTall ? indent.length + method.length + 2 : at - startOfLine(text, at) + method.length + 2;
  return codes.map((code) => `${separator}${method}(${argument(code, layer, indent, used)})`).join('');
}

function argument(code: Code, layer: ScriptLayer, indent: string, used: number): string {
  return laidOut(code, styleOf(layer), indent, used + 2);
}

/** Takes a call out, with its statement where that is nothing else. */
export function withoutCall(place: Place): readonly LayerEdit[] | Refusal {
  const written = writtenCall(place);
  if (written === undefined) return refuse(NO_PLACE);
  const { layer, call, receiver, alone } = written;
  const { text, file } = layer;
  const between = text.slice(receiver.end, call.callee.end);
  if (/\/[/*]/.test(between)) return refuse('a comment stands beside what would be removed');
  if (alone === undefined) return [{ layer: file, start: receiver.end, end: call.end, text: '' }];
  const end = endOfLine(text, alone.end);
  const isWhole = text.slice(alone.end, end).trim() === '';
  const next = text.startsWith('\r\n', end) ? end + 2 : Math.min(end + 1, text.length);
  if (!isWhole) return [{ layer: file, start: alone.start, end: alone.end, text: '' }];
  return [{ layer: file, start: startOfLine(text, alone.start), end: next, text: '' }];
}

/** The first calls on a state, behind its `new`: in a statement of their own where it has a name. */
export function callsOn(state: Place, method: string, arguments_: readonly Code[]): readonly LayerEdit[] | Refusal {
  const { layer } = state;
  if (!(layer instanceof ScriptLayer)) return refuse(NO_PLACE);
  const { file, text } = layer;
  const path = pathTo(layer.program, state, ['NewExpression', 'CallExpression']);
  const named = namedBy(path, text);
  if (named !== undefined) return behindStatement(named, method, arguments_, layer);
  if (!takesAnyState(path, layer))
    return refuse('the code wants this state in its own type, and the call gives a general one');
  return [{ layer: file, start: state.end, end: state.end, text: suffix(state.end, '.', method, arguments_, layer) }];
}

/** Calls on another construct, behind the statement that makes it, or behind the `new` that is a statement by itself. */
export function callOnConstruct(
  construct: Place,
  method: string,
  arguments_: readonly Code[],
): readonly LayerEdit[] | Refusal {
  const { layer } = construct;
  if (!(layer instanceof ScriptLayer)) return refuse(NO_PLACE);
  const path = pathTo(layer.program, construct, ['NewExpression']);
  const named = namedBy(path, layer.text);
  if (named !== undefined) return behindStatement(named, method, arguments_, layer);
  if (path.at(-1)?.type !== 'NewExpression' || path.at(-2)?.type !== 'ExpressionStatement') return refuse(NO_PLACE);
  const { end } = construct;
  return [{ layer: layer.file, start: end, end, text: suffix(end, '.', method, arguments_, layer) }];
}

function behindStatement(
  { name, statement }: Named,
  method: string,
  arguments_: readonly Code[],
  layer: ScriptLayer,
): readonly LayerEdit[] {
  const { file, text } = layer;
  const { newline } = styleOf(layer);
  const indent = indentAt(text, statement.start);
  const end = text.charAt(statement.end - 1) === ';' ? ';' : '';
  const used = indent.length + name.length + method.length + 2;
  const lines = arguments_.map(
    (code) => `${newline}${indent}${name}.${method}(${argument(code, layer, indent, used)})${end}`,
  );
  return [{ layer: file, start: statement.end, end: statement.end, text: lines.join('') }];
}

/** `const task = new …;` or `this.task = new …;` as a statement on lines of its own. */
function namedBy(path: readonly ScriptNode[], text: string): Named | undefined {
  const [around, outer, parent, node] = path.slice(-4);
  if (around === undefined || outer === undefined || !BLOCKS.has(around.type)) return undefined;
  if (parent?.type === 'VariableDeclarator' && parent.id.type === 'Identifier') {
    const statement = around.type === 'ExportNamedDeclaration' ? around : outer;
    return outer.type === 'VariableDeclaration' ? { name: parent.id.name, statement } : undefined;
  }
  if (parent?.type !== 'AssignmentExpression' || parent.right !== node || parent.operator !== '=') return undefined;
  if (outer.type !== 'ExpressionStatement' || !isPlain(parent.left)) return undefined;
  return { name: text.slice(parent.left.start, parent.left.end), statement: outer };
}

interface Named {
  readonly name: string;
  readonly statement: ScriptNode;
}

const BLOCKS: ReadonlySet<ScriptNode['type']> = new Set<ScriptNode['type']>([
  'Program',
  'BlockStatement',
  'ExportNamedDeclaration',
  'StaticBlock',
]);
