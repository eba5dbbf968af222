/**
 * The texts of a JSONPath part that the service hands on as they are: members of payload templates whose key does not
 * end in `.$`, and everything in the `Result` of a Pass state. Texts with unknown parts are not among them. And the
 * objects that such members stand in.
 */
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
  /** The object whose member it is; undefined for an item of a list, and for all of a field. */
  readonly holder: ObjectNode | undefined;
}

export function templateTextsOf(part: Part): readonly TemplateText[] {
  if (part.language !== 'JSONPath') return [];
  const found: TemplateText[] = [];
  for (const { key, value, meta } of part.fields) {
    const isResult = part.kind === 'Pass' && key.value === 'Result';
    if (!isResult && (meta?.form.kind !== 'template' || value.kind !== 'object')) continue;
    addTexts(value, { field: key.value, names: [], isItem: false, isResult, holder: undefined }, found);
  }
  return found;
}

type Where = Omit<TemplateText, 'node'>;

function addTexts(node: Node, where: Where, found: TemplateText[]): void {
  switch (node.kind) {
    case 'string':
      found.push({ node, ...where });
      return;
    case 'array':
      for (const [i, item] of node.items.entries()) {
        addTexts(item, { ...where, field: `${where.field}[${i}]`, isItem: true, holder: undefined }, found);
      }
      return;
    case 'object':
      for (const { key, value } of node.entries) {
        const name = key.value;
        if (!holdsText(value) || (!where.isResult && name.endsWith('.$'))) continue;
        const names = [...where.names, name];
        addTexts(value, { ...where, field: `${where.field}.${name}`, names, isItem: false, holder: node }, found);
      }
      return;
    default:
  }
}

function holdsText({ kind }: Node): boolean {
  return kind === 'string' || kind === 'array' || kind === 'object';
}

/** The objects of a JSONPath part in which a key may end in `.$`, at any depth. */
export function templateObjectsOf(part: Part): readonly ObjectNode[] {
  if (part.language !== 'JSONPath') return [];
  const found: ObjectNode[] = part.kind === 'credentials' ? [part.node] : [];
  for (const { value, meta } of part.fields) if (meta?.form.kind === 'template') addObjects(value, found);
  return found;
}

function addObjects(node: Node, found: ObjectNode[]): void {
  if (node.kind === 'array') for (const item of node.items) addObjects(item, found);
  if (node.kind !== 'object') return;
  found.push(node);
  for (const { key, value } of node.entries) if (!key.value.endsWith('.$')) addObjects(value, found);
}
