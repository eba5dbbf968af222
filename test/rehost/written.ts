/** A JSON value written in some format, with the place of every key and value, and of the characters of each string. */
import type { Encoded, Span } from './encoding.ts';
import { placeOf } from './encoding.ts';

export interface WrittenPlace {
  readonly key?: Span | undefined;
  readonly value: Span;
  /** Of a string: where its text stands. */
  readonly text?: { readonly encoded: Encoded; readonly at: number } | undefined;
  /** The value runs on to the end of its last line, whose break may or may not count. */
  readonly isBlock?: boolean | undefined;
}

/** By JSON pointer. */
export type WrittenPlaces = Map<string, WrittenPlace>;

export interface Written {
  readonly text: string;
  readonly places: ReadonlyMap<string, WrittenPlace>;
}

/** What a finding marks: a key, a value, or a range of a string's text. */
export interface MarkedPart {
  readonly pointer: string;
  readonly part: 'key' | 'value' | Span;
}

export interface MarkedSpan extends Span {
  readonly isBlock: boolean;
}

export function locate({ places }: Written, { pointer, part }: MarkedPart): MarkedSpan {
  const place = places.get(pointer);
  if (place === undefined) throw new TypeError(`nothing was written at ${pointer}`);
  const isBlock = place.isBlock ?? false;
  if (part === 'value') return { ...place.value, isBlock };
  if (part === 'key') {
    if (place.key === undefined) throw new TypeError(`no key was written at ${pointer}`);
    return { ...place.key, isBlock: false };
  }
  if (place.text === undefined) throw new TypeError(`no string was written at ${pointer}`);
  const { start, end } = placeOf(place.text.encoded, part);
  return { start: start + place.text.at, end: end + place.text.at, isBlock: false };
}
