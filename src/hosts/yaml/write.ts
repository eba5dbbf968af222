/**
 * Data as YAML text, by the `yaml` library, in the style of the text around it: indentation, quotes, and whether lists
 * are indented under their key.
 */
import { Document, Scalar, isMap, isScalar, isSeq, visit } from 'yaml';
import { plainFault } from '../../text/codecs/yaml-plain.ts';
import { escapeDoubleQuoted } from '../../text/codecs/yaml-escapes.ts';
import { hasPlaceholder } from '../../text/placeholders.ts';
import type { Layer } from '../../text/layer.ts';
import { membersOf } from '../../tree/syntax.ts';
import type { Collection, Data } from '../../tree/syntax.ts';
import { newlineOf } from '../bracket-layout.ts';
import type { Spelling } from '../bracket-writer.ts';

export interface YamlStyle {
  readonly newline: string;
  /** Columns that a level of nesting adds. */
  readonly step: number;
  /** Whether the items of a list stand further in than its key. */
  readonly indentsLists: boolean;
  readonly quote: 'single' | 'double';
  /** Whether texts are quoted that need not be. */
  readonly quotesAll: boolean;
}

/** How much of a long text is looked at for its habits. */
const SAMPLE = 20_000;

/** How many members are asked for theirs. */
const ASKED = 20;

const NESTED = /^( *)(?:- )*[^\s#-][^\n]*:[ \t]*\r?\n( +)[^\s#-]/m;
const LIST = /^( *)[^\s#-][^\n]*:[ \t]*\r?\n( *)- /m;

/** What a whole text is in the habit of. */
interface Habits {
  readonly step: number;
  readonly indentsLists: boolean;
  readonly quote: YamlStyle['quote'];
}

const HABITS = new WeakMap<Layer, Habits>();

export function styleOf(collection: Collection): YamlStyle {
  const { layer } = collection;
  const habits = HABITS.get(layer) ?? habitsOf(layer.text.slice(0, SAMPLE));
  HABITS.set(layer, habits);
  const quotes = membersOf(collection)
    .slice(0, ASKED)
    .flatMap(({ value }) => (value.kind === 'string' ? [layer.text[value.start]] : []));
  const near = quotes.find((quote) => quote === '"' || quote === "'");
  const isPlain = quotes.length === 0 || quotes.some((quote) => quote !== '"' && quote !== "'");
  return {
    newline: newlineOf(layer),
    step: habits.step,
    indentsLists: habits.indentsLists,
    quote: near === undefined ? habits.quote : near === "'" ? 'single' : 'double',
    quotesAll: !isPlain,
  };
}

function habitsOf(sample: string): Habits {
  const [, outer = '', inner = ''] = NESTED.exec(sample) ?? [];
  const [, listOuter = '', listInner] = LIST.exec(sample) ?? [];
  const single = sample.match(/[:-] '/g)?.length ?? 0;
  const double = sample.match(/[:-] "/g)?.length ?? 0;
  return {
    step: Math.max(1, inner.length > outer.length ? inner.length - outer.length : 2),
    indentsLists: listInner === undefined || listInner.length > listOuter.length,
    quote: single > double ? 'single' : 'double',
  };
}

/** The lines of a value in block style without their indentation; a scalar may take several. */
export function writeBlock(value: Data, style: YamlStyle): readonly string[] {
  const document = new Document(value, { version: '1.1', aliasDuplicateObjects: false });
  visit(document, {
    Scalar: (key, node) => {
      if (typeof node.value !== 'string' || key === 'key') return;
      if (hasPlaceholder(node.value) || (style.quotesAll && !node.value.includes('\n'))) {
        node.type = style.quote === 'single' ? Scalar.QUOTE_SINGLE : Scalar.QUOTE_DOUBLE;
      }
    },
    Collection: (_, node) => {
      node.flow = node.items.length === 0;
    },
  });
  const text = document.toString({
    indent: style.step,
    indentSeq: style.indentsLists,
    lineWidth: 0,
    singleQuote: style.quote === 'single',
    blockQuote: 'literal',
  });
  return text.replace(/\n$/, '').split('\n');
}

/** Whether a value takes lines of its own under its key. */
export function isNested(value: Data): boolean {
  if (typeof value !== 'object' || value === null) return false;
  const { contents } = new Document(value);
  return (isMap(contents) || isSeq(contents)) && !isScalar(contents) && contents.items.length > 0;
}

/** Names and texts within `{…}` and `[…]`. */
export function flowSpelling(collection: Collection): Spelling {
  const { text } = collection.layer;
  const style = styleOf(collection);
  const keys = collection.kind === 'object' ? collection.entries.map(({ key }) => text[key.start]) : [];
  const quotesKeys = keys.length > 0 && keys.every((quote) => quote === '"' || quote === "'");
  const spell = (value: string, quoted: boolean): string => {
    if (!quoted && !hasPlaceholder(value) && plainFault(value, true) === undefined && !/[\r\n]/.test(value))
      return value;
    const isSimple = /^[\x20-\x7e]*$/.test(value);
    if (style.quote === 'single' && isSimple) return `'${value.replaceAll("'", "''")}'`;
    return `"${escapeDoubleQuoted(value)}"`;
  };
  return {
    key: (name) => spell(name, quotesKeys),
    text: (value) => spell(value, style.quotesAll || quotesKeys),
  };
}
