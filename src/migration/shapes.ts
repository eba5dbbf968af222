/**
 * What the service tables say of a call: which names its parameters have in a task, of which kinds the parts of its
 * request and reply are. Names are translated by the shape, never by the look of a key, so that what is data stays data.
 */
import { MODEL_FAMILIES } from '../aws/result-shapes.ts';
import type { ModelFamily, ResultShape } from '../aws/result-shapes.ts';
import type { Shape } from '../aws/services/service-model.ts';
import type { Expr, Json, Kind } from '../handlers/ir.ts';

/** The API's name of a member as the SDKs write it. */
export function sourceName(apiName: string): string {
  return apiName.charAt(0).toLowerCase() + apiName.slice(1);
}

export interface NamedShape {
  readonly name: string;
  readonly shape: Shape;
  readonly isRequired: boolean;
}

export function memberNamed(shape: Shape | undefined, key: string): NamedShape | undefined {
  if (shape?.kind !== 'structure') return undefined;
  for (const member of shape.members.values()) {
    if (sourceName(member.apiName) === key || sourceName(member.name) === key) {
      return { name: member.name, shape: member.shape, isRequired: member.isRequired };
    }
  }
  return undefined;
}

const NUMBERS: readonly string[] = [
  'integer',
  'long',
  'float',
  'double',
  'number',
  'short',
  'byte',
  'bigInteger',
  'bigDecimal',
];

/** Undefined where the table says nothing of it. */
export function kindsOfShape(shape: Shape): readonly Kind[] | undefined {
  switch (shape.kind) {
    case 'structure':
    case 'map':
      return ['object'];
    case 'list':
      return ['array'];
    case 'string':
      return ['string'];
    case 'boolean':
      return ['boolean'];
    default:
      return NUMBERS.includes(shape.kind) ? ['number'] : undefined;
  }
}

/** A value of the source with the names of the task. */
export function renamedValue(value: Json, shape: Shape | undefined): Json {
  if (typeof value !== 'object' || value === null || shape === undefined) return value;
  if (Array.isArray(value)) {
    const element = shape.kind === 'list' ? shape.element : undefined;
    return (value as readonly Json[]).map((item) => renamedValue(item, element));
  }
  return Object.fromEntries(
    Object.entries(value as Readonly<Record<string, Json>>).map(([key, inner]) => {
      const member = memberNamed(shape, key);
      return [member?.name ?? key, renamedValue(inner, shape.kind === 'map' ? shape.value : member?.shape)];
    }),
  );
}

/** Whether a value of a shape looks the same in a task as it does in the source. */
export function keepsItsNames(shape: Shape): boolean {
  switch (shape.kind) {
    case 'structure':
      return false;
    case 'list':
      return keepsItsNames(shape.element);
    case 'map':
      return keepsItsNames(shape.value);
    default:
      return kindsOfShape(shape) !== undefined || shape.kind === 'document';
  }
}

/** Finds the shape of what is read of a reply: members, items, and the items that a list is gone over with. */
export class ReplyShapes {
  readonly #outputs: ReadonlyMap<number, Shape | undefined>;
  readonly #lists: ReadonlyMap<string, Expr>;

  /** By the number of the call. */
  constructor(outputs: ReadonlyMap<number, Shape | undefined>, lists: ReadonlyMap<string, Expr>) {
    this.#outputs = outputs;
    this.#lists = lists;
  }

  shapeOf(expr: Expr): Shape | undefined {
    switch (expr.kind) {
      case 'reply':
        return this.#outputs.get(expr.call);
      case 'member':
      case 'property':
      case 'get': {
        const of = this.shapeOf(expr.of);
        return of?.kind === 'map' ? of.value : memberNamed(of, expr.key)?.shape;
      }
      case 'index':
      case 'element': {
        const of = this.shapeOf(expr.of);
        return of?.kind === 'list' ? of.element : undefined;
      }
      case 'item': {
        const list = this.#lists.get(expr.name);
        const of = list === undefined ? undefined : this.shapeOf(list);
        return of?.kind === 'list' ? of.element : undefined;
      }
      case 'filter':
      case 'ensure':
        return this.shapeOf(expr.of);
      default:
        return undefined;
    }
  }

  kindsOf(expr: Expr): readonly Kind[] | undefined {
    const shape = this.shapeOf(expr);
    const kinds = shape === undefined ? undefined : kindsOfShape(shape);
    if (kinds === undefined || expr.kind === 'get') return undefined;
    return this.#isPresent(expr) ? kinds : [...kinds, 'missing'];
  }

  #isPresent(expr: Expr): boolean {
    if (expr.kind === 'index' || expr.kind === 'element') return false;
    if (expr.kind !== 'member' && expr.kind !== 'property') return true;
    return (memberNamed(this.shapeOf(expr.of), expr.key)?.isRequired ?? false) && this.#isPresent(expr.of);
  }
}

/** The family whose response a model gives, where its id or its request says so. */
export function familyOf(modelId: string | undefined, isClaudeRequest: boolean): ModelFamily | undefined {
  if (isClaudeRequest) return MODEL_FAMILIES.find(({ name }) => name === 'Claude');
  return modelId === undefined ? undefined : MODEL_FAMILIES.find(({ id }) => id.test(modelId));
}

/** The same of the body that a model answers with. */
export class BodyShapes {
  readonly #bodies: ReadonlyMap<number, ResultShape | undefined>;
  readonly #lists: ReadonlyMap<string, Expr>;

  /** By the number of the call. */
  constructor(bodies: ReadonlyMap<number, ResultShape | undefined>, lists: ReadonlyMap<string, Expr>) {
    this.#bodies = bodies;
    this.#lists = lists;
  }

  kindsOf(expr: Expr): readonly Kind[] | undefined {
    const found = this.#find(expr);
    const kinds = found === undefined ? undefined : kindsOfResult(found.shape);
    if (found === undefined || kinds === undefined) return undefined;
    return found.isPresent ? kinds : [...kinds, 'missing'];
  }

  #find(expr: Expr): { readonly shape: ResultShape; readonly isPresent: boolean } | undefined {
    switch (expr.kind) {
      case 'reply': {
        const body = this.#bodies.get(expr.call);
        return body === undefined ? undefined : { shape: body, isPresent: true };
      }
      case 'member':
      case 'property':
        return fieldOf(this.#find(expr.of), expr.key);
      case 'index':
      case 'element':
        return elementOf(this.#find(expr.of)?.shape, false);
      case 'item': {
        const list = this.#lists.get(expr.name);
        return list === undefined ? undefined : elementOf(this.#find(list)?.shape, true);
      }
      default:
        return undefined;
    }
  }
}

interface FoundShape {
  readonly shape: ResultShape;
  readonly isPresent: boolean;
}

function fieldOf(of: FoundShape | undefined, key: string): FoundShape | undefined {
  const shape = of?.shape;
  if (typeof shape !== 'object' || !('fields' in shape)) return undefined;
  const fields: Readonly<Record<string, ResultShape>> = shape.fields;
  const certain = fields[key];
  if (certain !== undefined) return { shape: certain, isPresent: of?.isPresent ?? false };
  const optional = fields[`${key}?`];
  return optional === undefined ? undefined : { shape: optional, isPresent: false };
}

function elementOf(
  shape: ResultShape | undefined,
  isPresent: boolean,
): { readonly shape: ResultShape; readonly isPresent: boolean } | undefined {
  return typeof shape === 'object' && 'list' in shape ? { shape: shape.list, isPresent } : undefined;
}

function kindsOfResult(shape: ResultShape): readonly Kind[] | undefined {
  if (typeof shape === 'object') return 'list' in shape ? ['array'] : 'fields' in shape ? ['object'] : undefined;
  switch (shape) {
    case 'text':
    case 'modelText':
    case 'jsonText':
      return ['string'];
    case 'number':
      return ['number'];
    default:
      return undefined;
  }
}
