/**
 * The one value tree. Every host format is read into it, and everything above reads nothing else.
 * A node owns its place: a range of the text layer it was read from. Trees are not changed after reading;
 * resolving references and substitutions makes new nodes that keep the old places.
 *
 * A value that cannot be known is an `UnknownNode`, so that a rule which asks for a string, number or
 * object never sees half of one.
 */
import { CompositeLayer, DecodedLayer, subLayer } from '../text/layer.ts';
import type { Codec, HostSpan, Layer } from '../text/layer.ts';
import { hasPlaceholder } from '../text/placeholders.ts';
import type { Range } from '../text/source-file.ts';
import type { CollectionSyntax, NameSyntax } from './syntax.ts';

/** Where a node is written. */
export interface Place extends Range {
  readonly layer: Layer;
  /** The node this one repeats through a YAML alias or merge key; its place is where the alias is written. */
  readonly anchor?: Node | undefined;
}

/** Where a collection is written, and how. */
export interface CollectionPlace extends Place {
  /** How its members are written; absent where they are not written one by one. */
  readonly syntax?: CollectionSyntax | undefined;
}

export interface Entry {
  readonly key: StringNode;
  readonly value: Node;
}

export interface ObjectNode extends CollectionPlace {
  readonly kind: 'object';
  readonly entries: readonly Entry[];
  /** The YAML tag this object stands for, such as `!Sub`; the object then has that one `Fn::` entry. */
  readonly tag?: string | undefined;
  /** Whether it may hold members that are not known here: a placeholder stands for some, or for the name of one. */
  readonly isOpen: boolean;
  /** The value of the last entry with this key. */
  get(key: string): Node | undefined;
  entry(key: string): Entry | undefined;
}

export interface ArrayNode extends CollectionPlace {
  readonly kind: 'array';
  readonly items: readonly Node[];
}

export interface StringNode extends Place {
  readonly kind: 'string';
  readonly value: string;
  /** Of a key: how it gets another name, where that is no change of its text. */
  readonly naming?: NameSyntax | undefined;
  /** The decoded text as a layer, for positions inside the string. Its text equals `value`. */
  content(): Layer;
}

export interface NumberNode extends Place {
  readonly kind: 'number';
  readonly value: number;
}

export interface BooleanNode extends Place {
  readonly kind: 'boolean';
  readonly value: boolean;
}

export interface NullNode extends Place {
  readonly kind: 'null';
}

/** A resource declared in a template. */
export interface Resource {
  readonly logicalId: string;
  /** `AWS::Lambda::Function`, or the empty string when the type is not a plain text. */
  readonly type: string;
  /** The logical id as written. */
  readonly key: StringNode;
  /** Its properties with references resolved; undefined when there are none. */
  readonly properties: ObjectNode | undefined;
  /** Whether its properties are not known here, or may be more than are written. */
  readonly isOpen: boolean;
}

/** What an unknown value refers to inside the same template. */
export interface Reference {
  readonly resource: Resource;
  /** `GetAtt` attribute; absent for a plain `Ref`. */
  readonly attribute?: string | undefined;
}

export interface UnknownNode extends Place {
  readonly kind: 'unknown';
  /** Why the value is not known, for `print` and messages: `parameter ModelId`. */
  readonly why: string;
  /** What is known of a string: its text with each unknown part as `${Name}`. */
  readonly template?: string | undefined;
  /** Set when the whole value is a reference to one resource. */
  readonly reference?: Reference | undefined;
  /** The YAML tag that makes the value unknown, such as `!GetAtt`. */
  readonly tag?: string | undefined;
  /** What the text begins with, when that is a reference to one resource and more follows: `${Function.Arn}:live`. */
  readonly firstReference?: Reference | undefined;
  /** Written without quotes, so that what replaces it may be of any type: `"MaxAttempts": ${N}`. */
  readonly bare: boolean;
  /** Of a member: it may be left out altogether, as by an `Fn::If` of which one side is `AWS::NoValue`. */
  readonly mayBeAbsent: boolean;
  /** The text of `template` as a layer whose holes are the unknown parts; absent when there is no template. */
  content(): Layer | undefined;
}

export type Node = ObjectNode | ArrayNode | StringNode | NumberNode | BooleanNode | NullNode | UnknownNode;

/** How a scalar's text is laid out in the layer it was read from. */
export type ScalarText =
  | { readonly kind: 'codec'; readonly codec: Codec }
  | { readonly kind: 'layer'; readonly layer: Layer }
  /** The characters at the place itself. */
  | { readonly kind: 'slice' }
  /** Not written out at its place, as under a YAML alias. */
  | { readonly kind: 'elsewhere' };

const INDEX_FROM = 8;

class ObjectValue implements ObjectNode {
  readonly kind = 'object';
  readonly layer: Layer;
  readonly start: number;
  readonly end: number;
  readonly anchor: Node | undefined;
  readonly syntax: CollectionSyntax | undefined;
  readonly entries: readonly Entry[];
  readonly tag: string | undefined;
  readonly #hasUnknownMembers: boolean;
  #isOpen: boolean | undefined;
  #index: Map<string, Entry> | undefined;

  constructor(place: CollectionPlace, entries: readonly Entry[], tag: string | undefined, hasUnknownMembers: boolean) {
    this.layer = place.layer;
    this.start = place.start;
    this.end = place.end;
    this.anchor = place.anchor;
    this.syntax = place.syntax;
    this.entries = entries;
    this.tag = tag;
    this.#hasUnknownMembers = hasUnknownMembers;
  }

  get isOpen(): boolean {
    this.#isOpen ??= this.#hasUnknownMembers || this.entries.some(({ key }) => hasPlaceholder(key.value));
    return this.#isOpen;
  }

  get(key: string): Node | undefined {
    return this.entry(key)?.value;
  }

  entry(key: string): Entry | undefined {
    if (this.entries.length < INDEX_FROM) {
      for (let i = this.entries.length - 1; i >= 0; i--) {
        const entry = this.entries[i];
        if (entry?.key.value === key) return entry;
      }
      return undefined;
    }
    this.#index ??= new Map(this.entries.map((entry) => [entry.key.value, entry]));
    return this.#index.get(key);
  }
}

class StringValue implements StringNode {
  readonly kind = 'string';
  readonly layer: Layer;
  readonly start: number;
  readonly end: number;
  readonly anchor: Node | undefined;
  readonly value: string;
  readonly naming: NameSyntax | undefined;
  readonly #text: ScalarText;
  #content: Layer | undefined;

  constructor(place: Place, value: string, text: ScalarText, naming: NameSyntax | undefined) {
    this.layer = place.layer;
    this.start = place.start;
    this.end = place.end;
    this.anchor = place.anchor;
    this.value = value;
    this.naming = naming;
    this.#text = text;
  }

  content(): Layer {
    this.#content ??= scalarContent(this, this.#text, this.value);
    return this.#content;
  }
}

class UnknownValue implements UnknownNode {
  readonly kind = 'unknown';
  readonly layer: Layer;
  readonly start: number;
  readonly end: number;
  readonly anchor: Node | undefined;
  readonly why: string;
  readonly template: string | undefined;
  readonly reference: Reference | undefined;
  readonly tag: string | undefined;
  readonly firstReference: Reference | undefined;
  readonly bare: boolean;
  readonly mayBeAbsent: boolean;
  readonly #text: ScalarText | undefined;
  #content: Layer | undefined;

  constructor(place: Place, why: string, known: UnknownParts) {
    this.layer = place.layer;
    this.start = place.start;
    this.end = place.end;
    this.anchor = place.anchor;
    this.why = why;
    this.template = known.template;
    this.reference = known.reference;
    this.tag = known.tag;
    this.firstReference = known.firstReference;
    this.bare = known.bare ?? false;
    this.mayBeAbsent = known.mayBeAbsent ?? false;
    this.#text = known.text;
  }

  content(): Layer | undefined {
    if (this.template === undefined || this.#text === undefined) return undefined;
    this.#content ??= scalarContent(this, this.#text, this.template);
    return this.#content;
  }
}

function scalarContent(place: Place, text: ScalarText, value: string): Layer {
  if (text.kind === 'layer') return text.layer;
  if (text.kind === 'slice') return subLayer(place.layer, place);
  if (text.kind === 'codec') {
    const layer = new DecodedLayer(place.layer, place, text.codec);
    if (layer.text === value) return layer;
  }
  // Written elsewhere, or in a spelling the codec does not follow: the whole scalar stands for every part of it.
  const whole = { start: place.start, end: place.end };
  return new CompositeLayer(
    [{ kind: 'synthetic', text: value, layer: place.layer, range: whole }],
    place.layer.toHost(whole),
  );
}

export interface UnknownParts {
  readonly template?: string | undefined;
  readonly reference?: Reference | undefined;
  readonly tag?: string | undefined;
  readonly firstReference?: Reference | undefined;
  readonly bare?: boolean | undefined;
  readonly text?: ScalarText | undefined;
  readonly mayBeAbsent?: boolean | undefined;
}

/** `hasUnknownMembers` when a placeholder stands among the entries for members that are not known. */
export function objectNode(
  place: CollectionPlace,
  entries: readonly Entry[],
  tag?: string,
  hasUnknownMembers = false,
): ObjectNode {
  return new ObjectValue(place, entries, tag, hasUnknownMembers);
}

/** The same object with other entries. */
export function withEntries(node: ObjectNode, entries: readonly Entry[]): ObjectNode {
  return new ObjectValue(node, entries, node.tag, node.isOpen);
}

export function arrayNode(place: CollectionPlace, items: readonly Node[]): ArrayNode {
  const { layer, start, end, anchor, syntax } = place;
  return { kind: 'array', layer, start, end, anchor, syntax, items };
}

export function stringNode(place: Place, value: string, text: ScalarText, naming?: NameSyntax): StringNode {
  return new StringValue(place, value, text, naming);
}

export function numberNode(place: Place, value: number): NumberNode {
  return { kind: 'number', layer: place.layer, start: place.start, end: place.end, anchor: place.anchor, value };
}

export function booleanNode(place: Place, value: boolean): BooleanNode {
  return { kind: 'boolean', layer: place.layer, start: place.start, end: place.end, anchor: place.anchor, value };
}

export function nullNode(place: Place): NullNode {
  return { kind: 'null', layer: place.layer, start: place.start, end: place.end, anchor: place.anchor };
}

export function unknownNode(place: Place, why: string, known: UnknownParts = {}): UnknownNode {
  return new UnknownValue(place, why, known);
}

/** The characters of the file that a node is written with. */
export function spanOf(node: Place): HostSpan {
  return node.layer.toHost(node);
}

/** The span of `range` of a string's decoded text. */
export function spanOfSlice(node: StringNode | UnknownNode, range: Range): HostSpan {
  const content = node.content();
  return content === undefined ? spanOf(node) : content.toHost(range);
}

/** A part of a string's text as a layer, for a parser of what is written in it. */
export function contentSlice(node: StringNode, range: Range): Layer {
  return subLayer(node.content(), range);
}
