/**
 * Moves a text of a definition into the `DefinitionSubstitutions` of the templates that declare it, and leaves a
 * placeholder. What is substituted is raw text inside of JSON, so the text is escaped as JSON has it.
 *
 * Limits: texts with placeholders of their own, and definitions that no template declares, are left alone; so are texts
 * that need escapes in a definition file of another format than JSON, of which nobody documents when they are read.
 */
import type { Declaration, State } from '../asl/model.ts';
import { findPlaceholders, hasForeignPlaceholder, hasPlaceholder } from '../text/placeholders.ts';
import type { Node, ObjectNode, StringNode } from '../tree/node.ts';
import { edit } from './fix.ts';
import type { Intent } from './fix.ts';
import { writtenProperties } from './template-resource.ts';

export interface MovedText {
  readonly name: string;
  readonly edits: readonly Intent[];
}

export const TABLE = 'DefinitionSubstitutions';

/** `root` is what holds the text; `label` what the placeholder is called where that is free. */
export function moveToTemplate(state: State, root: Node, text: StringNode, label: string): MovedText | undefined {
  const { declarations, written } = state.machine;
  const tables = declarations.map(tableOf);
  if (tables.length === 0 || !tables.every((table) => table !== undefined)) return undefined;
  const kept = /(?:\r?\n)*$/.exec(text.value)?.[0] ?? '';
  const moved = text.value.slice(0, text.value.length - kept.length);
  const raw = JSON.stringify(moved).slice(1, -1);
  if (hasPlaceholder(text.value) || text.value.includes('${') || hasForeignPlaceholder(text.value)) return undefined;
  if (raw !== moved && !declarations.every((declaration) => isReadAsJson(declaration))) return undefined;
  const taken = new Set([...namesIn(written), ...tables.flatMap(({ names }) => names)]);
  const name = freeName(label, taken);
  const placeholder = setText(root, text, `\${${name}}${kept}`);
  if (placeholder === undefined) return undefined;
  const reads = edit.reads(text, text.value);
  const entries = tables.map(({ object, properties }) =>
    object === undefined ? edit.set(properties, TABLE, { [name]: raw }) : edit.set(object, name, raw),
  );
  return { name, edits: [placeholder, reads, ...entries] };
}

export interface SubstitutionTable {
  readonly properties: ObjectNode;
  /** Undefined where there is none yet. */
  readonly object: ObjectNode | undefined;
  readonly names: readonly string[];
}

/** The table of a declaration; undefined where it cannot be written to. */
export function tableOf(declaration: Declaration): SubstitutionTable | undefined {
  const { definition, substitutionsAreOpen } = declaration;
  if (definition.kind !== 'inline' && definition.kind !== 'file') return undefined;
  const properties = writtenProperties(declaration);
  if (properties === undefined || properties.isOpen || substitutionsAreOpen) return undefined;
  const object = properties.get(TABLE);
  if (object === undefined) {
    return declaration.substitutions === undefined ? { properties, object, names: [] } : undefined;
  }
  return object.kind === 'object'
    ? { properties, object, names: object.entries.map(({ key }) => key.value) }
    : undefined;
}

/** A definition in the template becomes JSON before anything is put into it. */
function isReadAsJson({ definition }: Declaration): boolean {
  return definition.kind === 'inline' || (definition.kind === 'file' && /\.json$/i.test(definition.path));
}

const known = new WeakMap<ObjectNode, readonly string[]>();

/** Every placeholder in the text of a definition, wherever it stands. */
export function namesIn(written: ObjectNode): readonly string[] {
  const before = known.get(written);
  if (before !== undefined) return before;
  const { layer, start, end } = written;
  const names = findPlaceholders(layer.text.slice(start, end)).flatMap(({ name }) =>
    name.split(',').map((part) => part.trim()),
  );
  known.set(written, names);
  return names;
}

export function freeName(label: string, taken: ReadonlySet<string>): string {
  for (let i = 1; ; i++) {
    const name = i === 1 ? label : `${label}${i}`;
    if (!taken.has(name)) return name;
  }
}

function setText(root: Node, text: StringNode, value: string): Intent | undefined {
  const waiting: Node[] = [root];
  for (let node = waiting.pop(); node !== undefined; node = waiting.pop()) {
    if (node.kind === 'array') {
      if (node.items.includes(text)) return edit.replaceItem(node, text, value);
      waiting.push(...node.items);
    }
    if (node.kind !== 'object') continue;
    const entry = node.entries.find((one) => one.value === text);
    if (entry !== undefined) return edit.set(node, entry.key.value, value);
    for (const one of node.entries) waiting.push(one.value);
  }
  return undefined;
}
