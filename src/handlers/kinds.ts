/** Of which JSON kinds a value may be, if its evaluation does not fail. What a root may hold is told by the caller. */
import type { Range } from '../text/source-file.ts';
import { ALL_KINDS } from './ir.ts';
import type { Expr, Json, Kind } from './ir.ts';

/** The kinds of what is read of the event, the reply or an item; undefined when nothing is known. */
export type KnownKinds = (expr: Expr) => readonly Kind[] | undefined;

const NOTHING_KNOWN: KnownKinds = () => undefined;

export function kindOfJson(value: Json): Kind {
  if (value === null) return 'null';
  if (Array.isArray(value)) return 'array';
  return typeof value as Kind;
}

export function kindsOf(expr: Expr, known: KnownKinds = NOTHING_KNOWN): readonly Kind[] {
  const told = known(expr);
  if (told !== undefined) return told;
  switch (expr.kind) {
    case 'literal':
      return [kindOfJson(expr.value)];
    case 'undefined':
      return ['missing'];
    case 'code':
      return expr.kinds ?? ALL_KINDS;
    case 'deployed':
    case 'concat':
    case 'strip':
    case 'replace':
    case 'join':
    case 'jsonText':
      return ['string'];
    case 'take':
      return kindsOf(expr.of, known).filter((kind) => kind === 'string' || kind === 'array');
    case 'object':
      return ['object'];
    case 'array':
    case 'map':
    case 'filter':
      return ['array'];
    case 'truth':
    case 'not':
    case 'both':
    case 'any':
    case 'equals':
    case 'has':
    case 'includes':
    case 'isKind':
    case 'compare':
    case 'contains':
    case 'startsWith':
    case 'endsWith':
      return ['boolean'];
    case 'length':
      return ['number'];
    case 'ensure':
      return expr.kinds.filter((kind) => kindsOf(expr.of, known).includes(kind));
    default:
      return kindsOfParts(expr, known);
  }
}

/** Of what is made of other values. */
function kindsOfParts(expr: Expr, known: KnownKinds): readonly Kind[] {
  switch (expr.kind) {
    case 'conditional':
      return union(kindsOf(expr.then, known), kindsOf(expr.otherwise, known));
    case 'either':
      return union(
        kindsOf(expr.left, known).filter((kind) => kind !== 'null' && kind !== 'missing'),
        kindsOf(expr.right, known),
      );
    case 'get':
      return union(memberKinds(expr.of, expr.key, known) ?? ALL_KINDS, kindsOf(expr.otherwise, known));
    case 'lookup': {
      const values = expr.table.map(({ value }) => kindsOf(value, known));
      return [...values, expr.otherwise === undefined ? [] : kindsOf(expr.otherwise, known)].reduce(union, []);
    }
    case 'member':
      return memberKinds(expr.of, expr.key, known)?.filter((kind) => kind !== 'missing') ?? ALL_KINDS;
    case 'element':
      return [...ALL_KINDS, 'missing'];
    case 'property':
      return memberKinds(expr.of, expr.key, known) ?? [...ALL_KINDS, 'missing'];
    default:
      return ALL_KINDS;
  }
}

/** Of a member of an object that is written out. */
function memberKinds(of: Expr, key: string, known: KnownKinds): readonly Kind[] | undefined {
  if (of.kind !== 'object') return undefined;
  const entry = of.items.findLast((item) => item.kind === 'spread' || item.key === key);
  return entry?.kind === 'entry' ? kindsOf(entry.value, known) : undefined;
}

function union(one: readonly Kind[], other: readonly Kind[]): readonly Kind[] {
  return [...new Set([...one, ...other])];
}

export function isOnly(expr: Expr, kind: Kind, known?: KnownKinds): boolean {
  const kinds = kindsOf(expr, known);
  return kinds.length === 1 && kinds[0] === kind;
}

/** As it is where it can be of no other kind; else with the test. */
export function ensured(of: Expr, kinds: readonly Kind[], otherwise: 'fails' | 'differs', range: Range): Expr {
  return kindsOf(of).every((kind) => kinds.includes(kind))
    ? of
    : { kind: 'ensure', of, kinds, otherwise, start: range.start, end: range.end };
}
