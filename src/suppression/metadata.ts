/**
 * Suppressions in the `Metadata` of a template: `sfn-lint: {ignore: ["ID -- reason"]}`, of a resource for what it holds
 * and for the machine that it declares, of the template for all of it.
 */
import { edit } from '../fixers/fix.ts';
import type { HostSpan } from '../text/layer.ts';
import { spanOf, spanOfSlice } from '../tree/node.ts';
import type { ArrayNode, Entry, Node, ObjectNode, StringNode } from '../tree/node.ts';
import { readRuleList } from './directive.ts';
import type { FaultySuppression, Scope, Suppression, Suppressions } from './suppression.ts';

const SECTION = 'sfn-lint';
const LIST = 'ignore';

/** `resources` are those of the template as they are written. */
export function readMetadata(template: ObjectNode, resources: readonly Entry[]): Suppressions {
  const reader = new MetadataReader();
  reader.owner(template, spanOf(template));
  for (const { key, value } of resources) reader.owner(value, entrySpan(key, value));
  return reader;
}

function entrySpan(key: StringNode, value: Node): HostSpan {
  return key.layer.toHost({ start: key.start, end: Math.max(key.end, value.end) });
}

class MetadataReader implements Suppressions {
  readonly suppressions: Suppression[] = [];
  readonly faults: FaultySuppression[] = [];

  owner(owner: Node, span: HostSpan): void {
    const metadata = memberOf(owner, 'Metadata');
    const section = metadata?.kind === 'object' ? metadata.entry(SECTION) : undefined;
    if (section === undefined || section.value.kind === 'unknown') return;
    const { key, value } = section;
    if (value.kind !== 'object') {
      this.#malformed(key);
      return;
    }
    for (const entry of value.entries) this.#list(entry, { kind: 'declaration', span });
  }

  #list({ key, value }: Entry, scope: Scope): void {
    if (key.value !== LIST || value.kind !== 'array') {
      this.#malformed(key);
      return;
    }
    for (const item of value.items) {
      if (item.kind === 'string') this.#item(item, value, scope);
      else if (item.kind !== 'unknown') this.#malformed(item);
    }
  }

  #item(item: StringNode, list: ArrayNode, scope: Scope): void {
    const { ids, reason } = readRuleList(item.value);
    const span = spanOf(item);
    if (ids.length === 0) {
      this.faults.push({ fault: 'noRule', span, data: { verb: LIST } });
      return;
    }
    const listed = ids.map(({ id }) => id).join(', ');
    if (reason === '') {
      this.faults.push({ fault: 'noReason', span, data: { rules: listed, form: listed } });
      return;
    }
    for (const id of ids) {
      this.suppressions.push({
        rule: id.id,
        reason,
        scope,
        id: spanOfSlice(item, id),
        removal: ids.length === 1 ? span : spanOfSlice(item, id.removal),
        valueChange: ids.length === 1 ? edit.removeItem(list, item) : edit.splice(item, id.removal, ''),
        sight: 'full',
      });
    }
  }

  #malformed(at: Node): void {
    this.faults.push({ fault: 'malformedMetadata', span: spanOf(at), data: {} });
  }
}

function memberOf(node: Node, name: string): Node | undefined {
  return node.kind === 'object' ? node.get(name) : undefined;
}
