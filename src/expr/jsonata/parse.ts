/**
 * Parses JSONata with the `jsonata` library, never evaluates it. The library gives each token's end only; a string's
 * beginning is found by going back to its opening quote.
 * Importing this module loads the library, so the engine does it only for machines that have JSONata states.
 */
import jsonata from 'jsonata';
import type { Expression, ExpressionParse } from './expression.ts';

interface AstNode {
  readonly type: string;
  readonly value?: unknown;
  readonly position?: number;
  readonly lhs?: AstNode | readonly (readonly [AstNode, AstNode])[];
  readonly rhs?: AstNode;
  readonly then?: AstNode;
  readonly else?: AstNode;
  readonly body?: AstNode;
  readonly expressions?: readonly AstNode[];
  readonly arguments?: readonly AstNode[];
  readonly steps?: readonly AstNode[];
}

const OTHER: Expression = { kind: 'other' };

export function parseJsonata(text: string): ExpressionParse {
  try {
    const ast = jsonata(text).ast() as unknown as AstNode;
    return { expression: convert(ast, text) };
  } catch (error) {
    return { problem: describe(error, text) };
  }
}

function describe(error: unknown, text: string): { code: string; message: string; offset: number } {
  const { code, message, position } = error as { code?: unknown; message?: unknown; position?: unknown };
  return {
    code: typeof code === 'string' ? code : '',
    message: typeof message === 'string' ? message : String(error),
    offset: typeof position === 'number' ? Math.min(position, text.length) : 0,
  };
}

function convert(node: AstNode | undefined, text: string): Expression {
  if (node === undefined) return OTHER;
  switch (node.type) {
    case 'string':
      return stringLiteral(node, text);
    case 'unary':
      return convertUnary(node, text);
    case 'binary':
      if (node.value !== '&') return OTHER;
      return { kind: 'concatenation', left: convert(single(node.lhs), text), right: convert(node.rhs, text) };
    case 'condition':
      return {
        kind: 'condition',
        then: convert(node.then, text),
        otherwise: node.else === undefined ? undefined : convert(node.else, text),
      };
    case 'block':
      return { kind: 'block', expressions: convertAll(node.expressions, text) };
    case 'bind':
      return { kind: 'binding', value: convert(node.rhs, text) };
    case 'apply':
      return { kind: 'call', arguments: [convert(single(node.lhs), text), convert(node.rhs, text)] };
    case 'function':
    case 'partial':
      return { kind: 'call', arguments: convertAll(node.arguments, text) };
    case 'lambda':
      return { kind: 'lambda', body: convert(node.body, text) };
    case 'path':
      // A constructor or a block that a path begins or goes on with still holds what it was written with.
      return { kind: 'call', arguments: convertAll(node.steps, text).filter((step) => step.kind !== 'other') };
    default:
      return OTHER;
  }
}

function convertUnary(node: AstNode, text: string): Expression {
  if (node.value === '[') return { kind: 'array', items: convertAll(node.expressions, text) };
  if (node.value !== '{' || !Array.isArray(node.lhs)) return OTHER;
  const pairs = node.lhs as readonly (readonly [AstNode, AstNode])[];
  return {
    kind: 'object',
    members: pairs.map(([key, value]) => ({ key: convert(key, text), value: convert(value, text) })),
  };
}

function convertAll(nodes: readonly AstNode[] | undefined, text: string): readonly Expression[] {
  return (nodes ?? []).map((node) => convert(node, text));
}

function single(side: AstNode['lhs']): AstNode | undefined {
  return side === undefined || Array.isArray(side) ? undefined : (side as AstNode);
}

function stringLiteral(node: AstNode, text: string): Expression {
  const value = typeof node.value === 'string' ? node.value : '';
  const end = node.position ?? 0;
  return { kind: 'string', value, start: openingQuote(text, end), end };
}

/** The nearest quote of the closing quote's kind that no odd run of backslashes escapes. */
function openingQuote(text: string, end: number): number {
  const quote = text[end - 1];
  for (let i = end - 2; i >= 0; i--) {
    if (text[i] !== quote) continue;
    let backslashes = 0;
    while (text[i - 1 - backslashes] === '\\') backslashes++;
    if (backslashes % 2 === 0) return i;
  }
  return Math.max(0, end - 1);
}
