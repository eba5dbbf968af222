/**
 * Writes YAML with every style of scalar that a value allows, chosen by chance, as blocks or as flow collections.
 * Plain scalars keep to what every YAML 1.1 reader takes for text.
 */
import { EncodedText, foldedLines, literalLines, verbatim, yamlDoubleQuoted, yamlSingleQuoted } from './encoding.ts';
import type { Encoded } from './encoding.ts';
import type { Random } from './random.ts';
import { childPointer, isObject } from '../support/json-value.ts';
import type { JsonObject, JsonValue } from '../support/json-value.ts';
import type { Written, WrittenPlaces } from './written.ts';

export interface YamlLayout {
  readonly style: 'block' | 'flow';
  /** Column of the first entry, which is where the text begins. */
  readonly column: number;
}

export function writeYaml(value: JsonValue, random: Random, { style, column }: YamlLayout): Written {
  const writer = new YamlWriter(random);
  if (style === 'flow') writer.flow(value, '', column);
  else writer.block(value, '', column);
  return { text: writer.text, places: writer.places };
}

const WORDS_OF_OTHER_TYPES = /^(?:y|n|yes|no|on|off|true|false|null|~)$/i;
const PLAIN_IN_FLOW = /^[A-Za-z$/][\w $./:()'-]*$/;
const PLAIN_IN_BLOCK = /^[A-Za-z$/][\w $./:()'{}-]*$/;

function isPlain(text: string, inFlow: boolean): boolean {
  if (WORDS_OF_OTHER_TYPES.test(text) || !(inFlow ? PLAIN_IN_FLOW : PLAIN_IN_BLOCK).test(text)) return false;
  return !/: | #|[: ]$/.test(text);
}

/** What may stand in a scalar without escapes. */
function isPrintable(text: string): boolean {
  return !/[^\x20-\x7E\n\xA0-\uD7FF\u{10000}-\u{10FFFF}]/u.test(text) && !/[\u2028\u2029\uFEFF]/.test(text);
}

/** Whether every line begins and ends with a character that is no blank, and the text with none of its line breaks. */
function isBlockText(text: string): boolean {
  return isPrintable(text) && /^[^\s#]/.test(text) && !/[ \t](?:\n|$)|\n[ \t]|\n\n$/.test(text);
}

class YamlWriter {
  text = '';
  readonly places: WrittenPlaces = new Map();
  readonly #random: Random;
  /** Whether lists stand under their key or further in. */
  readonly #listIndent: 0 | 2;

  constructor(random: Random) {
    this.#random = random;
    this.#listIndent = random.pick([0, 2]);
  }

  /** A value whose entries, if it has any, begin at `column`, where the text is now. */
  block(value: JsonValue, pointer: string, column: number): void {
    const isEmpty = (isObject(value) || Array.isArray(value)) && Object.keys(value).length === 0;
    if (isEmpty || (!isObject(value) && !Array.isArray(value))) {
      this.flow(value, pointer, column);
      return;
    }
    const start = this.text.length;
    if (isObject(value)) this.#blockObject(value, pointer, column);
    else this.#blockList(value as readonly JsonValue[], pointer, column);
    this.#place(pointer, start, { isBlock: true });
  }

  #blockObject(value: JsonObject, pointer: string, column: number): void {
    for (const [i, [name, member]] of Object.entries(value).entries()) {
      if (i > 0) this.#line(column, true);
      const child = childPointer(pointer, name);
      this.#key(name, child, false);
      this.text += ':';
      this.#member(member, child, column);
    }
  }

  #member(value: JsonValue, pointer: string, column: number): void {
    const isCollection = (isObject(value) || Array.isArray(value)) && Object.keys(value).length > 0;
    if (isCollection && !this.#random.chance(0.1)) {
      const inner = column + (isObject(value) ? 2 : this.#listIndent);
      this.#line(inner, true);
      this.block(value, pointer, inner);
      return;
    }
    this.text += ' ';
    if (typeof value === 'string') this.#string(value, pointer, column, false);
    else this.flow(value, pointer, column);
  }

  #blockList(items: readonly JsonValue[], pointer: string, column: number): void {
    for (const [i, item] of items.entries()) {
      if (i > 0) this.#line(column, true);
      this.text += '- ';
      const child = childPointer(pointer, i);
      if (typeof item === 'string') this.#string(item, child, column, false);
      else this.block(item, child, column + 2);
    }
  }

  flow(value: JsonValue, pointer: string, column: number): void {
    const start = this.text.length;
    if (typeof value === 'string') {
      this.#string(value, pointer, column, true);
      return;
    }
    if (Array.isArray(value)) {
      const items = value as readonly JsonValue[];
      this.#members('[', ']', items, column, (item, i) => this.flow(item, childPointer(pointer, i), column + 2));
    } else if (isObject(value)) {
      this.#members('{', '}', Object.entries(value), column, ([name, member]) => {
        const child = childPointer(pointer, name);
        this.#key(name, child, true);
        this.text += ': ';
        this.flow(member, child, column + 2);
      });
    } else {
      this.text += JSON.stringify(value);
    }
    this.#place(pointer, start);
  }

  #members<T>(
    open: string,
    close: string,
    items: readonly T[],
    column: number,
    write: (item: T, index: number) => void,
  ): void {
    this.text += open;
    for (const [i, item] of items.entries()) {
      if (i > 0) this.text += ', ';
      if (this.#random.chance(0.3)) this.#line(column + 2, false);
      write(item, i);
    }
    this.text += close;
  }

  #key(name: string, pointer: string, inFlow: boolean): void {
    const start = this.text.length;
    const quoted = this.#random.chance(0.2) || !isPlain(name, inFlow);
    const canBeSingle = isPrintable(name) && !name.includes('\n');
    const isSingle = quoted && canBeSingle && this.#random.chance(0.5);
    const encoded = isSingle ? yamlSingleQuoted(name, this.#random) : yamlDoubleQuoted(name, this.#random);
    this.text += quoted ? encoded.text : name;
    this.places.set(pointer, { key: { start, end: this.text.length }, value: { start, end: start } });
  }

  #string(value: string, pointer: string, column: number, inFlow: boolean): void {
    const at = this.text.length;
    const { encoded, isBlock } = this.#scalar(value, column, inFlow);
    this.text += encoded.text;
    this.#place(pointer, at, { text: { encoded, at }, isBlock });
  }

  #scalar(value: string, column: number, inFlow: boolean): { readonly encoded: Encoded; readonly isBlock: boolean } {
    const random = this.#random;
    const indentation = ' '.repeat(column + 2);
    const canBeBlock = !inFlow && isBlockText(value);
    const canBeSingle = isPrintable(value) && !value.includes('\n');
    if (canBeBlock && (value.includes('\n') || random.chance(0.2))) {
      return { encoded: blockScalar(value, ' '.repeat(column + random.pick([1, 2, 4])), random), isBlock: true };
    }
    if (isPlain(value, inFlow) && random.chance(0.7)) return { encoded: verbatim(value), isBlock: false };
    const lines = value.includes('\n') ? undefined : indentation;
    const isSingle = canBeSingle && random.chance(0.5);
    const encoded = isSingle ? yamlSingleQuoted(value, random, lines) : yamlDoubleQuoted(value, random, lines);
    return { encoded, isBlock: false };
  }

  #line(column: number, allowsComment: boolean): void {
    const start = `\n${' '.repeat(column)}`;
    if (allowsComment && this.#random.chance(0.03)) this.text += `${start}# States: {`;
    this.text += start;
  }

  #place(
    pointer: string,
    start: number,
    more: { text?: { encoded: Encoded; at: number }; isBlock?: boolean } = {},
  ): void {
    const key = this.places.get(pointer)?.key;
    this.places.set(pointer, { key, value: { start, end: this.text.length }, ...more });
  }
}

/** A literal or folded scalar. The line break after it is written by whatever comes next. */
function blockScalar(value: string, indentation: string, random: Random): Encoded {
  const chomping = value.endsWith('\n') ? '' : '-';
  const body = chomping === '' ? value.slice(0, -1) : value;
  const isLiteral = random.chance(0.5);
  const lines = isLiteral ? literalLines(body, indentation) : foldedLines(body, indentation, random);
  const header = `${isLiteral ? '|' : '>'}${chomping}${random.chance(0.1) ? ' # as it is' : ''}`;
  const encoded = new EncodedText().filler(header + lines.text);
  const shift = header.length;
  encoded.starts.push(...lines.starts.map((start) => start + shift));
  encoded.ends.push(...lines.ends.map((end) => end + shift));
  if (chomping === '') encoded.write('');
  return encoded;
}
