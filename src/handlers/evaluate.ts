/**
 * Evaluates what a handler does, as its language would: for the check that a state made of it does the same. Throws
 * `SourceFailure` where the source fails, and `OutsideDomain` where it would go on with a text that is not modelled.
 */
import type { Expr, ExprOf, Json, Kind, Otherwise } from './ir.ts';
import { kindOfJson } from './kinds.ts';
import type { Language } from './syntax.ts';

export class SourceFailure extends Error {}

/** The source makes something else of such a value than is modelled here. */
export class OutsideDomain extends Error {}

export interface Roots {
  readonly event: Json;
  /** What a call has answered, by its number; undefined before. */
  readonly replies: (call: number) => Json | undefined;
  /** Environment variables that are known at deployment. */
  readonly deployed: (name: string) => string;
  /** Expressions of the state itself, by their text; undefined where one gives nothing. */
  readonly code: (text: string) => Json | undefined;
}

/** `undefined` is JavaScript's. */
export type Result = Json | undefined;

export function evaluate(expr: Expr, roots: Roots): Result {
  return new Evaluation(roots).value(expr);
}

export function truthOf(value: Result, language: Language): boolean {
  if (value === undefined || value === null || value === '' || value === 0 || value === false) return false;
  if (language === 'javascript' || typeof value !== 'object') return true;
  return Array.isArray(value) ? value.length > 0 : Object.keys(value).length > 0;
}

/** The white space that `strip` and `trim` take, as the inside of a class of a regular expression. */
export const WHITE_SPACE: Readonly<Record<Language, string>> = {
  python: '\\t-\\r\\x1c-\\x20\\x85\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000',
  javascript: '\\t-\\r\\x20\\xa0\\u1680\\u2000-\\u200a\\u2028\\u2029\\u202f\\u205f\\u3000\\ufeff',
};

export function stripPattern({ side, language }: ExprOf<'strip'>): string {
  const space = WHITE_SPACE[language];
  const start = `^[${space}]+`;
  const end = `[${space}]+$`;
  if (side === 'both') return `${start}|${end}`;
  return side === 'start' ? start : end;
}

class Evaluation {
  readonly #roots: Roots;
  readonly #items = new Map<string, Json>();

  constructor(roots: Roots) {
    this.#roots = roots;
  }

  value(expr: Expr): Result {
    switch (expr.kind) {
      case 'literal':
        return expr.value;
      case 'undefined':
        return undefined;
      case 'event':
        return this.#roots.event;
      case 'reply':
        return this.#roots.replies(expr.call) ?? fail('no reply yet');
      case 'deployed':
        return this.#roots.deployed(expr.variable);
      case 'code':
        return this.#roots.code(expr.text) ?? fail('nothing');
      case 'item':
        return this.#items.get(expr.name);
      case 'object':
        return this.#object(expr);
      case 'array':
        return expr.items.map((item) => this.value(item) ?? null);
      case 'concat':
        return this.#concat(expr);
      case 'conditional':
        return this.value(this.#isTrue(expr.test) ? expr.then : expr.otherwise);
      case 'either': {
        const left = this.value(expr.left);
        return truthOf(left, expr.language) ? left : this.value(expr.right);
      }
      case 'map':
        return this.#list(expr.of).map((item) => this.#with(expr.variable, item, () => this.value(expr.body) ?? null));
      case 'filter':
        return this.#list(expr.of).filter((item) => this.#with(expr.variable, item, () => this.#isTrue(expr.body)));
      case 'join':
        return this.#list(expr.of)
          .map((item) => (typeof item === 'string' ? item : fail('join')))
          .join(expr.separator);
      case 'parseJson':
        return parse(this.#text(expr.of, 'fails'));
      case 'jsonText':
        return jsonText(expr, this.value(expr.of));
      case 'ensure':
        return this.#ensured(expr);
      case 'failed':
        throw new TypeError('evaluates a branch that is not settled');
      case 'opaque':
        throw new TypeError(`evaluates what is not understood: ${expr.blocker.message}`);
      default:
        return this.#test(expr);
    }
  }

  #isTrue(expr: Expr): boolean {
    return this.value(expr) === true;
  }

  #with<T>(name: string, item: Json, work: () => T): T {
    this.#items.set(name, item);
    return work();
  }

  #test(
    expr: Exclude<
      Expr,
      {
        kind:
          | 'literal'
          | 'undefined'
          | 'event'
          | 'reply'
          | 'deployed'
          | 'code'
          | 'item'
          | 'object'
          | 'array'
          | 'concat'
          | 'conditional'
          | 'either'
          | 'map'
          | 'filter'
          | 'join'
          | 'parseJson'
          | 'jsonText'
          | 'ensure'
          | 'failed'
          | 'opaque';
      }
    >,
  ): Result {
    switch (expr.kind) {
      case 'truth':
        return truthOf(this.value(expr.of), expr.language);
      case 'not':
        return !this.#isTrue(expr.of);
      case 'both':
        return this.#isTrue(expr.left) && this.#isTrue(expr.right);
      case 'any':
        return this.#isTrue(expr.left) || this.#isTrue(expr.right);
      case 'equals':
        return isEqual(this.value(expr.of), expr.value, expr.language);
      case 'isKind':
        return expr.kinds.includes(kindOf(this.value(expr.of)));
      case 'compare':
        return compare(expr.operator, this.value(expr.left), this.value(expr.right));
      case 'has':
        return Object.hasOwn(asObject(this.value(expr.of)), expr.key);
      case 'includes':
        return includes(this.value(expr.of), expr.text);
      default:
        return this.#read(expr);
    }
  }

  #read(
    expr: ExprOf<
      | 'member'
      | 'property'
      | 'element'
      | 'index'
      | 'get'
      | 'lookup'
      | 'strip'
      | 'replace'
      | 'contains'
      | 'startsWith'
      | 'endsWith'
      | 'take'
      | 'length'
    >,
  ): Result {
    switch (expr.kind) {
      case 'member': {
        const of = asObject(this.value(expr.of));
        return Object.hasOwn(of, expr.key) ? of[expr.key] : fail(`no member ${expr.key}`);
      }
      case 'property':
        return property(this.value(expr.of), expr);
      case 'element':
        return element(this.value(expr.of), expr);
      case 'index':
        return item(this.value(expr.of), expr);
      case 'get': {
        const of = asObject(this.value(expr.of));
        return Object.hasOwn(of, expr.key) ? of[expr.key] : this.value(expr.otherwise);
      }
      case 'lookup':
        return this.#lookup(expr);
      default:
        return this.#textRead(expr);
    }
  }

  #textRead(expr: ExprOf<'strip' | 'replace' | 'contains' | 'startsWith' | 'endsWith' | 'take' | 'length'>): Result {
    if (expr.kind === 'length') {
      const of = this.value(expr.of);
      if (Array.isArray(of)) return of.length;
      return typeof of === 'string' ? Array.from(of).length : fail('length');
    }
    const text = this.#text(expr.of, 'fails');
    switch (expr.kind) {
      case 'strip':
        return text.replace(new RegExp(stripPattern(expr), 'g'), '');
      case 'replace': {
        const by = this.#text(expr.by, 'fails');
        return expr.all ? text.replaceAll(expr.search, () => by) : text.replace(expr.search, () => by);
      }
      case 'contains':
        return text.includes(expr.text);
      case 'startsWith':
        return text.startsWith(expr.text);
      case 'endsWith':
        return text.endsWith(expr.text);
      case 'take':
        return Array.from(text).slice(0, expr.count).join('');
    }
  }

  #lookup({ table, key, otherwise }: ExprOf<'lookup'>): Result {
    const wanted = this.#text(key, 'fails');
    // The whole table was made before it was asked.
    const values = table.map((row) => this.value(row.value));
    const at = table.findLastIndex((row) => row.key === wanted);
    if (at >= 0) return values[at];
    return otherwise === undefined ? fail(`no key ${wanted}`) : this.value(otherwise);
  }

  #object({ items }: ExprOf<'object'>): Json {
    const found = new Map<string, Json>();
    for (const entry of items) {
      const value = this.value(entry.value);
      if (entry.kind === 'entry') {
        if (value === undefined) found.delete(entry.key);
        else found.set(entry.key, value);
      } else for (const [key, inner] of Object.entries(asObject(value))) found.set(key, inner);
    }
    return Object.fromEntries(found);
  }

  #concat({ parts }: ExprOf<'concat'>): string {
    return parts.map((part) => (part.kind === 'text' ? part.text : this.#text(part.value, part.otherwise))).join('');
  }

  #text(expr: Expr, otherwise: Otherwise): string {
    const value = this.value(expr);
    if (typeof value === 'string') return value;
    throw otherwise === 'fails' ? new SourceFailure('not a text') : new OutsideDomain('not a text');
  }

  #ensured({ of, kinds, otherwise }: ExprOf<'ensure'>): Result {
    const value = this.value(of);
    if (kinds.includes(kindOf(value))) return value;
    throw otherwise === 'fails' ? new SourceFailure('another kind') : new OutsideDomain('another kind');
  }

  #list(expr: Expr): readonly Json[] {
    const value = this.value(expr);
    if (Array.isArray(value)) return value as readonly Json[];
    // Texts and dictionaries can be gone over as well, and give something else.
    if (typeof value === 'string' || (typeof value === 'object' && value !== null)) throw new OutsideDomain('no list');
    return fail('no list');
  }
}

function fail(what: string): never {
  throw new SourceFailure(what);
}

function kindOf(value: Result): Kind {
  return value === undefined ? 'missing' : kindOfJson(value);
}

function asObject(value: Result): Readonly<Record<string, Json>> {
  if (typeof value !== 'object' || value === null || Array.isArray(value)) fail('no object');
  return value as Readonly<Record<string, Json>>;
}

function property(of: Result, { key, isOptional }: ExprOf<'property'>): Result {
  if (of === undefined || of === null) return isOptional === true ? undefined : fail('no object');
  if (typeof of !== 'object' || Array.isArray(of)) throw new OutsideDomain('no object');
  return Object.hasOwn(of, key) ? (of as Readonly<Record<string, Json>>)[key] : undefined;
}

function element(of: Result, { index, isOptional }: ExprOf<'element'>): Result {
  if (of === undefined || of === null) return isOptional === true ? undefined : fail('no list');
  if (!Array.isArray(of)) throw new OutsideDomain('no list');
  return (of as readonly Json[])[index];
}

function item(of: Result, { index, isBase }: ExprOf<'index'>): Result {
  // Texts have items as well.
  if (typeof of === 'string' && isBase !== true) throw new OutsideDomain('a character of a text');
  if (!Array.isArray(of)) fail('no list');
  const found = (of as readonly Json[]).at(index);
  return found === undefined ? fail('no such item') : found;
}

function isEqual(value: Result, literal: string | number | boolean | null, language: Language): boolean {
  // In Python `True == 1`.
  if (language === 'python' && typeof value === 'boolean' && typeof literal === 'number')
    return Number(value) === literal;
  if (language === 'python' && typeof literal === 'boolean' && typeof value === 'number')
    return value === Number(literal);
  return value === literal;
}

function includes(of: Result, text: string): boolean {
  if (typeof of === 'string') return of.includes(text);
  if (Array.isArray(of)) return (of as readonly Json[]).includes(text);
  return Object.hasOwn(asObject(of), text);
}

function compare(operator: '<' | '>' | '<=' | '>=', left: Result, right: Result): boolean {
  if (typeof left !== 'number' || typeof right !== 'number') return fail('no numbers');
  switch (operator) {
    case '<':
      return left < right;
    case '>':
      return left > right;
    case '<=':
      return left <= right;
    case '>=':
      return left >= right;
  }
}

function parse(text: string): Json {
  try {
    return JSON.parse(text) as Json;
  } catch {
    return fail('no JSON');
  }
}

function jsonText({ style }: ExprOf<'jsonText'>, value: Result): string {
  if (style === 'other') throw new OutsideDomain('JSON as text');
  return JSON.stringify(value ?? null, null, style === 'indented' ? 2 : undefined);
}
