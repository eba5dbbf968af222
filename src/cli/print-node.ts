/** Writes a tree as JSON. Keys keep their order and number, which a plain object would not. */
import type { Node, UnknownNode } from '../tree/node.ts';

/** `json` marks what is not known as `{"$unknown": why}`; `asl` shows the text with its placeholders instead. */
export type PrintForm = 'json' | 'asl';

const STEP = '  ';

export function printNode(node: Node, form: PrintForm, indent: string): string {
  switch (node.kind) {
    case 'object': {
      const inner = indent + STEP;
      const members = node.entries.map(
        ({ key, value }) => `${inner}${quote(key.value)}: ${printNode(value, form, inner)}`,
      );
      return members.length === 0 ? '{}' : `{\n${members.join(',\n')}\n${indent}}`;
    }
    case 'array': {
      const inner = indent + STEP;
      const items = node.items.map((item) => inner + printNode(item, form, inner));
      return items.length === 0 ? '[]' : `[\n${items.join(',\n')}\n${indent}]`;
    }
    case 'string':
      return quote(node.value);
    case 'number':
      return Number.isFinite(node.value) ? String(node.value) : 'null';
    case 'boolean':
      return String(node.value);
    case 'null':
      return 'null';
    case 'unknown':
      return form === 'json' ? unknownAsJson(node) : quote(node.template ?? `\${${node.why}}`);
  }
}

function unknownAsJson({ why, template }: UnknownNode): string {
  const parts = [`"$unknown": ${quote(why)}`, ...(template === undefined ? [] : [`"template": ${quote(template)}`])];
  return `{ ${parts.join(', ')} }`;
}

/** Control and bidirectional characters stay escaped: what is printed may go to a terminal. */
export function quote(text: string): string {
  return JSON.stringify(text).replace(/[\u007F-\u009F\u200B-\u200F\u2028-\u202E\u2066-\u2069\uFEFF]/g, escapeUnit);
}

function escapeUnit(unit: string): string {
  return `\\u${unit.charCodeAt(0).toString(16).padStart(4, '0')}`;
}
