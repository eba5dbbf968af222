/** What the flow of data through the machine says of the input of a state, in the words of the handlers. */
import type { Shape } from '../analysis/data-flow/shape.ts';
import type { Expr, Kind } from '../handlers/ir.ts';
import type { KnownKinds } from '../handlers/kinds.ts';

/** Undefined wherever nothing certain is known. */
export function inputKinds(input: Shape | undefined): KnownKinds {
  const find = (expr: Expr): Shape | undefined => {
    switch (expr.kind) {
      case 'event':
        return input;
      case 'member':
      case 'property': {
        const of = find(expr.of);
        return of === undefined ? undefined : memberOf(of, expr.key);
      }
      case 'ensure':
        return find(expr.of);
      default:
        return undefined;
    }
  };
  return (expr) => {
    if (expr.kind === 'ensure') return undefined;
    const shape = find(expr);
    return shape === undefined || shape.any ? undefined : kindsOfShape(shape);
  };
}

/** Of an object and nothing else; of what else there may be, a read fails or is missing. */
function memberOf(of: Shape, key: string): Shape | undefined {
  if (
    of.any ||
    of.object === undefined ||
    of.array !== undefined ||
    of.text !== undefined ||
    of.number ||
    of.boolean ||
    of.null ||
    of.missing
  )
    return undefined;
  return of.object.fields.get(key);
}

function kindsOfShape(shape: Shape): readonly Kind[] {
  const kinds: Kind[] = [];
  if (shape.text !== undefined) kinds.push('string');
  if (shape.number) kinds.push('number');
  if (shape.boolean) kinds.push('boolean');
  if (shape.null) kinds.push('null');
  if (shape.array !== undefined) kinds.push('array');
  if (shape.object !== undefined) kinds.push('object');
  if (shape.missing) kinds.push('missing');
  return kinds;
}
