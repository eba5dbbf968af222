/**
 * Resolves CloudFormation intrinsic functions in a tree as far as a template alone can tell. Text from `Fn::Sub` and
 * `Fn::Join` keeps the place of every character; what only the deployment knows becomes an unknown value that says
 * what it refers to.
 */
import { cfnSubCodec } from '../../text/codecs/cfn-sub.ts';
import { CompositeLayer, DecodedLayer } from '../../text/layer.ts';
import type { CompositePart, Layer } from '../../text/layer.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import { mapValues } from '../../tree/map-values.ts';
import { arrayNode, objectNode, spanOf, stringNode, unknownNode } from '../../tree/node.ts';
import type { Entry, Node, ObjectNode, Reference, Resource, UnknownNode, UnknownParts } from '../../tree/node.ts';

/** Keys in whose place the deployment puts members that are not known here. */
const BRINGS_MEMBERS = /^Fn::(Transform$|ForEach::)/;

/** Finds a resource of the template by its logical id. */
export type ResourceLookup = (logicalId: string) => Resource | undefined;

interface Intrinsic {
  readonly name: string;
  readonly argument: Node;
}

/** Whether one-key objects such as `{"Ref": …}` are intrinsics everywhere, or only what a YAML tag wrote. */
export type IntrinsicForms = 'all' | 'tags';

export class IntrinsicResolver {
  readonly #resources: ResourceLookup;
  readonly #forms: IntrinsicForms;

  constructor(resources: ResourceLookup, forms: IntrinsicForms) {
    this.#resources = resources;
    this.#forms = forms;
  }

  /** The tree with every intrinsic replaced by its value or an unknown; the same node when there is none. */
  resolve(node: Node): Node {
    switch (node.kind) {
      case 'object':
        return this.#resolveObject(node);
      case 'array': {
        const items = node.items.map((item) => this.resolve(item));
        return items.every((item, i) => item === node.items[i]) ? node : arrayNode(node, items);
      }
      default:
        return node;
    }
  }

  /** In a tree read from text that `Fn::Sub` or `Fn::Join` made: unknown strings that are a reference say to what. */
  refer(node: Node): Node {
    return mapValues(node, (value) => {
      if (value.kind !== 'unknown' || value.reference !== undefined) return value;
      const layer = value.content();
      const found = layer === undefined ? undefined : this.#referencesIn(layer);
      if (layer === undefined || (found?.reference ?? found?.firstReference) === undefined) return value;
      const why = found?.reference === undefined ? value.why : `reference to ${layer.text.slice(2, -1)}`;
      const { template, bare } = value;
      return unknownNode(value, why, { template, bare, ...found, text: { kind: 'layer', layer } });
    });
  }

  /** What a text is a reference to, or begins with one to. */
  #referencesIn(layer: Layer): Pick<UnknownParts, 'reference' | 'firstReference'> {
    const hole = layer.holes[0];
    if (hole?.start !== 0) return {};
    const reference = this.#referenceOf(layer.text.slice(2, hole.end - 1), 'Fn::Sub');
    return isOneHole(layer) ? { reference } : { firstReference: reference };
  }

  #resolveObject(node: ObjectNode): Node {
    const intrinsic = this.#intrinsicOf(node);
    if (intrinsic !== undefined) return this.#evaluate(node, intrinsic);
    let changed = false;
    let isOpen = node.isOpen;
    const entries: Entry[] = [];
    for (const entry of node.entries) {
      if (this.#forms === 'all' && BRINGS_MEMBERS.test(entry.key.value)) {
        changed = isOpen = true;
        continue;
      }
      const value = this.resolve(entry.value);
      changed ||= value !== entry.value;
      if (isNoValue(value)) continue;
      entries.push(value === entry.value ? entry : { key: entry.key, value });
    }
    return changed ? objectNode(node, entries, node.tag, isOpen) : node;
  }

  #intrinsicOf(node: ObjectNode): Intrinsic | undefined {
    const only = node.entries.length === 1 ? node.entries[0] : undefined;
    if (only === undefined) return undefined;
    if (this.#forms === 'tags' && node.tag === undefined) return undefined;
    const name = only.key.value;
    const isIntrinsic = name === 'Ref' || name.startsWith('Fn::') || (name === 'Condition' && node.tag !== undefined);
    return isIntrinsic ? { name, argument: only.value } : undefined;
  }

  #evaluate(node: ObjectNode, { name, argument }: Intrinsic): Node {
    if (name === 'Fn::Sub' || name === 'Fn::Join') return this.#textValue(node);
    return this.#unknown(node, { name, argument });
  }

  #unknown(node: ObjectNode, intrinsic: Intrinsic): UnknownNode {
    const label = labelOf(intrinsic);
    const template = `\${${label}}`;
    const layer = new CompositeLayer([{ kind: 'hole', text: template, layer: node.layer, range: node }], spanOf(node));
    return unknownNode(node, whyUnknown(intrinsic, label), {
      template,
      reference: this.#referenceOf(label, intrinsic.name),
      tag: node.tag,
      bare: true,
      mayBeAbsent: intrinsic.name === 'Fn::If' && this.#mayBeNoValue(intrinsic.argument),
      text: { kind: 'layer', layer },
    });
  }

  /** Whether a side of an `Fn::If`, or of one within it, is `AWS::NoValue`. */
  #mayBeNoValue(sides: Node): boolean {
    if (sides.kind !== 'array') return false;
    return sides.items.slice(1).some((side) => {
      const inner = side.kind === 'object' ? this.#intrinsicOf(side) : undefined;
      if (inner?.name === 'Fn::If') return this.#mayBeNoValue(inner.argument);
      return inner?.name === 'Ref' && plainText(inner.argument) === 'AWS::NoValue';
    });
  }

  #referenceOf(label: string, intrinsic: string): Reference | undefined {
    if (intrinsic !== 'Ref' && intrinsic !== 'Fn::GetAtt' && intrinsic !== 'Fn::Sub') return undefined;
    const whole = this.#resources(label);
    if (whole !== undefined) return { resource: whole };
    const dot = label.indexOf('.');
    const resource = dot < 0 ? undefined : this.#resources(label.slice(0, dot));
    return resource === undefined ? undefined : { resource, attribute: label.slice(dot + 1) };
  }

  /** The text that a `Fn::Sub` or `Fn::Join` makes. */
  #textValue(node: ObjectNode): Node {
    const list = new PartList();
    this.#addParts(node, list);
    if (list.isFull) return unknownNode(node, 'text that is too long', {});
    const layer = new CompositeLayer(list.parts, spanOf(node));
    const text = { kind: 'layer', layer } as const;
    const first = layer.holes[0];
    if (first === undefined && !hasPlaceholder(layer.text)) return stringNode(node, layer.text, text);
    const label = layer.text.slice(2, -1);
    const why = isOneHole(layer) ? `reference to ${label}` : 'text with parts that are known at deployment only';
    return unknownNode(node, why, { template: layer.text, ...this.#referencesIn(layer), tag: node.tag, text });
  }

  #addParts(node: Node, list: PartList): void {
    if (list.isFull) return;
    switch (node.kind) {
      case 'string':
        list.addWhole(node.content());
        return;
      case 'number':
      case 'boolean':
        list.add({ kind: 'text', layer: node.layer, range: node });
        return;
      case 'unknown': {
        const content = node.content();
        if (content === undefined) list.add(holePart(node, node.why));
        else list.addWhole(content);
        return;
      }
      case 'object':
        this.#addObjectParts(node, list);
        return;
      case 'array':
      case 'null':
        list.add(holePart(node, 'value'));
    }
  }

  #addObjectParts(node: ObjectNode, list: PartList): void {
    const intrinsic = this.#intrinsicOf(node);
    if (intrinsic?.name === 'Fn::Sub') this.#addSubParts(node, intrinsic.argument, list);
    else if (intrinsic?.name === 'Fn::Join') this.#addJoinParts(node, intrinsic.argument, list);
    else list.add(holePart(node, intrinsic === undefined ? 'value' : labelOf(intrinsic)));
  }

  #addSubParts(node: ObjectNode, argument: Node, list: PartList): void {
    const [text, variables] = argument.kind === 'array' ? argument.items : [argument];
    const outer = text?.kind === 'string' || text?.kind === 'unknown' ? text.content() : undefined;
    if (outer === undefined) {
      list.add(holePart(node, 'Fn::Sub'));
      return;
    }
    const layer = new DecodedLayer(outer, { start: 0, end: outer.text.length }, cfnSubCodec);
    let from = 0;
    for (const hole of layer.holes) {
      if (hole.start > from) list.add({ kind: 'text', layer, range: { start: from, end: hole.start } });
      const name = layer.text.slice(hole.start + 2, hole.end - 1).trim();
      const variable = variables?.kind === 'object' ? variables.get(name) : undefined;
      if (variable === undefined) list.add({ kind: 'text', layer, range: hole });
      else this.#addParts(variable, list);
      from = hole.end;
    }
    if (from < layer.text.length) list.add({ kind: 'text', layer, range: { start: from, end: layer.text.length } });
  }

  #addJoinParts(node: ObjectNode, argument: Node, list: PartList): void {
    const [delimiter, items] = argument.kind === 'array' ? argument.items : [];
    if (delimiter?.kind !== 'string' || items?.kind !== 'array') {
      list.add(holePart(node, 'Fn::Join'));
      return;
    }
    for (const [i, item] of items.items.entries()) {
      if (i > 0 && delimiter.value !== '') {
        list.add({ kind: 'synthetic', text: delimiter.value, layer: delimiter.layer, range: delimiter });
      }
      this.#addParts(item, list);
    }
  }
}

/** Far above what a definition may have; below what a text may have. */
const MAX_PARTS = 200_000;
const MAX_LENGTH = 32 * 1024 * 1024;

/** The parts of a text, up to a bound: a few lines of nested functions can stand for more text than there is room for. */
class PartList {
  readonly parts: CompositePart[] = [];
  #length = 0;

  get isFull(): boolean {
    return this.parts.length >= MAX_PARTS || this.#length >= MAX_LENGTH;
  }

  add(part: CompositePart): void {
    if (this.isFull) return;
    this.parts.push(part);
    this.#length += part.kind === 'text' ? part.range.end - part.range.start : part.text.length;
  }

  addWhole(layer: Layer): void {
    this.add({ kind: 'text', layer, range: { start: 0, end: layer.text.length } });
  }
}

/** Whether a text is one value that is not known here, and nothing else. */
export function isOneHole(layer: Layer): boolean {
  const hole = layer.holes[0];
  return hole !== undefined && hole.start === 0 && hole.end === layer.text.length;
}

/** Whether nothing of a text is known here. */
export function isAllHoles(layer: Layer): boolean {
  let from = 0;
  for (const hole of layer.holes) {
    if (layer.text.slice(from, hole.start).trim() !== '') return false;
    from = hole.end;
  }
  return from > 0 && layer.text.slice(from).trim() === '';
}

export function isNoValue(node: Node): boolean {
  return node.kind === 'unknown' && node.template === '${AWS::NoValue}';
}

function holePart(node: Node, label: string): CompositePart {
  return { kind: 'hole', text: `\${${label}}`, layer: node.layer, range: node };
}

/** What stands between `${` and `}` for an intrinsic: the name of what it refers to, else the function's own. */
function labelOf({ name, argument }: Intrinsic): string {
  const text = plainText(argument);
  if (name === 'Ref' && text !== undefined) return text;
  if (name !== 'Fn::GetAtt') return name;
  if (text !== undefined) return text;
  const path = argument.kind === 'array' ? argument.items.map(plainText) : [];
  return path.length > 0 && !path.includes(undefined) ? path.join('.') : name;
}

function plainText(node: Node): string | undefined {
  return node.kind === 'string' && /^[\w:.-]+$/.test(node.value) ? node.value : undefined;
}

function whyUnknown({ name }: Intrinsic, label: string): string {
  return name === 'Ref' || name === 'Fn::GetAtt' ? `reference to ${label}` : `result of ${name}`;
}
