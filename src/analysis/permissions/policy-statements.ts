/**
 * Statements of IAM policies as they are written in a template. What cannot be read as a plain list of actions and
 * resources makes the reading incomplete: it may allow more.
 */
import type { Node, ObjectNode, Reference, StringNode, UnknownNode } from '../../tree/node.ts';
import { asPattern } from './overlap.ts';

export interface PolicyText {
  readonly node: StringNode | UnknownNode;
  /** As it is written, with `${…}` for what is not known. */
  readonly written: string;
  /** With `*` for that. */
  readonly pattern: string;
  /** The whole text, when all of it is known. */
  readonly text: string | undefined;
  readonly reference: Reference | undefined;
}

export interface PolicyStatement {
  readonly node: ObjectNode;
  readonly effect: 'Allow' | 'Deny';
  readonly actions: readonly PolicyText[];
  readonly resources: readonly PolicyText[];
  readonly isConditional: boolean;
}

/** Collects the statements of several policies. */
export class StatementReader {
  readonly statements: PolicyStatement[] = [];
  /** Whether nothing but these statements can allow anything. */
  isComplete = true;

  readDocument(document: Node | undefined): void {
    if (document?.kind !== 'object' || document.isOpen) this.isComplete = false;
    if (document?.kind === 'object') this.#readStatements(document.get('Statement'));
  }

  #readStatements(node: Node | undefined): void {
    const all = node?.kind === 'array' ? node.items : [node];
    for (const statement of all) {
      if (statement?.kind === 'object') this.#readStatement(statement);
      else this.isComplete = false;
    }
  }

  #readStatement(node: ObjectNode): void {
    const effect = node.get('Effect');
    const actions = policyTexts(node.get('Action'));
    const resources = policyTexts(node.get('Resource'));
    const isRead = !node.isOpen && effect?.kind === 'string' && actions !== undefined && resources !== undefined;
    if (!isRead || (effect.value !== 'Allow' && effect.value !== 'Deny')) {
      this.isComplete = false;
      return;
    }
    const isConditional = node.get('Condition') !== undefined;
    this.statements.push({ node, effect: effect.value, actions, resources, isConditional });
  }
}

/** Undefined when it is missing, as beside `NotAction`, or no list of texts. */
function policyTexts(node: Node | undefined): readonly PolicyText[] | undefined {
  const texts = (node?.kind === 'array' ? node.items : [node]).map(policyText);
  return texts.every((text) => text !== undefined) ? texts : undefined;
}

function policyText(node: Node | undefined): PolicyText | undefined {
  if (node?.kind === 'string') {
    const pattern = asPattern(node.value);
    return { node, written: node.value, pattern, text: node.value, reference: undefined };
  }
  if (node?.kind !== 'unknown') return undefined;
  const written = node.template ?? `\${${node.why}}`;
  return { node, written, pattern: asPattern(written), text: undefined, reference: node.reference };
}
