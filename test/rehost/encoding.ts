/**
 * Text written inside other text by this test's own rules, with the place of every UTF-16 unit in what was written.
 * Knows nothing of the layers and codecs under test.
 */
import type { Random } from './random.ts';

export interface Span {
  readonly start: number;
  readonly end: number;
}

/** `text` stands for an inner text; `starts[i]` to `ends[i]` is what stands for its unit `i`. */
export interface Encoded {
  readonly text: string;
  readonly starts: readonly number[];
  readonly ends: readonly number[];
}

export type Encoder = (text: string) => Encoded;

export class EncodedText implements Encoded {
  text = '';
  readonly starts: number[] = [];
  readonly ends: number[] = [];

  /** Characters that stand for nothing: quotes, indentation. */
  filler(text: string): this {
    this.text += text;
    return this;
  }

  /** Characters that stand for the next `units` of the inner text, all or none. */
  write(text: string, units = 1): this {
    const start = this.text.length;
    this.text += text;
    for (let i = 0; i < units; i++) {
      this.starts.push(start);
      this.ends.push(this.text.length);
    }
    return this;
  }
}

/** What `inner` wrote, written once more by `outer`. */
export function encodeAgain(inner: Encoded, outer: Encoder): Encoded {
  const written = outer(inner.text);
  return {
    text: written.text,
    starts: inner.starts.map((start) => written.starts[start] ?? written.text.length),
    ends: inner.ends.map((end) => written.ends[end - 1] ?? 0),
  };
}

/** Where the inner range stands. */
export function placeOf({ starts, ends }: Encoded, { start, end }: Span): Span {
  return { start: starts[start] ?? -1, end: ends[end - 1] ?? -1 };
}

/** Leaves every character as it is. */
export function verbatim(text: string): Encoded {
  const encoded = new EncodedText();
  for (const unit of text.split('')) encoded.write(unit);
  return encoded;
}

/** `${Name}` becomes `${!Name}`, which `Fn::Sub` reads as the text `${Name}`. */
export function subText(text: string): Encoded {
  const encoded = new EncodedText();
  for (let i = 0; i < text.length; i++) {
    encoded.write(text[i] ?? '');
    if (text[i] === '{' && text[i - 1] === '$') encoded.filler('!');
  }
  return encoded;
}

const JSON_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\b': '\\b',
  '\f': '\\f',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** A JSON string with its quotes; now and then a character is escaped without need. */
export function jsonString(text: string, random: Random): Encoded {
  const encoded = new EncodedText().filler('"');
  for (const character of text) {
    // Half a pair left as it is would be no UTF-8.
    const escapes = mayBeEscaped(character) && random.chance(0.01);
    for (const unit of character.split('')) {
      encoded.write(JSON_ESCAPES[unit] ?? (escapes || unit < ' ' ? `\\u${hex(unit, 4)}` : slash(unit, random)));
    }
  }
  return encoded.filler('"');
}

/** A string literal of TypeScript, in single quotes. */
export function scriptString(text: string): Encoded {
  const encoded = new EncodedText().filler("'");
  for (const unit of text.split('')) {
    const isPlain = unit >= ' ' && unit !== "'" && unit !== '\\';
    encoded.write(isPlain ? unit : unit < ' ' ? `\\x${hex(unit, 2)}` : `\\${unit}`);
  }
  return encoded.filler("'");
}

/** An escaped `${` is no placeholder to CloudFormation, which reads the text before JSON does. */
function mayBeEscaped(character: string): boolean {
  return !'${}'.includes(character);
}

function slash(unit: string, random: Random): string {
  return unit === '/' && random.chance(0.1) ? '\\/' : unit;
}

const YAML_ESCAPES: Readonly<Record<string, string>> = {
  '"': '\\"',
  '\\': '\\\\',
  '\n': '\\n',
  '\r': '\\r',
  '\t': '\\t',
};

/** Where a space may become a line break: the breaks of a flow scalar take the blanks around them. */
const WORD = /[\w.,;]/;

/**
 * A double-quoted YAML scalar. With `indentation` it may run over several lines, and the line breaks of the text, which
 * must be white space of JSON, are written as such.
 */
export function yamlDoubleQuoted(text: string, random: Random, indentation?: string): Encoded {
  const encoded = new EncodedText().filler('"');
  for (let i = 0; i < text.length; i++) {
    const unit = text[i] ?? '';
    const pair = /^[\uD800-\uDBFF][\uDC00-\uDFFF]/.exec(text.slice(i, i + 2))?.[0];
    if (pair !== undefined && random.chance(0.3)) {
      encoded.write(`\\U${(pair.codePointAt(0) ?? 0).toString(16).padStart(8, '0')}`, 2);
      i++;
    } else if (pair !== undefined) {
      encoded.write(unit).write(pair[1] ?? '');
      i++;
    } else if (indentation !== undefined && breaksAt(text, i, random)) {
      encoded.write(`\n${indentation}`);
    } else {
      if (indentation !== undefined && /\w/.test(unit) && random.chance(0.005)) encoded.filler(`\\\n${indentation}`);
      encoded.write(YAML_ESCAPES[unit] ?? yamlUnit(unit, random));
    }
  }
  return encoded.filler('"');
}

function yamlUnit(unit: string, random: Random): string {
  if (unit < ' ' || (unit < '\x7F' && random.chance(0.005))) return `\\x${hex(unit, 2)}`;
  return random.chance(0.005) ? `\\u${hex(unit, 4)}` : unit;
}

function breaksAt(text: string, at: number, random: Random): boolean {
  if (text[at] === '\n') return true;
  return text[at] === ' ' && WORD.test(text[at - 1] ?? '') && WORD.test(text[at + 1] ?? '') && random.chance(0.1);
}

/** A single-quoted YAML scalar, over several lines as `yamlDoubleQuoted`. */
export function yamlSingleQuoted(text: string, random: Random, indentation?: string): Encoded {
  const encoded = new EncodedText().filler("'");
  for (const [i, unit] of text.split('').entries()) {
    if (indentation !== undefined && breaksAt(text, i, random)) encoded.write(`\n${indentation}`);
    else encoded.write(unit === "'" ? "''" : unit);
  }
  return encoded.filler("'");
}

/** The lines of a literal block scalar without its header. */
export function literalLines(text: string, indentation: string, newline = '\n'): Encoded {
  const encoded = new EncodedText().filler(newline);
  let isLineStart = true;
  for (const unit of text.split('')) {
    if (unit !== '\n' && isLineStart) encoded.filler(indentation);
    encoded.write(unit === '\n' ? newline : unit);
    isLineStart = unit === '\n';
  }
  return encoded;
}

/**
 * The lines of a folded block scalar without its header. A text without line breaks is broken at single spaces. In one
 * with line breaks each becomes one more than there is, unless `isJson`, whose line breaks may as well be spaces.
 */
export function foldedLines(text: string, indentation: string, random: Random, isJson = false): Encoded {
  const encoded = new EncodedText().filler('\n');
  let isLineStart = true;
  for (const [i, unit] of text.split('').entries()) {
    const isBreak = unit === '\n' || (!text.includes('\n') && breaksAt(text, i, random));
    if (!isBreak && isLineStart) encoded.filler(indentation);
    const opensRun = unit === '\n' && text[i - 1] !== '\n' && !isJson;
    if (isBreak) encoded.write(opensRun ? '\n\n' : '\n');
    else encoded.write(unit);
    isLineStart = isBreak;
  }
  return encoded;
}

function hex(unit: string, width: number): string {
  return unit.charCodeAt(0).toString(16).padStart(width, '0');
}
