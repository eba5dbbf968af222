/** Values of a handler as JSON data. What is no data becomes opaque, with what to use instead. */
import type { Range } from '../../text/source-file.ts';
import { opaqueExpr } from '../expr-makers.ts';
import type { Expr } from '../ir.ts';
import type { Box, Value } from '../values.ts';
import type { Memory, Snapshot } from './memory.ts';

export function dataOf(memory: Memory, value: Value, range: Range): Expr {
  const at = { start: range.start, end: range.end };
  switch (value.kind) {
    case 'data':
      return value.expr;
    case 'box':
      return boxData(memory, memory.boxOf(value), at);
    case 'opaque':
      return { kind: 'opaque', blocker: value.blocker, ...at };
    case 'response':
      return opaqueExpr(
        'result-use',
        'the whole response of the call is used, with its headers',
        'Use the fields of the body that are needed.',
        at,
      );
    case 'stream':
    case 'replyText':
      return opaqueExpr(
        'pure-ops',
        'the text of the reply is used without being read as JSON',
        'Parse the reply and use its fields.',
        at,
      );
    case 'item':
    case 'itemReply':
      return opaqueExpr(
        'pure-ops',
        'a whole item of DynamoDB is used, of which only texts are followed',
        'Use the texts of the item one by one.',
        at,
      );
    case 'context':
      return opaqueExpr(
        'context',
        'the Lambda context is used',
        'Take what is needed from the event, or from the context object of the state machine.',
        at,
      );
    case 'module':
      return opaqueExpr(
        'pure-ops',
        `${value.name} is used as data`,
        'Write the value out, or set it as an environment variable.',
        at,
      );
    default:
      return opaqueExpr('pure-ops', `${articleFor(value)} is used as data`, 'Use plain JSON values.', at);
  }
}

export function boxData(memory: Memory, box: Box | undefined, at: Range): Expr {
  if (box === undefined) return { kind: 'literal', value: null, ...at };
  if (box.kind === 'list') return { kind: 'array', items: box.items.map((item) => dataOf(memory, item, at)), ...at };
  const items = box.items.map((item) =>
    item.kind === 'spread' ? item : { kind: 'entry' as const, key: item.key, value: dataOf(memory, item.value, at) },
  );
  return { kind: 'object', items, ...at };
}

/** With its boxes as they are in that state. */
export function dataIn(memory: Memory, value: Value, state: Snapshot, at: Range): Expr {
  return memory.withBoxes(state, () => dataOf(memory, value, at));
}

/** As data, for a test: things that are no data are there. */
export function dataOrTrue(memory: Memory, value: Value, range: Range): Expr {
  switch (value.kind) {
    case 'client':
    case 'module':
    case 'logger':
    case 'function':
    case 'response':
    case 'table':
    case 'itemReply':
      return { kind: 'literal', value: true, start: range.start, end: range.end };
    // There is one, or there is nothing.
    case 'item':
      return value.expr;
    default:
      return dataOf(memory, value, range);
  }
}

function articleFor(value: Value): string {
  return value.kind === 'error' ? 'an error' : `a ${value.kind}`;
}
