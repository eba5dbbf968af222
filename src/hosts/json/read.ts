/**
 * JSON text to a tree: strict JSON, and what people write in `.asl.json` files besides: comments, trailing commas,
 * a byte order mark, and placeholders without quotes. A text that does not parse gives the first problem and no
 * tree: what a parser recovers after an error would make later findings guesses.
 */
import { visit } from 'jsonc-parser';
import { jsonStringCodec } from '../../text/codecs/json-string.ts';
import type { Layer } from '../../text/layer.ts';
import { describePlaceholders, hasPlaceholder } from '../../text/placeholders.ts';
import { arrayNode, booleanNode, nullNode, numberNode, objectNode, stringNode, unknownNode } from '../../tree/node.ts';
import type { LooseJson } from '../../tree/loose-json.ts';
import type { Entry, Node, Place, ScalarText, StringNode } from '../../tree/node.ts';
import { slashComment } from '../bracket-layout.ts';
import { BracketSyntax } from '../bracket-syntax.ts';
import { JSON_SPELLING } from '../bracket-writer.ts';
import { MAX_DEPTH } from '../syntax-error.ts';
import type { SyntaxProblem } from '../syntax-error.ts';
import { scanJson } from './scan.ts';
import type { BarePlaceholder } from './scan.ts';

export type JsonReading =
  | { readonly root: Node; readonly loose: readonly LooseJson[]; readonly problem?: undefined }
  | { readonly problem: SyntaxProblem };

const JSON_TEXT: ScalarText = { kind: 'codec', codec: jsonStringCodec };

const JSON_SYNTAX = new BracketSyntax({ comment: slashComment, canSpread: true, spelling: () => JSON_SPELLING });

export function readJson(layer: Layer): JsonReading {
  const text = layer.text;
  if (isBlank(text)) return { problem: { kind: 'empty', message: 'the text is empty', layer, range: NOWHERE } };
  const scan = scanJson(text);
  if (scan.tooDeepAt !== undefined) {
    const range = { start: scan.tooDeepAt, end: scan.tooDeepAt + 1 };
    return { problem: { kind: 'tooDeep', message: `it nests deeper than ${MAX_DEPTH} levels here`, layer, range } };
  }
  const builder = new TreeBuilder(layer, scan.placeholders);
  visit(maskPlaceholders(text, scan.placeholders), builder, { allowTrailingComma: true });
  if (builder.problem !== undefined) return { problem: builder.problem };
  if (builder.root === undefined) {
    return { problem: { kind: 'empty', message: 'the text is empty', layer, range: NOWHERE } };
  }
  return { root: builder.root, loose: builder.loose };
}

const NOWHERE = { start: 0, end: 0 };

/** Nothing but white space and byte order marks; what comments hide is left to the parser. */
function isBlank(text: string): boolean {
  return text.trim() === '';
}

/** Same length, so that every offset stays: a placeholder becomes a legal token, a leading BOM a blank. */
function maskPlaceholders(text: string, placeholders: readonly BarePlaceholder[]): string {
  let masked = '';
  let from = 0;
  if (text.startsWith('\uFEFF')) {
    masked = ' ';
    from = 1;
  }
  for (const { start, end, role } of placeholders) {
    masked += text.slice(from, start) + MASKS[role].padEnd(end - start);
    from = end;
  }
  return masked === '' ? text : masked + text.slice(from);
}

// A placeholder is at least four characters long: `${N}`.
const MASKS = { value: '0', key: '""', member: '"":0' } as const;

interface Frame {
  readonly start: number;
  readonly entries: Entry[] | undefined;
  readonly items: Node[];
  key: StringNode | undefined;
  hasUnknownMembers: boolean;
}

/** Builds nodes from the parser's events with a stack of open brackets. */
class TreeBuilder {
  root: Node | undefined;
  problem: SyntaxProblem | undefined;
  /** In the order of the text. */
  readonly loose: LooseJson[] = [];
  /** Offset of a comma that nothing has followed yet. */
  #openComma: number | undefined;
  readonly #layer: Layer;
  readonly #placeholders: ReadonlyMap<number, BarePlaceholder>;
  readonly #open: Frame[] = [];

  constructor(layer: Layer, placeholders: readonly BarePlaceholder[]) {
    this.#layer = layer;
    this.#placeholders = new Map(placeholders.map((placeholder) => [placeholder.start, placeholder]));
  }

  readonly onComment = (offset: number, length: number): void => {
    this.#addLoose('comment', offset, offset + length);
  };

  readonly onSeparator = (character: string, offset: number): void => {
    if (character === ',') this.#openComma = offset;
  };

  readonly onObjectBegin = (offset: number): void => {
    this.#openComma = undefined;
    this.#open.push({ start: offset, entries: [], items: [], key: undefined, hasUnknownMembers: false });
  };

  readonly onArrayBegin = (offset: number): void => {
    this.#openComma = undefined;
    this.#open.push({ start: offset, entries: undefined, items: [], key: undefined, hasUnknownMembers: false });
  };

  readonly onObjectProperty = (name: string, offset: number, length: number): void => {
    this.#openComma = undefined;
    const frame = this.#open.at(-1);
    if (frame === undefined) return;
    const placeholder = this.#placeholders.get(offset);
    const end = placeholder?.end ?? offset + length;
    const value = placeholder === undefined ? name : this.#layer.text.slice(offset, end);
    frame.key = stringNode({ layer: this.#layer, start: offset, end }, value, JSON_TEXT);
  };

  readonly onObjectEnd = (offset: number, length: number): void => this.#close(offset + length);

  readonly onArrayEnd = (offset: number, length: number): void => this.#close(offset + length);

  readonly onLiteralValue = (value: unknown, offset: number, length: number): void => {
    this.#openComma = undefined;
    const placeholder = this.#placeholders.get(offset);
    const place = { layer: this.#layer, start: offset, end: placeholder?.end ?? offset + length };
    this.#add(placeholder === undefined ? literalNode(place, value) : bareNode(place));
  };

  readonly onError = (error: number, offset: number, length: number): void => {
    if (this.problem !== undefined) return;
    const end = Math.min(offset + length, this.#layer.text.length);
    this.problem = {
      message: PROBLEMS[error] ?? 'this is not JSON',
      layer: this.#layer,
      range: { start: offset, end },
    };
  };

  #addLoose(kind: LooseJson['kind'], start: number, end: number): void {
    this.loose.push({ kind, layer: this.#layer, start, end });
  }

  #close(end: number): void {
    const comma = this.#openComma;
    this.#openComma = undefined;
    if (comma !== undefined) this.#addLoose('trailingComma', comma, comma + 1);
    const frame = this.#open.pop();
    if (frame === undefined) return;
    const place = { layer: this.#layer, start: frame.start, end, syntax: JSON_SYNTAX };
    this.#add(
      frame.entries === undefined
        ? arrayNode(place, frame.items)
        : objectNode(place, frame.entries, undefined, frame.hasUnknownMembers),
    );
  }

  #add(node: Node): void {
    const frame = this.#open.at(-1);
    if (frame === undefined) this.root ??= node;
    else if (frame.entries === undefined) frame.items.push(node);
    else this.#addEntry(frame.entries, frame, node);
  }

  #addEntry(entries: Entry[], frame: Frame, value: Node): void {
    const key = frame.key;
    frame.key = undefined;
    if (key === undefined) return;
    if (this.#placeholders.get(key.start)?.role === 'member') frame.hasUnknownMembers = true;
    else entries.push({ key, value });
  }
}

function literalNode(place: Place, value: unknown): Node {
  switch (typeof value) {
    case 'string':
      return textNode(place, value);
    case 'number':
      return numberNode(place, value);
    case 'boolean':
      return booleanNode(place, value);
    default:
      return nullNode(place);
  }
}

function textNode(place: Place, value: string): Node {
  if (!hasPlaceholder(value)) return stringNode(place, value, JSON_TEXT);
  return unknownNode(place, describePlaceholders(value), { template: value, text: JSON_TEXT });
}

function bareNode(place: Place): Node {
  const range = { start: place.start, end: place.end };
  const text = place.layer.text.slice(range.start, range.end);
  return unknownNode(place, describePlaceholders(text), { template: text, bare: true, text: { kind: 'slice' } });
}

/** By the parser's error codes, which it declares as an ambient `const enum`. */
const PROBLEMS: Readonly<Record<number, string>> = {
  1: 'this is not a JSON value',
  2: 'this number is malformed',
  3: 'a key in double quotes is expected here',
  4: 'a value is expected here',
  5: 'a colon is expected here',
  6: 'a comma is expected here',
  7: 'a closing brace is missing here',
  8: 'a closing bracket is missing here',
  9: 'the text should end here',
  10: 'a comment is not allowed here',
  11: 'this comment is never closed',
  12: 'this string is never closed on its line',
  13: 'this number is cut off',
  14: 'this Unicode escape is malformed',
  15: 'this escape sequence does not exist in JSON',
  16: 'this control character must be escaped in a JSON string',
};
