/**
 * A value that a definition takes from its template through a placeholder is changed where the template sets it. When
 * the placeholder serves other values too, reading back shows that they would change as well, and the fix is refused.
 */
import { isRefusal, refuse } from '../text/layer.ts';
import type { Refusal } from '../text/layer.ts';
import { findPlaceholders } from '../text/placeholders.ts';
import type { Node, ObjectNode } from '../tree/node.ts';
import type { Data, LayerEdit } from '../tree/syntax.ts';

/** The `DefinitionSubstitutions` of each declaration that has some. */
export type SubstitutionTables = readonly ObjectNode[];

export interface TableEntry {
  readonly table: ObjectNode;
  readonly index: number;
  readonly value: Node;
}

/** The name of the placeholder that the whole of a known value came through. */
export function placeholderOf(node: Node): string | undefined {
  if (node.kind === 'unknown' || node.kind === 'object' || node.kind === 'array') return undefined;
  const written = node.layer.text.slice(node.start, node.end).replace(/^(["'])(.*)\1$/s, '$2');
  const [placeholder, ...others] = findPlaceholders(written);
  const isWhole = placeholder?.start === 0 && placeholder.end === written.length && others.length === 0;
  return isWhole && !(node.kind === 'string' && node.value === written) ? placeholder.name : undefined;
}

/** Where the templates set it. */
export function entriesOf(name: string, tables: SubstitutionTables): readonly TableEntry[] {
  return [...new Set(tables)].flatMap((table) => {
    const index = table.entries.findLastIndex(({ key }) => key.value === name);
    const entry = table.entries[index];
    return entry === undefined ? [] : [{ table, index, value: entry.value }];
  });
}

/** What may stand in a table: substitution is raw text, so that a quote in it would change how the definition reads. */
export function editsOf(entries: readonly TableEntry[], old: Node, value: Data): readonly LayerEdit[] | Refusal {
  const fits = typeof value === old.kind && !(typeof value === 'string' && /["\\\r\n]|\$\{/.test(value));
  if (!fits) return refuse('the value comes from the template and cannot be of another type there');
  const edits: LayerEdit[] = [];
  for (const { table, index } of entries) {
    if (table.syntax === undefined) return refuse('the value comes from a part of the template that is computed');
    const edit = table.syntax.replaceValue(table, index, value);
    if (isRefusal(edit)) return edit;
    edits.push(edit);
  }
  return edits;
}
