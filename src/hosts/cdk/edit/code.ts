/**
 * Code that a fix writes: values and calls, laid out in the style of the file, which is read from its text: quotes,
 * indentation, semicolons, trailing commas.
 */
import type { Program } from '../../../script/parse.ts';
import { scriptStringCodec } from '../../../text/codecs/script-string.ts';
import type { Data } from '../../../tree/syntax.ts';
import type { ScriptLayer } from './script-layer.ts';
import { endsWithCommas } from './usage.ts';

/** As the name of an entry: its value is an object whose members are spread there. No name of JSON is like it. */
export const SPREAD = '\0...';

/** `raw` is an expression on one line. */
export type Code =
  | { readonly kind: 'raw'; readonly text: string }
  | { readonly kind: 'object'; readonly entries: readonly (readonly [name: string, value: Code])[] }
  | { readonly kind: 'list'; readonly items: readonly Code[] }
  /** `new X` or the name of a function, and its one argument. */
  | { readonly kind: 'call'; readonly callee: string; readonly argument: Code };

export interface FileStyle {
  readonly quote: string;
  readonly semicolon: string;
  /** What stands behind the last member that has a line of its own. */
  readonly trailing: string;
  readonly step: string;
  readonly newline: string;
  /** Inside the braces of an object on one line. */
  readonly padding: string;
}

/** Longest line that is written. */
const LONGEST_LINE = 100;

const STYLES = new WeakMap<Program, FileStyle>();

export function styleOf(layer: ScriptLayer): FileStyle {
  const style = STYLES.get(layer.program) ?? readStyle(layer);
  STYLES.set(layer.program, style);
  return style;
}

function readStyle({ text, program }: ScriptLayer): FileStyle {
  const count = (pattern: RegExp): number => text.match(pattern)?.length ?? 0;
  const statement = program.body[0];
  const ends = statement === undefined ? ';' : text.charAt(statement.end - 1);
  return {
    quote: quoteOf(text, program) ?? (count(/'/g) >= count(/"/g) ? "'" : '"'),
    semicolon: ends === ';' ? ';' : '',
    trailing: endsWithCommas(program, text) ? ',' : '',
    step: /^([ \t]*)[^\n]*[{([][ \t]*\r?\n\1([ \t]+)\S/m.exec(text)?.[2] ?? '  ',
    newline: text.includes('\r\n') ? '\r\n' : '\n',
    padding: /\{\S[^\n{}]*\S\}/.test(text) && !/\{ \S/.test(text) ? '' : ' ',
  };
}

/** That of the first import. */
function quoteOf(text: string, { body }: Program): string | undefined {
  const first = body.find(({ type }) => type === 'ImportDeclaration');
  if (first?.type === 'ImportDeclaration') return text.charAt(first.source.start);
  return /\brequire\(\s*(['"])/.exec(text)?.[1];
}

export function raw(text: string): Code {
  return { kind: 'raw', text };
}

/** A text as a literal. */
export function quoted(text: string, { quote }: FileStyle): string {
  return scriptStringCodec.rewrite?.(text, quote + quote) as string;
}

export function codeOf(value: Data, style: FileStyle): Code {
  if (typeof value === 'string') return raw(quoted(value, style));
  if (value === null || typeof value !== 'object') return raw(String(value));
  if (isList(value)) return { kind: 'list', items: value.map((item) => codeOf(item, style)) };
  return { kind: 'object', entries: Object.entries(value).map(([name, item]) => [name, codeOf(item, style)]) };
}

function isList(value: Data): value is readonly Data[] {
  return Array.isArray(value);
}

/** A name as the key of an object. */
export function keyText(name: string, style: FileStyle, isQuoted = false): string {
  return !isQuoted && /^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name, style);
}

/** What stands in front of the value of an entry. */
function lead(name: string, style: FileStyle, isQuoted: boolean): string {
  return name === SPREAD ? '...' : `${keyText(name, style, isQuoted)}: `;
}

export function flat(code: Code, style: FileStyle, isQuoted = false): string {
  switch (code.kind) {
    case 'raw':
      return code.text;
    case 'list':
      return `[${code.items.map((item) => flat(item, style, isQuoted)).join(', ')}]`;
    case 'call':
      return `${code.callee}(${flat(code.argument, style)})`;
    case 'object': {
      const entries = code.entries.map(([name, value]) => lead(name, style, isQuoted) + flat(value, style, isQuoted));
      return entries.length === 0 ? '{}' : `{${style.padding}${entries.join(', ')}${style.padding}}`;
    }
  }
}

/** On one line where that fits behind `used` characters, else with a line for each member. */
export function laidOut(code: Code, style: FileStyle, indent: string, used: number, isQuoted = false): string {
  const line = flat(code, style, isQuoted);
  if (code.kind === 'raw' || used + line.length <= LONGEST_LINE || line === '{}' || line === '[]') return line;
  if (code.kind === 'call')
    return `${code.callee}(${laidOut(code.argument, style, indent, used + code.callee.length + 2)})`;
  const inner = indent + style.step;
  const parts =
    code.kind === 'list'
      ? code.items.map((item) => laidOut(item, style, inner, inner.length, isQuoted))
      : code.entries.map(([name, value]) => {
          const key = lead(name, style, isQuoted);
          return key + laidOut(value, style, inner, inner.length + key.length, isQuoted);
        });
  const [open, close] = code.kind === 'list' ? ['[', ']'] : ['{', '}'];
  const lines = parts.map((part) => style.newline + inner + part).join(',');
  return open + lines + style.trailing + style.newline + indent + close;
}
