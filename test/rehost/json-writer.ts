/** Writes JSON in several layouts: on one line, indented, or with comments and trailing commas. */
import { EncodedText, jsonString } from './encoding.ts';
import type { Encoded } from './encoding.ts';
import type { Random } from './random.ts';
import { childPointer, isObject } from '../support/json-value.ts';
import type { JsonValue } from '../support/json-value.ts';
import type { Written, WrittenPlaces } from './written.ts';

export interface JsonLayout {
  readonly style: 'compact' | 'indented' | 'commented';
  readonly newline?: '\n' | '\r\n';
  /** Placeholders to write for the values at these pointers. */
  readonly instead?: ReadonlyMap<string, string>;
}

export function writeJson(value: JsonValue, random: Random, layout: JsonLayout): Written {
  const writer = new JsonWriter(random, layout);
  writer.value(value, '', 0);
  return { text: writer.text, places: writer.places };
}

class JsonWriter {
  text = '';
  readonly places: WrittenPlaces = new Map();
  readonly #random: Random;
  readonly #style: JsonLayout['style'];
  readonly #newline: string;
  readonly #instead: ReadonlyMap<string, string>;

  constructor(random: Random, layout: JsonLayout) {
    this.#random = random;
    this.#style = layout.style;
    this.#newline = layout.newline ?? '\n';
    this.#instead = layout.instead ?? new Map();
  }

  value(value: JsonValue, pointer: string, depth: number): void {
    const start = this.text.length;
    const key = this.places.get(pointer)?.key;
    const instead = this.#instead.get(pointer);
    if (typeof value === 'string') {
      const encoded = instead === undefined ? jsonString(value, this.#random) : placeholderString(instead, value);
      this.text += encoded.text;
      this.places.set(pointer, { key, value: { start, end: this.text.length }, text: { encoded, at: start } });
      return;
    }
    if (instead !== undefined) this.text += instead;
    else if (Array.isArray(value)) this.#list(value as readonly JsonValue[], pointer, depth);
    else if (isObject(value)) this.#object(Object.entries(value), pointer, depth);
    else this.text += JSON.stringify(value);
    this.places.set(pointer, { key, value: { start, end: this.text.length } });
  }

  #list(items: readonly JsonValue[], pointer: string, depth: number): void {
    this.#members('[', ']', items, depth, (item, i) => this.value(item, childPointer(pointer, i), depth + 1));
  }

  #object(entries: readonly (readonly [string, JsonValue])[], pointer: string, depth: number): void {
    this.#members('{', '}', entries, depth, ([name, value]) => {
      const child = childPointer(pointer, name);
      const start = this.text.length;
      this.text += jsonString(name, this.#random).text;
      this.places.set(child, { key: { start, end: this.text.length }, value: { start, end: start } });
      this.text += this.#style === 'commented' && this.#random.chance(0.1) ? ' /* : */ : ' : ': ';
      this.value(value, child, depth + 1);
    });
  }

  #members<T>(
    open: string,
    close: string,
    items: readonly T[],
    depth: number,
    write: (item: T, index: number) => void,
  ): void {
    this.text += open;
    for (const [i, item] of items.entries()) {
      if (i > 0) this.text += this.#style === 'compact' ? ', ' : ',';
      this.#line(depth + 1);
      write(item, i);
    }
    if (items.length > 0) {
      if (this.#style === 'commented' && this.#random.chance(0.3)) this.text += ',';
      this.#line(depth);
    }
    this.text += close;
  }

  #line(depth: number): void {
    if (this.#style === 'compact') return;
    const start = this.#newline + '  '.repeat(depth);
    if (this.#style === 'commented' && this.#random.chance(0.1))
      this.text += ` // ${NOTES[this.#random.below(3)] ?? ''}`;
    if (this.#style === 'commented' && this.#random.chance(0.05)) this.text += `${start}/* "States": { */`;
    this.text += start;
  }
}

/** A string whose text comes in through a placeholder, which stands for all of it. */
function placeholderString(placeholder: string, text: string): Encoded {
  return new EncodedText().filler('"').write(placeholder, text.length).filler('"');
}

const NOTES = ['keep this', '"quoted": {', 'https://example.com/*'];
