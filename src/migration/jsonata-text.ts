/**
 * Writes the expressions of a handler as JSONata that means the same in a state: no value is turned into text, no list
 * is flattened, nothing that is absent is passed over. What is not known to be of the kind that an operation needs is
 * tested where it is used, and fails there. Throws `Unwritable` for what has no such form.
 *
 * Every expression made here yields a value or fails; only JavaScript's `undefined` yields nothing.
 */
import { ALL_KINDS, keyOf, somePart } from '../handlers/ir.ts';
import type { Expr, ExprOf, Kind, Otherwise } from '../handlers/ir.ts';
import { describeExpr } from '../handlers/describe.ts';
import { stripPattern } from '../handlers/evaluate.ts';
import { kindsOf } from '../handlers/kinds.ts';
import type { KnownKinds } from '../handlers/kinds.ts';
import type { Range } from '../text/source-file.ts';

export class Unwritable extends Error {
  readonly range: Range;
  readonly unblock: string;
  readonly gate: 'pure-ops' | 'types' | 'result-use' | 'context' | 'errors' | 'nondet';

  constructor(message: string, unblock: string, range: Range, gate: Unwritable['gate'] = 'pure-ops') {
    super(message);
    this.range = range;
    this.unblock = unblock;
    this.gate = gate;
  }
}

/** Where a value of another kind would have been turned into text by the source. */
export interface Difference extends Range {
  readonly what: string;
}

export interface WriterOptions {
  /** Text of `event`, and of the reply of a call. */
  readonly roots: { readonly event: string; readonly reply: (call: number) => string };
  /** How an expression of the state itself is written. */
  readonly code: (text: string) => string;
  /** Kinds that are known without a test, `missing` among them where there may be nothing. */
  readonly known: KnownKinds;
  /** The name that a member of the reply has in the result of the task. */
  readonly replyKey: (of: Expr, key: string) => string;
}

/** JSONata and how tightly it binds: an atom needs no parentheses. */
interface Code {
  readonly text: string;
  readonly isAtom: boolean;
}

const atom = (text: string): Code => ({ text, isAtom: true });
const loose = (text: string): Code => ({ text, isAtom: false });

export class JsonataWriter {
  readonly differences: Difference[] = [];
  /** What a test before has made sure of, by the key of the expression. */
  readonly facts: Map<string, readonly Kind[]>;
  readonly #options: WriterOptions;
  #nextName = 0;

  constructor(options: WriterOptions, facts?: ReadonlyMap<string, readonly Kind[]>) {
    this.#options = options;
    this.facts = new Map(facts);
  }

  kinds(expr: Expr): readonly Kind[] {
    return kindsOf(expr, (part) => this.facts.get(keyOf(part)) ?? this.#options.known(part));
  }

  isOnly(expr: Expr, kinds: readonly Kind[]): boolean {
    return this.kinds(expr).every((kind) => kinds.includes(kind));
  }

  /** Whether a read is known to find something. */
  isPresent(expr: Expr): boolean {
    if (expr.kind === 'property' || expr.kind === 'element') return !this.kinds(expr).includes('missing');
    if (expr.kind === 'code') return expr.kinds !== undefined || this.facts.has(keyOf(expr));
    if (expr.kind !== 'member' && expr.kind !== 'index') return true;
    const known = this.facts.get(keyOf(expr)) ?? this.#options.known(expr);
    return known !== undefined && !known.includes('missing');
  }

  /** `isLeaf`: where nothing fails by itself. */
  write(expr: Expr, isLeaf = false): string {
    return this.#code(expr, isLeaf).text;
  }

  /** As an operand of anything. */
  operand(expr: Expr): string {
    return this.#atom(expr);
  }

  #atom(expr: Expr): string {
    const { text, isAtom } = this.#code(expr, false);
    return isAtom ? text : `(${text})`;
  }

  #code(expr: Expr, isLeaf: boolean): Code {
    switch (expr.kind) {
      case 'literal':
        return literal(expr);
      case 'undefined':
        return atom('$lookup({}, "")');
      case 'event':
        return atom(this.#options.roots.event);
      case 'reply':
        return atom(this.#options.roots.reply(expr.call));
      case 'code':
        return this.#codeOf(expr, isLeaf);
      case 'item':
        return atom(`$${expr.name}`);
      case 'failed':
        throw new TypeError('writes a branch that is not settled');
      case 'deployed':
        throw new Unwritable(
          `the environment variable ${expr.variable} is part of a text, and is known at deployment only`,
          `Set ${expr.variable} to a fixed text in the template.`,
          expr,
          'context',
        );
      case 'member':
      case 'property':
        return this.#member(expr, isLeaf);
      case 'index':
      case 'element':
        return this.#index(expr, isLeaf);
      case 'get':
        return this.#get(expr);
      case 'lookup':
        return this.#lookup(expr);
      case 'object':
        return this.#object(expr);
      case 'array':
        return this.#array(expr);
      case 'concat':
        return this.#concat(expr);
      case 'conditional':
        return loose(
          `${this.#atom(expr.test)} ? ${this.#branch(expr.then, isLeaf)} : ${this.#branch(expr.otherwise, isLeaf)}`,
        );
      case 'either':
        return this.#either(expr);
      case 'map':
      case 'filter':
        return this.#map(expr);
      case 'ensure':
        return this.#ensured(expr.of, expr.kinds, expr.otherwise, isLeaf);
      case 'opaque':
        throw new Unwritable(expr.blocker.message, expr.blocker.unblock, expr.blocker.range);
      default:
        return this.#operation(expr, isLeaf);
    }
  }

  #branch(expr: Expr, isLeaf: boolean): string {
    const { text, isAtom } = this.#code(expr, isLeaf);
    return isAtom ? text : `(${text})`;
  }

  /** What gives nothing fails where it stood. */
  #codeOf(expr: ExprOf<'code'>, isLeaf: boolean): Code {
    const code = this.#options.code(expr.text);
    if (isLeaf || expr.kinds !== undefined || this.facts.has(keyOf(expr))) return atom(code);
    const name = `$v${String(++this.#nextName)}`;
    return atom(`(${name} := ${code}; $exists(${name}) ? ${name} : ${errorCall('a value of the payload is missing')})`);
  }

  // ---- reads --------------------------------------------------------------------------------------------------

  #member(expr: ExprOf<'member' | 'property'>, isLeaf: boolean): Code {
    const mayBeAbsent = expr.kind === 'property' || isLeaf || this.isPresent(expr);
    const kinds = baseKinds(expr);
    return this.#of(expr.of, kinds, expr.kind === 'property' ? this.otherwiseOfRead(expr.of, kinds) : 'fails', (of) => {
      const text = `${of}.${fieldName(this.#keyIn(expr))}`;
      return mayBeAbsent
        ? atom(text)
        : atom(`($exists(${text}) ? ${text} : ${errorCall(`${describeExpr(expr)} is missing`)})`);
    });
  }

  #keyIn({ of, key }: { readonly of: Expr; readonly key: string }): string {
    return this.#options.replyKey(of, key);
  }

  #index(expr: ExprOf<'index' | 'element'>, isLeaf: boolean): Code {
    const mayBeAbsent = isLeaf || expr.kind === 'element' || this.isPresent(expr);
    const isTextRead = expr.kind === 'index' && this.kinds(expr.of).includes('string') && expr.isBase !== true;
    const kinds = baseKinds(expr);
    const otherwise = expr.kind === 'element' ? this.otherwiseOfRead(expr.of, kinds) : isTextRead ? 'differs' : 'fails';
    return this.#of(expr.of, kinds, otherwise, (of) => {
      const base = /[\])]$/.test(of) && !of.startsWith('(') ? `(${of})` : of;
      const text = `${base}[${String(expr.index)}]`;
      return mayBeAbsent
        ? atom(text)
        : atom(`($exists(${text}) ? ${text} : ${errorCall(`${describeExpr(expr)} is missing`)})`);
    });
  }

  #get(expr: ExprOf<'get'>): Code {
    return this.#of(expr.of, ['object'], 'fails', (of) => {
      const text = `${of}.${fieldName(this.#keyIn(expr))}`;
      return loose(`$exists(${text}) ? ${text} : ${this.#branch(expr.otherwise, false)}`);
    });
  }

  /** Something of a value of known kind; of one that is not known, behind a test. */
  #of(of: Expr, kinds: readonly Kind[], otherwise: Otherwise, make: (text: string) => Code): Code {
    const isAbsentFine = kinds.includes('missing');
    if (this.isOnly(of, kinds)) return make(isAbsentFine ? this.#absentAtom(of) : this.#atom(of));
    const text = this.#code(of, true);
    this.#differ(of, kinds, otherwise);
    const [name, binding] = this.#named(text);
    const made = make(name);
    return atom(
      `(${binding}${typeTest(name, kinds)} ? ${made.text} : ${errorCall(`${describeExpr(of)} must be ${kindWords(kinds)}`)})`,
    );
  }

  /** What may give nothing, where that fails further on. */
  #absentAtom(expr: Expr): string {
    const { text, isAtom } = this.#code(expr, true);
    return isAtom ? text : `(${text})`;
  }

  #named(code: Code): readonly [name: string, binding: string] {
    if (code.isAtom && code.text.length <= 60) return [code.text, ''];
    const name = `$v${String(++this.#nextName)}`;
    return [name, `${name} := ${code.text}; `];
  }

  /** Whether all that a value may be beside some kinds is nothing, of which the source fails too. */
  failsOtherwise(of: Expr, kinds: readonly Kind[]): boolean {
    return (
      of.kind !== 'property' &&
      of.kind !== 'element' &&
      this.kinds(of).every((kind) => kind === 'missing' || kinds.includes(kind))
    );
  }

  /** JavaScript reads a member of anything but null and `undefined`. */
  otherwiseOfRead(of: Expr, kinds: readonly Kind[]): Otherwise {
    const others = this.kinds(of).filter((kind) => !kinds.includes(kind));
    return others.every((kind) => kind === 'missing' || kind === 'null') ? 'fails' : 'differs';
  }

  #differ(of: Expr, kinds: readonly Kind[], otherwise: Otherwise): void {
    if (otherwise === 'fails' || this.failsOtherwise(of, kinds)) return;
    this.differences.push({ what: `${describeExpr(of)} must be ${kindWords(kinds)}`, start: of.start, end: of.end });
  }

  #ensured(of: Expr, kinds: readonly Kind[], otherwise: Otherwise, isLeaf: boolean): Code {
    if (this.isOnly(of, kinds)) return this.#code(of, isLeaf);
    return this.#of(of, kinds, otherwise, atom);
  }

  #lookup({ table, key, otherwise, start, end }: ExprOf<'lookup'>): Code {
    const rows: Expr = { kind: 'object', items: table.map((row) => ({ kind: 'entry', ...row })), start, end };
    const found = `$lookup(${this.write(rows)}, ${this.#ensured(key, ['string'], 'fails', false).text})`;
    const name = `$v${String(++this.#nextName)}`;
    const absent =
      otherwise === undefined
        ? errorCall(`there is no entry for ${describeExpr(key)}`)
        : this.#branch(otherwise, false);
    return atom(`(${name} := ${found}; $exists(${name}) ? ${name} : ${absent})`);
  }

  // ---- values -------------------------------------------------------------------------------------------------

  #object({ items }: ExprOf<'object'>): Code {
    const groups: string[] = [];
    let entries: string[] = [];
    const flush = (): void => {
      if (entries.length > 0) groups.push(`{${entries.join(', ')}}`);
      entries = [];
    };
    for (const item of items) {
      if (item.kind === 'entry') {
        this.#checkOverwrites(item, items);
        entries.push(`${quoted(item.key)}: ${this.write(item.value)}`);
        continue;
      }
      flush();
      groups.push(this.#ensured(item.value, ['object'], 'fails', false).text);
    }
    flush();
    const [only] = groups;
    if (only === undefined) return atom('{}');
    return atom(groups.length === 1 ? only : `$merge([${groups.join(', ')}])`);
  }

  /** JavaScript's `undefined` hides what was spread before it; nothing does not. */
  #checkOverwrites(item: ExprOf<'object'>['items'][number], items: ExprOf<'object'>['items']): void {
    const { value } = item;
    const before = items.slice(0, items.indexOf(item)).filter(({ kind }) => kind === 'spread');
    if (item.kind !== 'entry' || before.length === 0 || !this.kinds(value).includes('missing')) return;
    const isItsOwn =
      value.kind === 'property' &&
      value.key === item.key &&
      before.every((spread) => keyOf(withoutTest(spread.value)) === keyOf(value.of));
    if (isItsOwn || value.kind === 'member' || value.kind === 'index') return;
    throw new Unwritable(
      `"${item.key}" may be undefined, which would hide the same key of what is spread before it`,
      'Give it a value with `??`.',
      value,
    );
  }

  #array({ items, start, end }: ExprOf<'array'>): Code {
    for (const item of items) {
      if (item.kind !== 'array' && this.#mayFlatten(item)) {
        throw new Unwritable(
          'a list is made of a value that may be a list itself, which JSONata would flatten',
          'Make the list of texts or objects.',
          { start, end },
        );
      }
    }
    return atom(`[${items.map((item) => this.write(item)).join(', ')}]`);
  }

  #concat({ parts }: ExprOf<'concat'>): Code {
    const written = parts.map((part) =>
      part.kind === 'text' ? quoted(part.text) : this.#text(part.value, part.otherwise),
    );
    return loose(written.join(' & '));
  }

  #text(expr: Expr, otherwise: Otherwise): string {
    const { text, isAtom } = this.#ensured(expr, ['string'], otherwise, false);
    return isAtom ? text : `(${text})`;
  }

  #map(expr: ExprOf<'map' | 'filter'>): Code {
    const tests: Expr[] = [];
    let list: Expr = expr.kind === 'map' ? expr.of : expr;
    for (; list.kind === 'filter'; list = list.of) tests.unshift(list.body);
    const body: Expr =
      expr.kind === 'map' ? expr.body : { kind: 'item', name: expr.variable, start: expr.start, end: expr.end };
    if (this.#mayFlatten(body)) {
      throw new Unwritable(
        'a list is made of values that may be lists themselves, which JSONata would flatten',
        'Make a list of texts or objects.',
        expr,
      );
    }
    const value = this.write(body);
    const guarded = tests.reduceRight((inner, test) => `${this.#atom(test)} ? (${inner})`, value);
    const from = this.#ensured(list, ['array'], 'differs', false).text;
    return atom(`[$map(${from}, function($${expr.variable}) { ${guarded} })]`);
  }

  /** Whether a value in a list may be a list itself, or nothing: JSONata would take in its items, or leave it out. */
  #mayFlatten(expr: Expr): boolean {
    const kinds = this.kinds(expr);
    return kinds.includes('array') || (kinds.includes('missing') && expr.kind !== 'member' && expr.kind !== 'index');
  }

  #either({ left, right, language }: ExprOf<'either'>): Code {
    const [name, binding] = this.#named(this.#code(left, left.kind === 'property'));
    const test = this.#truth(left, name, language);
    return atom(`(${binding}${test} ? ${name} : ${this.#branch(right, false)})`);
  }

  #truth(of: Expr, text: string, language: ExprOf<'truth'>['language']): string {
    const kinds = this.kinds(of);
    const has = (kind: Kind): boolean => kinds.includes(kind);
    if (kinds.every((kind) => kind === 'boolean')) return text;
    if (kinds.every((kind) => kind === 'string')) return `${text} != ""`;
    const plain = `$boolean(${text})`;
    const structures = has('array') || (has('object') && language === 'javascript');
    const tested = !structures
      ? plain
      : language === 'python'
        ? `($type(${text}) = "array" ? $count(${text}) > 0 : ${plain})`
        : `($type(${text}) in ["array", "object"] ? true : ${plain})`;
    return has('missing') ? `($exists(${text}) ? ${tested} : false)` : tested;
  }

  // ---- operations ---------------------------------------------------------------------------------------------

  #operation(
    expr: Exclude<
      Expr,
      {
        kind:
          | 'literal'
          | 'undefined'
          | 'event'
          | 'reply'
          | 'item'
          | 'deployed'
          | 'code'
          | 'member'
          | 'property'
          | 'index'
          | 'element'
          | 'get'
          | 'lookup'
          | 'object'
          | 'array'
          | 'concat'
          | 'conditional'
          | 'either'
          | 'map'
          | 'filter'
          | 'ensure'
          | 'failed'
          | 'opaque';
      }
    >,
    isLeaf: boolean,
  ): Code {
    switch (expr.kind) {
      case 'truth': {
        const [name, binding] = this.#named(this.#code(expr.of, expr.of.kind === 'property'));
        const test = this.#truth(expr.of, name, expr.language);
        return binding === '' ? loose(test) : atom(`(${binding}${test})`);
      }
      case 'not':
        return atom(`$not(${this.write(expr.of)})`);
      case 'both':
        return this.#both(expr.left, expr.right);
      case 'any':
        return loose(`${this.#atom(expr.left)} ? true : ${this.#atom(expr.right)}`);
      case 'equals':
        return this.#equals(expr);
      case 'has':
        return this.#of(expr.of, ['object'], 'fails', (of) => atom(`$exists(${of}.${fieldName(this.#keyIn(expr))})`));
      case 'includes':
        return this.#includes(expr);
      case 'isKind':
        return expr.kinds.length === 0 ? atom('false') : loose(typeTest(this.write(expr.of, true), expr.kinds));
      case 'compare':
        return loose(`${this.#number(expr.left)} ${expr.operator} ${this.#number(expr.right)}`);
      default:
        return this.#textOperation(expr, isLeaf);
    }
  }

  #includes({ of, text }: ExprOf<'includes'>): Code {
    const wanted = quoted(text);
    if (this.isOnly(of, ['string'])) return atom(`$contains(${this.write(of)}, ${wanted})`);
    if (this.isOnly(of, ['object'])) return atom(`$exists(${this.#atom(of)}.${fieldName(text)})`);
    const kinds = this.kinds(of);
    const [name, binding] = this.#named(this.#code(of, true));
    const cases: readonly (readonly [Kind, string])[] = [
      ['string', `$contains(${name}, ${wanted})`],
      ['object', `$exists(${name}.${fieldName(text)})`],
      ['array', `${wanted} in ${name}`],
    ];
    const possible = cases.filter(([kind]) => kinds.includes(kind));
    const failure = errorCall(`${describeExpr(of)} must be ${kindWords(possible.map(([kind]) => kind))}`);
    const chosen = possible.reduceRight(
      (rest, [kind, test]) => `$type(${name}) = ${quoted(kind)} ? ${test} : ${rest}`,
      failure,
    );
    return atom(`(${binding}${chosen})`);
  }

  #both(left: Expr, right: Expr): Code {
    return loose(`${this.#atom(left)} ? ${this.#atom(right)} : false`);
  }

  #number(expr: Expr): string {
    const { text, isAtom } = this.#ensured(expr, ['number'], 'fails', false);
    return isAtom ? text : `(${text})`;
  }

  /** In Python `True` equals 1. */
  #equals({ of, value, language }: ExprOf<'equals'>): Code {
    const kinds = this.kinds(of);
    const isAbsent = kinds.includes('missing');
    const [name, binding] = this.#named(this.#code(of, isAbsent));
    const one = `${name} = ${typeof value === 'string' ? quoted(value) : String(value)}`;
    const alias = language === 'python' ? aliasOf(value) : undefined;
    const test = alias === undefined || !kinds.includes(alias.kind) ? one : `(${one} or ${name} = ${alias.text})`;
    // Nothing equals nothing.
    return binding === '' ? loose(test) : atom(`(${binding}${test})`);
  }

  #textOperation(
    expr: ExprOf<
      | 'strip'
      | 'replace'
      | 'contains'
      | 'startsWith'
      | 'endsWith'
      | 'take'
      | 'length'
      | 'join'
      | 'parseJson'
      | 'jsonText'
    >,
    isLeaf: boolean,
  ): Code {
    switch (expr.kind) {
      case 'strip':
        return atom(`$replace(${this.#stringOrNothing(expr.of, isLeaf)}, /${stripPattern(expr)}/, "")`);
      case 'replace':
        return atom(
          `$replace(${this.#string(expr.of)}, ${quoted(expr.search)}, ${this.#string(expr.by)}${expr.all ? '' : ', 1'})`,
        );
      case 'contains':
        return atom(`$contains(${this.#string(expr.of)}, ${quoted(expr.text)})`);
      case 'startsWith':
        return atom(`$contains(${this.#string(expr.of)}, /^${escapePattern(expr.text)}/)`);
      case 'endsWith':
        return atom(`$contains(${this.#string(expr.of)}, /${escapePattern(expr.text)}$/)`);
      case 'take':
        return atom(`$substring(${this.#stringOrNothing(expr.of, isLeaf)}, 0, ${String(expr.count)})`);
      case 'length':
        return this.#length(expr);
      case 'join':
        return atom(`$join(${this.#ensured(expr.of, ['array'], 'differs', false).text}, ${quoted(expr.separator)})`);
      case 'parseJson':
        return atom(`$parse(${this.#string(expr.of)})`);
      case 'jsonText':
        return this.#jsonText(expr);
    }
  }

  /** At a leaf, an operation on nothing gives nothing, and fails there. */
  #stringOrNothing(expr: Expr, isLeaf: boolean): string {
    return isLeaf && this.isOnly(expr, ['string', 'missing']) ? this.write(expr, true) : this.#string(expr);
  }

  #string(expr: Expr): string {
    return this.#ensured(expr, ['string'], 'fails', false).text;
  }

  #length({ of }: ExprOf<'length'>): Code {
    if (this.isOnly(of, ['string'])) return atom(`$length(${this.write(of)})`);
    if (this.isOnly(of, ['array'])) return atom(`$count(${this.write(of)})`);
    return this.#of(of, ['string', 'array'], 'fails', (text) =>
      atom(`($type(${text}) = "string" ? $length(${text}) : $count(${text}))`),
    );
  }

  /** Numbers are written otherwise than the source writes them. */
  #jsonText(expr: ExprOf<'jsonText'>): Code {
    const isKnown =
      this.isOnly(expr.of, ['object', 'array']) &&
      !somePart(
        expr.of,
        (part) => part !== expr.of && isRoot(part) && this.kinds(part).some((kind) => kind !== 'string'),
      );
    if (
      expr.style === 'other' ||
      !isKnown ||
      (somePart(expr.of, ({ kind }) => kind === 'event' || kind === 'reply') && !this.#hasOnlyTexts(expr.of))
    ) {
      throw new Unwritable(
        'JSON is made as part of a text; the spaces, the escapes and the numbers of that text differ in a state machine',
        'Put the values into the text one by one.',
        expr,
      );
    }
    return atom(`$string(${this.write(expr.of)}${expr.style === 'indented' ? ', true' : ''})`);
  }

  #hasOnlyTexts(expr: Expr): boolean {
    if (expr.kind === 'object')
      return expr.items.every(({ kind, value }) => kind === 'entry' && this.#hasOnlyTexts(value));
    if (expr.kind === 'array') return expr.items.every((item) => this.#hasOnlyTexts(item));
    return this.isOnly(expr, ['string', 'boolean', 'null']);
  }
}

/** Of what a path may be read as it is. A path through nothing gives nothing, which fails further on, or is wanted. */
export function baseKinds(expr: ExprOf<'member' | 'property' | 'index' | 'element'>): readonly Kind[] {
  const own: Kind = expr.kind === 'member' || expr.kind === 'property' ? 'object' : 'array';
  if (expr.kind === 'member' || expr.kind === 'index') return [own, 'missing'];
  return expr.isOptional === true ? [own, 'missing', 'null'] : [own];
}

function withoutTest(expr: Expr): Expr {
  return expr.kind === 'ensure' ? withoutTest(expr.of) : expr;
}

function isRoot({ kind }: Expr): boolean {
  return kind === 'event' || kind === 'reply';
}

function literal({ value }: ExprOf<'literal'>): Code {
  if (typeof value === 'string') return atom(quoted(value));
  const text = jsonataValue(value);
  return typeof value === 'number' && value < 0 ? loose(text) : atom(text);
}

function jsonataValue(value: unknown): string {
  if (typeof value === 'string') return quoted(value);
  if (Array.isArray(value)) return `[${value.map(jsonataValue).join(', ')}]`;
  if (typeof value !== 'object' || value === null) return JSON.stringify(value);
  return `{${Object.entries(value)
    .map(([key, inner]) => `${quoted(key)}: ${jsonataValue(inner)}`)
    .join(', ')}}`;
}

/** A text of JSONata that ends no expression early, and that no template puts values into. */
export function quoted(text: string): string {
  return JSON.stringify(text)
    .replaceAll('%}', '%\\u007d')
    .replaceAll('${', '\\u0024{')
    .replaceAll('{%', '\\u007b%')
    .replaceAll('{{resolve:', '\\u007b{resolve:');
}

function escapePattern(text: string): string {
  return text
    .replace(/[\\^$.*+?()[\]{}|/]/g, '\\$&')
    .replaceAll('\n', '\\n')
    .replaceAll('\r', '\\r')
    .replaceAll('%\\}', '%\\x7d');
}

const PLAIN_NAME = /^[A-Za-z_][A-Za-z0-9_]*$/;
const WORDS: readonly string[] = ['and', 'or', 'in', 'true', 'false', 'null', 'function'];

export function fieldName(key: string): string {
  if (PLAIN_NAME.test(key) && !WORDS.includes(key)) return key;
  if (key.includes('`') || /[\\\0-\x1f]/.test(key))
    throw new Unwritable(`the key ${JSON.stringify(key)} cannot be written in JSONata`, 'Use another key.', {
      start: 0,
      end: 0,
    });
  return `\`${key}\``;
}

export function errorCall(message: string): string {
  return `$error(${quoted(message)})`;
}

export function typeTest(text: string, kinds: readonly Kind[]): string {
  const [only] = kinds;
  if (only === 'missing' && kinds.length === 1) return `$not($exists(${text}))`;
  if (kinds.length === 1 && only !== undefined) return `$type(${text}) = ${quoted(only)}`;
  if (ALL_KINDS.every((kind) => kinds.includes(kind))) return `$exists(${text})`;
  const present = kinds.filter((kind) => kind !== 'missing');
  // Of nothing, `a?.b` gives nothing; what else reads a part of it fails further on.
  if (present.length < kinds.length)
    return kinds.includes('null') ? `($exists(${text}) ? ${typeTest(text, present)} : true)` : typeTest(text, present);
  return `$type(${text}) in [${kinds.map(quoted).join(', ')}]`;
}

const KIND_WORDS: Readonly<Record<Kind, string>> = {
  string: 'a text',
  number: 'a number',
  boolean: 'true or false',
  null: 'null',
  array: 'a list',
  object: 'an object',
  missing: 'absent',
};

export function kindWords(kinds: readonly Kind[]): string {
  if (ALL_KINDS.every((kind) => kinds.includes(kind))) return 'present';
  return kinds
    .filter((kind) => kind !== 'missing')
    .map((kind) => KIND_WORDS[kind])
    .join(' or ');
}

function aliasOf(value: string | number | boolean | null): { readonly kind: Kind; readonly text: string } | undefined {
  if (value === 1 || value === 0) return { kind: 'boolean', text: value === 1 ? 'true' : 'false' };
  if (typeof value === 'boolean') return { kind: 'number', text: value ? '1' : '0' };
  return undefined;
}
