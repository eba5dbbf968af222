/**
 * The texts of a JSONPath part that the service hands on as they are: members of payload templates whose key does not
 * end in `.$`, and everything in the `Result` of a Pass state. Texts with unknown parts are not among them. And the
 * objects that such members stand in.
 */
import { fieldMeta } from '../asl/parts.ts';
import type { Part } from '../asl/parts.ts';
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';

export interface TemplateText {
  readonly node: StringNode;
  /** Where in the part it stands: `Parameters.Body.messages[0].content`. */
  readonly field: string;
  /** The members that lead to it, outermost first, without the part's own field. */
  readonly names: readonly string[];
  /** Whether it is an item of a list. */
  readonly isItem: boolean;
  readonly isResult: boolean;
}

export function* templateTextsOf(part: Part): Generator<TemplateText> {
  if (part.language !== 'JSONPath') return;
  for (const { key, value } of part.node.entries) {
    const field = key.value;
    if (part.kind === 'Pass' && field === 'Result') {
      yield* textsWithin(value, { field, names: [], isItem: false, isResult: true });
    } else if (fieldMeta(part.kind, field)?.form.kind === 'template' && value.kind === 'object') {
      yield* textsWithin(value, { field, names: [], isItem: false, isResult: false });
    }
  }
}

type Where = Omit<TemplateText, 'node'>;

function* textsWithin(node: Node, where: Where): Generator<TemplateText> {
  switch (node.kind) {
    case 'string':
      yield { node, ...where };
      return;
    case 'array':
      for (const [i, item] of node.items.entries()) {
        yield* textsWithin(item, { ...where, field: `${where.field}[${i}]`, isItem: true });
      }
      return;
    case 'object':
      for (const { key, value } of node.entries) {
        const name = key.value;
        if (!where.isResult && name.endsWith('.$')) continue;
        const names = [...where.names, name];
        yield* textsWithin(value, { ...where, field: `${where.field}.${name}`, names, isItem: false });
      }
      return;
    default:
  }
}

/** The objects of a JSONPath part in which a key may end in `.$`, at any depth. */
export function* templateObjectsOf(part: Part): Generator<ObjectNode> {
  if (part.language !== 'JSONPath') return;
  if (part.kind === 'credentials') yield part.node;
  for (const { key, value } of part.node.entries) {
    if (fieldMeta(part.kind, key.value)?.form.kind === 'template') yield* objectsWithin(value);
  }
}

function* objectsWithin(node: Node): Generator<ObjectNode> {
  if (node.kind === 'array') for (const item of node.items) yield* objectsWithin(item);
  if (node.kind !== 'object') return;
  yield node;
  for (const { key, value } of node.entries) if (!key.value.endsWith('.$')) yield* objectsWithin(value);
}
