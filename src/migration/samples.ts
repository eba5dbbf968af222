/**
 * Makes up events and replies to try a migration with: values at the places that a handler reads, mostly as it wants
 * them, sometimes absent or of every other kind. The same for the same seed.
 */
import { partsOf } from '../handlers/ir.ts';
import type { Expr, ExprOf, Json, Kind } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';

/** A place that is read, and the places in it. */
export interface Place {
  readonly expr: Expr;
  readonly members: Map<string, Place>;
  items: Place | undefined;
}

/** Numbers from 0 up to, and without, `below`. */
export type Random = (below: number) => number;

export function seededRandom(seed: number): Random {
  let state = seed >>> 0;
  return (below) => {
    state = (Math.imul(state ^ (state >>> 15), state | 1) + 0x6d2b79f5) >>> 0;
    const mixed = Math.imul(state ^ (state >>> 7), state | 61) ^ state;
    return ((mixed ^ (mixed >>> 14)) >>> 0) % below;
  };
}

/** The event, or the reply of one call. */
export type Root = ExprOf<'event' | 'reply'>;

/** The places that expressions read of one root. */
export function placesOf(root: Root, exprs: readonly Expr[]): Place {
  const finder = new PlaceFinder(root);
  for (const expr of exprs) finder.visit(expr);
  return finder.whole;
}

class PlaceFinder {
  readonly whole: Place;
  readonly #root: Root;
  readonly #items = new Map<string, Place>();

  constructor(root: Root) {
    this.#root = root;
    this.whole = place(root);
  }

  /** The place that an expression is, if it is one. */
  visit(expr: Expr): Place | undefined {
    switch (expr.kind) {
      case 'event':
        return this.#root.kind === 'event' ? this.whole : undefined;
      case 'reply':
        return this.#root.kind === 'reply' && expr.call === this.#root.call ? this.whole : undefined;
      case 'item':
        return this.#items.get(expr.name);
      case 'get':
        this.visit(expr.otherwise);
        return inside(this.visit(expr.of), expr.key, expr);
      case 'member':
      case 'property':
      case 'has':
        return inside(this.visit(expr.of), expr.key, expr);
      case 'includes':
        return inside(this.visit(expr.of), expr.text, expr);
      case 'index':
      case 'element':
        return itemsOf(this.visit(expr.of), expr);
      case 'map':
      case 'filter':
        return this.#list(expr);
      case 'ensure':
      case 'truth':
        return this.visit(expr.of);
      case 'either':
        this.visit(expr.right);
        return this.visit(expr.left);
      default:
        for (const part of partsOf(expr)) this.visit(part);
        return undefined;
    }
  }

  #list(expr: ExprOf<'map' | 'filter'>): Place | undefined {
    const list = this.visit(expr.of);
    const item = itemsOf(list, { kind: 'item', name: expr.variable, start: 0, end: 0 });
    if (item !== undefined) this.#items.set(expr.variable, item);
    this.visit(expr.body);
    return expr.kind === 'filter' ? list : undefined;
  }
}

function place(expr: Expr): Place {
  return { expr, members: new Map(), items: undefined };
}

function inside(of: Place | undefined, key: string, expr: Expr): Place | undefined {
  if (of === undefined) return undefined;
  const known =
    of.members.get(key) ??
    place(
      expr.kind === 'member' || expr.kind === 'property'
        ? expr
        : { kind: 'member', of: of.expr, key, start: 0, end: 0 },
    );
  of.members.set(key, known);
  return known;
}

function itemsOf(of: Place | undefined, expr: Expr): Place | undefined {
  if (of === undefined) return undefined;
  of.items ??= place(expr);
  return of.items;
}

const TEXTS: readonly string[] = [
  'plain',
  '',
  ' padded\t\n',
  'say "hi"',
  "it's",
  'back\\slash',
  '{braces}',
  '{% not code %}',
  'emoji 😀é',
  '[1,2]',
  '{"a":1}',
  'null',
  'fr',
  'en',
  'two  blanks',
  '```json\n{"a": "b"}\n```',
  '\u00a0\u0085',
  'a'.repeat(60),
  '$1 $& costs',
  'True',
];

const OTHERS: readonly Json[] = [
  null,
  true,
  false,
  0,
  1,
  -1,
  2.5,
  1e21,
  [],
  {},
  [[]],
  ['a'],
  [null],
  { a: 1 },
  ['a', ['b']],
];

export class Samples {
  readonly #random: Random;
  readonly #known: KnownKinds;
  /** Texts that the source compares with. */
  readonly #texts: readonly string[];

  constructor(random: Random, known: KnownKinds, texts: readonly string[]) {
    this.#random = random;
    this.#known = known;
    this.#texts = [...TEXTS, ...texts, ...texts];
  }

  /** A value for a place; undefined for none. `strange` in a hundred are of another kind than the place is read as. */
  value(at: Place, strange: number): Json | undefined {
    const known = this.#known(at.expr);
    const isStrange = this.#random(100) < strange;
    if (known?.includes('missing') === true && this.#random(100) < 15) return undefined;
    if (
      known === undefined &&
      isStrange &&
      at.expr.kind !== 'event' &&
      at.expr.kind !== 'reply' &&
      this.#random(3) === 0
    )
      return undefined;
    const kinds = known?.filter((kind) => kind !== 'missing');
    if (kinds !== undefined) return this.#ofKind(this.#pick(kinds) ?? 'null', at, strange);
    return isStrange ? this.#other(at, strange) : this.#expected(at, strange);
  }

  #pick<T>(list: readonly T[]): T | undefined {
    return list[this.#random(Math.max(1, list.length))];
  }

  #expected(at: Place, strange: number): Json {
    if (at.members.size > 0) return this.#ofKind('object', at, strange);
    return this.#ofKind(at.items === undefined ? 'string' : 'array', at, strange);
  }

  /** Also lists around what is wanted, which JSONata would look through. */
  #other(at: Place, strange: number): Json {
    if (this.#random(4) === 0) return [this.#expected(at, strange)];
    if (this.#random(6) === 0) return [this.#expected(at, strange), this.#expected(at, strange)];
    return this.#pick(OTHERS) ?? null;
  }

  #ofKind(kind: Kind, at: Place, strange: number): Json {
    switch (kind) {
      case 'string':
        return this.#pick(this.#texts) ?? '';
      case 'number':
        return this.#pick([0, 1, 2, 7, 3.25, -4, 1000]) ?? 0;
      case 'boolean':
        return this.#random(2) === 0;
      case 'null':
      case 'missing':
        return null;
      case 'array':
        return this.#list(at, strange);
      case 'object':
        return this.#object(at, strange);
    }
  }

  #list(at: Place, strange: number): Json {
    const length = this.#pick([0, 1, 1, 2, 3]) ?? 0;
    const { items } = at;
    return Array.from({ length }, () =>
      items === undefined ? (this.#pick(TEXTS) ?? '') : (this.value(items, strange) ?? null),
    );
  }

  #object(at: Place, strange: number): Json {
    const found: Record<string, Json> = {};
    for (const [key, inner] of at.members) {
      const value = this.value(inner, strange);
      if (value !== undefined) found[key] = value;
    }
    if (this.#random(3) === 0 && at.members.size === 0) found.extra = this.#pick(TEXTS) ?? '';
    return found;
  }
}
