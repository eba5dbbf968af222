/**
 * Puts the values of `DefinitionSubstitutions` in place of the `${Name}` placeholders of a definition. What every
 * declaration gives the same text is known; what they leave out, compute, or disagree on stays unknown. A text that
 * came in through a placeholder is placed at the placeholder, because that is what the definition holds.
 */
import { CompositeLayer, firstEndingAfter } from '../text/layer.ts';
import type { CompositePart, Layer } from '../text/layer.ts';
import { findPlaceholders, hasPlaceholder } from '../text/placeholders.ts';
import type { Placeholder } from '../text/placeholders.ts';
import { mapValues } from '../tree/map-values.ts';
import { booleanNode, nullNode, numberNode, spanOf, stringNode, unknownNode } from '../tree/node.ts';
import type { Node, ObjectNode, Reference, UnknownNode } from '../tree/node.ts';

/** The values of all declarations of one definition; `undefined` for a declaration that has none. */
export type SubstitutionTables = readonly (ObjectNode | undefined)[];

type Supplied =
  /** `raw` as it is put in; `text` what that says between quotes. */
  | { readonly kind: 'text'; readonly raw: string; readonly text: string }
  | { readonly kind: 'reference'; readonly reference: Reference; readonly why: string }
  | { readonly kind: 'unknown'; readonly why: string; readonly firstReference?: Reference | undefined };

/** The tree with known placeholders replaced; the same nodes where nothing changes. */
export function substitute(root: Node, tables: SubstitutionTables): Node {
  if (tables.every((table) => table === undefined)) return root;
  const substituter = new Substituter(tables);
  return mapValues(root, (value) => (value.kind === 'unknown' ? substituter.fill(value) : value));
}

/** Far above what a definition may have. */
const MAX_SUBSTITUTED = 32 * 1024 * 1024;

class Substituter {
  readonly #tables: SubstitutionTables;
  readonly #supplied = new Map<string, Supplied>();
  #length = 0;

  constructor(tables: SubstitutionTables) {
    this.#tables = tables;
  }

  fill(node: UnknownNode): Node {
    const content = node.content();
    if (content === undefined) return node;
    const placeholders = findPlaceholders(content.text).filter((placeholder) => !isHole(content, placeholder));
    const first = placeholders[0];
    if (first === undefined) return node;
    if (first.start === 0 && first.end === content.text.length) return this.#whole(node, first, content);
    const layer = new CompositeLayer(this.#parts(content, placeholders), spanOf(node));
    const supplied = first.start === 0 ? this.#lookUp(first.name) : undefined;
    return textNode(node, layer, supplied === undefined ? undefined : referenceIn(supplied));
  }

  #whole(node: UnknownNode, placeholder: Placeholder, content: Layer): Node {
    const supplied = this.#lookUp(placeholder.name);
    switch (supplied.kind) {
      case 'text':
        return node.bare ? bareValue(node, supplied.raw) : this.#wholeText(node, supplied.text, content);
      case 'reference':
      case 'unknown':
        return unknownNode(node, supplied.why, {
          template: node.template,
          bare: node.bare,
          reference: supplied.kind === 'reference' ? supplied.reference : undefined,
          firstReference: supplied.kind === 'unknown' ? supplied.firstReference : undefined,
          text: { kind: 'layer', layer: content },
        });
    }
  }

  #wholeText(node: UnknownNode, text: string, content: Layer): Node {
    const range = { start: 0, end: content.text.length };
    return textNode(node, new CompositeLayer([{ kind: 'synthetic', text, layer: content, range }], spanOf(node)));
  }

  /** Keeps count of the text that substitutions bring in: a little of it used very often is too much. */
  #spend(text: string): boolean {
    this.#length += text.length;
    return this.#length <= MAX_SUBSTITUTED;
  }

  #parts(content: Layer, placeholders: readonly Placeholder[]): readonly CompositePart[] {
    const parts: CompositePart[] = [];
    let from = 0;
    for (const { start, end, name } of placeholders) {
      if (start > from) parts.push({ kind: 'text', layer: content, range: { start: from, end: start } });
      const supplied = this.#lookUp(name);
      const range = { start, end };
      const isText = supplied.kind === 'text' && this.#spend(supplied.text);
      if (isText) parts.push({ kind: 'synthetic', text: supplied.text, layer: content, range });
      else parts.push({ kind: 'hole', text: content.text.slice(start, end), layer: content, range });
      from = end;
    }
    if (from < content.text.length) {
      parts.push({ kind: 'text', layer: content, range: { start: from, end: content.text.length } });
    }
    return parts;
  }

  #lookUp(name: string): Supplied {
    const known = this.#supplied.get(name);
    if (known !== undefined) return known;
    const supplied = combine(
      name,
      this.#tables.map((table) => readSupplied(name, table?.get(name))),
    );
    this.#supplied.set(name, supplied);
    return supplied;
  }
}

function isHole(content: Layer, { start, end }: Placeholder): boolean {
  const hole = content.holes[firstEndingAfter(content.holes, start)];
  return hole !== undefined && hole.start < end;
}

function readSupplied(name: string, value: Node | undefined): Supplied {
  switch (value?.kind) {
    case 'string':
      return readText(name, value.value);
    case 'number':
    case 'boolean':
      return { kind: 'text', raw: String(value.value), text: String(value.value) };
    case 'unknown':
      return value.reference === undefined
        ? { kind: 'unknown', why: value.why, firstReference: value.firstReference }
        : { kind: 'reference', reference: value.reference, why: value.why };
    default:
      return { kind: 'unknown', why: `placeholder ${name}` };
  }
}

/** Substitution is raw text in JSON: a backslash begins an escape, and a quote or line break changes how all else reads. */
function readText(name: string, raw: string): Supplied {
  if (!/["\\\r\n]/.test(raw)) return { kind: 'text', raw, text: raw };
  try {
    return { kind: 'text', raw, text: JSON.parse(`"${raw}"`) as string };
  } catch {
    return { kind: 'unknown', why: `substitution ${name}` };
  }
}

function combine(name: string, all: readonly Supplied[]): Supplied {
  const first = all[0] ?? { kind: 'unknown', why: `placeholder ${name}` };
  return all.every((other) => isSame(first, other))
    ? first
    : { kind: 'unknown', why: `placeholder ${name}, which differs between declarations` };
}

function isSame(a: Supplied, b: Supplied): boolean {
  if (a.kind === 'text') return b.kind === 'text' && a.raw === b.raw;
  if (a.kind !== b.kind) return false;
  const [one, other] = [referenceIn(a), referenceIn(b)];
  return one?.resource === other?.resource && one?.attribute === other?.attribute;
}

/** What a supplied value is a reference to, or begins with one to. */
function referenceIn(supplied: Supplied): Reference | undefined {
  switch (supplied.kind) {
    case 'text':
      return undefined;
    case 'reference':
      return supplied.reference;
    case 'unknown':
      return supplied.firstReference;
  }
}

function textNode(node: UnknownNode, layer: Layer, firstReference?: Reference): Node {
  const text = { kind: 'layer', layer } as const;
  if (layer.holes.length === 0 && !hasPlaceholder(layer.text)) return stringNode(node, layer.text, text);
  return unknownNode(node, node.why, { template: layer.text, firstReference, text });
}

/** What an unquoted placeholder becomes: the scalar that its text spells; text of a collection is left unknown. */
function bareValue(node: UnknownNode, text: string): Node {
  const trimmed = text.trim();
  if (/^-?\d+(?:\.\d+)?(?:[eE][+-]?\d+)?$/.test(trimmed)) return numberNode(node, Number(trimmed));
  if (trimmed === 'true' || trimmed === 'false') return booleanNode(node, trimmed === 'true');
  if (trimmed === 'null') return nullNode(node);
  if (/^[{["]|\\/.test(trimmed))
    return unknownNode(node, `text of ${node.template ?? 'a placeholder'}`, { bare: true });
  const range = { start: node.start, end: node.end };
  const layer = new CompositeLayer([{ kind: 'synthetic', text, layer: node.layer, range }], spanOf(node));
  return stringNode(node, text, { kind: 'layer', layer });
}
