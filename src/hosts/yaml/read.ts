/**
 * YAML text to trees, one per document. Read as YAML 1.1 without timestamps, as the tools that deploy these files
 * do, but for `yes` and the like, on which tools differ: those are unknown. CloudFormation's short tags become their long form, `!Sub x` an object
 * with the one key `Fn::Sub`. What an alias or merge key repeats is placed where the alias is written and names
 * the original as its `anchor`.
 */
import { Composer, Lexer, Parser, isAlias, isMap, isScalar } from 'yaml';
import type { Alias, CST, Document, Node as YamlNode, Pair, Scalar, YAMLMap, YAMLSeq } from 'yaml';
import { isBlankLineAt } from '../../text/codecs/yaml-block-scalar.ts';
import { yamlScalarCodec } from '../../text/codecs/yaml-scalar.ts';
import type { Layer } from '../../text/layer.ts';
import { describePlaceholders, findPlaceholders, hasPlaceholder } from '../../text/placeholders.ts';
import type { Range } from '../../text/source-file.ts';
import { arrayNode, booleanNode, nullNode, numberNode, objectNode, stringNode, unknownNode } from '../../tree/node.ts';
import type { Entry, Node, Place, ScalarText, StringNode } from '../../tree/node.ts';
import { hashComment } from '../bracket-layout.ts';
import { BracketSyntax } from '../bracket-syntax.ts';
import { MAX_DEPTH } from '../syntax-error.ts';
import type { SyntaxProblem } from '../syntax-error.ts';
import { BLOCK_SYNTAX } from './block-syntax.ts';
import { DepthCounter } from './depth.ts';
import { findFlowBreaks } from './flow-breaks.ts';
import { flowSpelling } from './write.ts';

export type YamlReading =
  | {
      readonly roots: readonly Node[];
      readonly hasTags: boolean;
      /** In the order of the text, with their marks; gathered only where they are asked for. */
      readonly comments: readonly Range[];
      readonly problem?: undefined;
    }
  | { readonly problem: SyntaxProblem };

/** Most values that all aliases of a file together may stand for. */
const MAX_ALIASED_VALUES = 100_000;

const FLOW_SYNTAX = new BracketSyntax({ comment: hashComment, canSpread: false, spelling: flowSpelling });

const IGNORED_TAGS = /:(?:timestamp|binary|omap|pairs|set)$/;

/** `wantsComments`: whether the comments of this text are of interest. */
export function readYaml(layer: Layer, wantsComments = false): YamlReading {
  const mask = hasPlaceholder(layer.text) ? chooseMask(layer.text) : undefined;
  const text = mask === undefined ? layer.text : maskBraces(layer.text, mask);
  const reading = readText(text, layer, mask, wantsComments);
  if (reading.problem === undefined) return reading;
  const breaks = findFlowBreaks(text);
  if (breaks.length === 0) return reading;
  // Other parsers take a flow collection that goes on at a lesser indentation; this one does when it is on one line.
  const joined = readText(blankOut(text, breaks), layer, mask, wantsComments);
  return joined.problem === undefined ? joined : reading;
}

/** `text` is the layer's text in a form for the parser, of the same length. */
function readText(text: string, layer: Layer, mask: BraceMask | undefined, wantsComments: boolean): YamlReading {
  const roots: Node[] = [];
  const comments: Range[] = [];
  let hasTags = false;
  try {
    for (const document of compose(text, layer, wantsComments ? comments : undefined)) {
      const error = document.errors[0];
      if (error !== undefined) return { problem: syntaxProblem(layer, error.message, error.pos) };
      if (document.contents === null) continue;
      const builder = new TreeBuilder(layer, mask);
      roots.push(builder.node(document.contents));
      hasTags ||= builder.hasTags;
    }
  } catch (error) {
    if (error instanceof UnreadableYaml) return { problem: error.problem };
    throw error;
  }
  if (roots.length > 0) return { roots, hasTags, comments };
  return { problem: { kind: 'empty', message: 'the text is empty', layer, range: { start: 0, end: 0 } } };
}

function blankOut(text: string, ranges: readonly Range[]): string {
  let blanked = '';
  let from = 0;
  for (const { start, end } of ranges) {
    blanked += text.slice(from, start).padEnd(end - from);
    from = end;
  }
  return blanked + text.slice(from);
}

function* compose(text: string, layer: Layer, comments: Range[] | undefined): Generator<Document.Parsed> {
  const composer = new Composer({
    version: '1.1',
    strict: false,
    uniqueKeys: false,
    prettyErrors: false,
    logLevel: 'silent',
    keepSourceTokens: true,
    customTags: (tags) => tags.filter((tag) => typeof tag === 'string' || !IGNORED_TAGS.test(tag.tag)),
  });
  yield* composer.compose(parseShallow(text, layer, comments));
}

/** The concrete syntax of a text; throws at the first node that is nested too deep to be composed. */
function* parseShallow(text: string, layer: Layer, comments: Range[] | undefined): Generator<CST.Token> {
  const parser = new Parser();
  const depth = new DepthCounter(comments);
  for (const token of new Lexer().lex(text)) {
    depth.take(token);
    const start = depth.tooDeepAt;
    if (start !== undefined) {
      const message = `it nests deeper than ${MAX_DEPTH} levels here`;
      throw new UnreadableYaml({ kind: 'tooDeep', message, layer, range: { start, end: start + 1 } });
    }
    yield* parser.next(token);
  }
  yield* parser.end();
}

function syntaxProblem(layer: Layer, message: string, [start, end]: readonly [number, number]): SyntaxProblem {
  const length = layer.text.length;
  const phrase = message.charAt(0).toLowerCase() + message.slice(1);
  return {
    message: phrase,
    layer,
    range: { start: Math.min(start, length), end: Math.min(Math.max(start, end), length) },
  };
}

/** Stand-ins for the braces of placeholders, which open no flow collection. One unit each, so that every offset stays. */
interface BraceMask {
  readonly open: string;
  readonly close: string;
}

const PRIVATE_USE = { first: 0xe000, last: 0xf8ff };

/** Two characters that the text does not hold. */
function chooseMask(text: string): BraceMask {
  const free: string[] = [];
  for (let unit = PRIVATE_USE.first; unit <= PRIVATE_USE.last && free.length < 2; unit++) {
    const char = String.fromCharCode(unit);
    if (!text.includes(char)) free.push(char);
  }
  const [open = '{', close = '}'] = free;
  return { open, close };
}

function maskBraces(text: string, { open, close }: BraceMask): string {
  let masked = '';
  let from = 0;
  for (const { start, end } of findPlaceholders(text)) {
    masked += `${text.slice(from, start)}$${open}${text.slice(start + 2, end - 1)}${close}`;
    from = end;
  }
  return masked + text.slice(from);
}

class UnreadableYaml extends Error {
  readonly problem: SyntaxProblem;

  constructor(problem: SyntaxProblem) {
    super(problem.message);
    this.problem = problem;
  }
}

interface Anchored {
  readonly node: Node;
  /** How many values it stands for. */
  readonly size: number;
  /** How many levels lie within it. */
  readonly height: number;
}

class TreeBuilder {
  /** Whether a tag such as `!Sub` was read. */
  hasTags = false;
  readonly #layer: Layer;
  readonly #mask: BraceMask | undefined;
  readonly #anchors = new Map<string, Anchored | 'open'>();
  #count = 0;
  #aliased = 0;
  /** How many flow collections are open around the node being read. */
  #flowDepth = 0;
  #depth = 0;
  /** The deepest level reached so far, or since the innermost anchor. */
  #deepest = 0;

  constructor(layer: Layer, mask: BraceMask | undefined) {
    this.#layer = layer;
    this.#mask = mask;
  }

  node(source: YamlNode | null): Node {
    this.#count++;
    if (source === null) return nullNode(this.#place(0, 0));
    if (isAlias(source)) return this.#alias(source);
    const anchor = source.anchor;
    if (anchor === undefined) return this.#tagged(source);
    return this.#anchored(source, anchor);
  }

  #anchored(source: Value, anchor: string): Node {
    this.#anchors.set(anchor, 'open');
    const count = this.#count;
    const deepest = this.#deepest;
    this.#deepest = this.#depth;
    const node = this.#tagged(source);
    this.#anchors.set(anchor, { node, size: this.#count - count + 1, height: this.#deepest - this.#depth });
    this.#deepest = Math.max(deepest, this.#deepest);
    return node;
  }

  #tagged(source: Value): Node {
    const tag = source.tag;
    // A lone `!` only says that a value is not to be resolved.
    if (tag === undefined || tag === '!' || !tag.startsWith('!')) return this.#untagged(source);
    this.hasTags = true;
    const value = this.#untagged(source);
    const start = this.#layer.text.lastIndexOf(tag, value.start);
    const place = this.#place(start < 0 ? value.start : start, value.end);
    const keyPlace = this.#place(place.start, place.start + (start < 0 ? 0 : tag.length));
    const key = stringNode(keyPlace, longForm(tag), { kind: 'elsewhere' });
    return objectNode(place, [{ key, value }], tag);
  }

  #untagged(source: Value): Node {
    const place = this.#place(source.range?.[0] ?? 0, source.range?.[1] ?? 0);
    if (isScalar(source)) return this.#scalar(source, place);
    if (source.flow === true) this.#flowDepth++;
    this.#deepest = Math.max(this.#deepest, ++this.#depth);
    const written = { ...place, syntax: source.flow === true ? FLOW_SYNTAX : BLOCK_SYNTAX };
    const node = isMap(source)
      ? objectNode(written, this.#entries(source))
      : arrayNode(
          written,
          source.items.map((item) => this.node(item as YamlNode | null)),
        );
    this.#depth--;
    if (source.flow === true) this.#flowDepth--;
    return node;
  }

  #entries(source: YAMLMap): readonly Entry[] {
    const own: Entry[] = [];
    const merged: Entry[] = [];
    for (const pair of source.items as Pair<YamlNode, YamlNode | null>[]) {
      if (!isMergeKey(pair.key)) own.push(this.#entry(pair));
      else for (const entry of this.#merge(pair.value)) merged.push(entry);
    }
    if (merged.length === 0) return own;
    const names = new Set(own.map((entry) => entry.key.value));
    for (const entry of merged) {
      if (names.has(entry.key.value)) continue;
      names.add(entry.key.value);
      own.push(entry);
    }
    return own;
  }

  #entry(pair: Pair<YamlNode, YamlNode | null>): Entry {
    const key = this.#key(pair.key);
    if (pair.value !== null) return { key, value: this.node(pair.value) };
    return { key, value: nullNode(this.#place(key.end, key.end)) };
  }

  /** Entries of what a `<<` key names: one mapping or a list of them, the first ones winning. */
  #merge(value: YamlNode | null): readonly Entry[] {
    const node = this.node(value);
    if (node.kind === 'object') return node.entries;
    if (node.kind !== 'array') return [];
    return node.items.flatMap((item) => (item.kind === 'object' ? item.entries : []));
  }

  #key(source: YamlNode): StringNode {
    const place = this.#place(source.range?.[0] ?? 0, source.range?.[1] ?? 0);
    if (isAlias(source)) return this.#aliasKey(source, place);
    if (!isScalar(source)) return stringNode(place, this.#layer.text.slice(place.start, place.end), { kind: 'slice' });
    const text = typeof source.value === 'string' ? source.value : (source.source ?? '');
    return stringNode(place, this.#unmask(text), this.#text(source, true));
  }

  #aliasKey(source: Alias, place: Place): StringNode {
    const target = this.#alias(source);
    const text = target.kind === 'string' ? target.value : this.#layer.text.slice(place.start, place.end);
    return stringNode({ ...place, anchor: target.anchor }, text, { kind: 'elsewhere' });
  }

  #scalar(source: Scalar, place: Place): Node {
    const value = source.value;
    switch (typeof value) {
      case 'string':
        return this.#string(source, place, this.#unmask(value));
      case 'number':
        return numberNode(place, value);
      case 'bigint':
        return numberNode(place, Number(value));
      case 'boolean':
        return this.#boolean(source, place, value);
      default:
        return nullNode(place);
    }
  }

  /** `yes`, `no`, `on` and `off` are booleans to the tools that read YAML 1.1, and texts to those that read 1.2. */
  #boolean(source: Scalar, place: Place, value: boolean): Node {
    const written = source.source ?? '';
    if (/^(?:true|false)$/i.test(written) || source.tag !== undefined) return booleanNode(place, value);
    const why = `${written} is a boolean in YAML 1.1 and a text in YAML 1.2`;
    return unknownNode(place, why, { template: written, text: this.#text(source) });
  }

  #string(source: Scalar, place: Place, value: string): Node {
    if (!hasPlaceholder(value)) return stringNode(place, value, this.#text(source));
    const bare = source.type === 'PLAIN';
    return unknownNode(place, describePlaceholders(value), { template: value, bare, text: this.#text(source) });
  }

  #text(source: Scalar, implicitKey = false): ScalarText {
    const style = source.type;
    const token = source.srcToken as { readonly indent?: number } | undefined;
    const place = {
      inFlow: this.#flowDepth > 0,
      implicitKey,
      parentIndent: token?.indent ?? 0,
      blankLineFollows: isBlankLineAt(this.#layer.text, source.range?.[1] ?? 0),
    };
    return { kind: 'codec', codec: yamlScalarCodec(style ?? 'PLAIN', place) };
  }

  #unmask(text: string): string {
    if (this.#mask === undefined || !text.includes(this.#mask.open)) return text;
    return text.replaceAll(this.#mask.open, '{').replaceAll(this.#mask.close, '}');
  }

  #alias(source: Alias): Node {
    const place = this.#place(source.range?.[0] ?? 0, source.range?.[1] ?? 0);
    const target = this.#anchors.get(source.source);
    if (target === undefined) this.#refuse(place, `the alias *${source.source} names no anchor before it`);
    if (target === 'open') this.#refuse(place, `the alias *${source.source} stands inside its own anchor`);
    this.#aliased += target.size;
    if (this.#aliased > MAX_ALIASED_VALUES) {
      this.#refuse(place, `its aliases stand for more than ${MAX_ALIASED_VALUES} values`);
    }
    if (this.#depth + target.height > MAX_DEPTH) {
      this.#refuse(place, `with what its aliases stand for it nests deeper than ${MAX_DEPTH} levels here`);
    }
    this.#count += target.size;
    this.#deepest = Math.max(this.#deepest, this.#depth + target.height);
    return repeatAt(place, target.node);
  }

  #refuse(place: Place, message: string): never {
    throw new UnreadableYaml({ message, layer: this.#layer, range: { start: place.start, end: place.end } });
  }

  #place(start: number, end: number): Place {
    return { layer: this.#layer, start, end };
  }
}

/** The same values, all placed at the alias. */
function repeatAt(alias: Place, node: Node): Node {
  const place: Place = { layer: alias.layer, start: alias.start, end: alias.end, anchor: node.anchor ?? node };
  switch (node.kind) {
    case 'object': {
      const entries = node.entries.map(({ key, value }) => ({
        key: stringNode({ ...place, anchor: key.anchor ?? key }, key.value, { kind: 'elsewhere' }),
        value: repeatAt(alias, value),
      }));
      return objectNode(place, entries, node.tag, node.isOpen);
    }
    case 'array':
      return arrayNode(
        place,
        node.items.map((item) => repeatAt(alias, item)),
      );
    case 'string':
      return stringNode(place, node.value, { kind: 'elsewhere' });
    case 'number':
      return numberNode(place, node.value);
    case 'boolean':
      return booleanNode(place, node.value);
    case 'null':
      return nullNode(place);
    case 'unknown':
      return unknownNode(place, node.why, { template: node.template, bare: node.bare, text: { kind: 'elsewhere' } });
  }
}

type Value = Scalar | YAMLMap | YAMLSeq;

function isMergeKey(key: YamlNode): boolean {
  return isScalar(key) && typeof key.value === 'symbol';
}

/** `!Ref` and `!Condition` keep their name, `!GetAtt` becomes `Fn::GetAtt`. */
function longForm(tag: string): string {
  const name = tag.slice(1);
  return name === 'Ref' || name === 'Condition' ? name : `Fn::${name}`;
}
