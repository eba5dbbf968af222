/**
 * What a name of a handler may stand for while it is followed: JSON data, and the few other things that handlers hold:
 * modules, clients, functions, a reply whose body is not read yet.
 */
import type { AgentFacts, Blocker, Expr, SideNote } from './ir.ts';
import type { FunctionParts } from './syntax.ts';

export type Value =
  | { readonly kind: 'data'; readonly expr: Expr }
  /** A dictionary or list that the handler makes, and may still change. */
  | { readonly kind: 'box'; readonly id: number }
  | {
      readonly kind: 'function';
      readonly parts: FunctionParts;
      readonly name: string;
      readonly scope: Scope | undefined;
    }
  /** A module, or what is under it, by its dotted name: `os.environ`. */
  | { readonly kind: 'module'; readonly name: string }
  | { readonly kind: 'client'; readonly client: Client }
  | { readonly kind: 'settings'; readonly settings: ReadonlyMap<string, Value> }
  | { readonly kind: 'command'; readonly operation: string; readonly parameters: Value }
  | { readonly kind: 'logger' }
  | { readonly kind: 'context' }
  /** The response of InvokeModel or of GetObject, whose body is a stream of bytes. */
  | ({ readonly kind: 'response' } & Body)
  | ({
      readonly kind: 'stream';
      /** A Buffer of it, which has another way to become a text. */
      readonly isBuffer?: true;
    } & Body)
  /** Bytes or text of the body. */
  | ({ readonly kind: 'replyText' } & Body)
  /** A table of DynamoDB as boto3 has it: its items are plain values. */
  | { readonly kind: 'table'; readonly client: Client; readonly name: Value }
  /** What reading an item of such a table gives. */
  | { readonly kind: 'itemReply'; readonly call: number }
  /** An item of such a table, as an expression of its attribute values. */
  | { readonly kind: 'item'; readonly expr: Expr }
  | { readonly kind: 'error'; readonly name: string }
  /** An agent of a library, before it is asked. */
  | { readonly kind: 'agent'; readonly agent: AgentFacts }
  | { readonly kind: 'opaque'; readonly blocker: Blocker };

/** `model`: JSON of the answer. `object`: what is stored in S3. */
export interface Body {
  readonly call: number;
  readonly of: 'model' | 'object';
}

/** Names around a function, as they are when it is called. */
export interface Scope {
  readonly locals: ReadonlyMap<string, Value>;
}

export interface Client {
  /** As boto3 names it: `bedrock-runtime`. */
  readonly service: string;
  readonly attempts: number | undefined;
  readonly readTimeoutSeconds: number | undefined;
  /** What in its settings stands in the way if it makes the call. */
  readonly blockers: readonly Blocker[];
  readonly notes: readonly SideNote[];
  /** A resource of boto3 or a document client, whose items are plain values. */
  readonly isPlain?: boolean;
  /** A document client that leaves out what is `undefined`, where others fail. */
  readonly dropsUndefined?: boolean;
}

export type BoxItem =
  | { readonly kind: 'entry'; readonly key: string; readonly value: Value }
  | { readonly kind: 'spread'; readonly value: Expr };

export type Box =
  | { readonly kind: 'dict'; readonly items: readonly BoxItem[] }
  | { readonly kind: 'list'; readonly items: readonly Value[] };

export function literalText(value: Value): string | undefined {
  if (value.kind !== 'data' || value.expr.kind !== 'literal') return undefined;
  return typeof value.expr.value === 'string' ? value.expr.value : undefined;
}

export function literalNumber(value: Value): number | undefined {
  if (value.kind !== 'data' || value.expr.kind !== 'literal') return undefined;
  return typeof value.expr.value === 'number' ? value.expr.value : undefined;
}

/** Whether both are surely the same one. */
export function isSame(one: Value, other: Value): boolean {
  if (one === other) return true;
  if (one.kind === 'box' && other.kind === 'box') return one.id === other.id;
  return one.kind === 'data' && other.kind === 'data' && one.expr === other.expr;
}
