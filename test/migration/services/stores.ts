/**
 * S3 and DynamoDB in memory, behind their wire formats. Only what handlers of these tests need: whole objects as text, items by
 * key, and updates of the form `SET name = :value`. Anything else is a fault of the fake, never an empty answer.
 */
import type { Json } from '../../../src/handlers/ir.ts';
import type { Store } from '../stores.ts';
import { failed } from './model-services.ts';
import type { WireReply, WireRequest } from './wire.ts';

type Fields = Readonly<Record<string, Json>>;

export interface StoreRequest {
  readonly operation: string;
  readonly parameters: Fields;
}

export class MemoryObjects {
  readonly #objects = new Map<string, string | Buffer>();

  get(bucket: string, key: string): string | Buffer | undefined {
    return this.#objects.get(`${bucket}/${key}`);
  }

  /** By bucket and key, for what is no text its bytes. */
  load(objects: Store['objects']): void {
    this.clear();
    for (const [place, stored] of Object.entries(objects))
      this.#objects.set(place, typeof stored === 'string' ? stored : Buffer.from(stored.bytes));
  }

  put(bucket: string, key: string, body: string): void {
    this.#objects.set(`${bucket}/${key}`, body);
  }

  /** All, for comparison. */
  all(): Store['objects'] {
    const entries = [...this.#objects].map(([place, stored]) => [
      place,
      typeof stored === 'string' ? stored : { bytes: [...stored] },
    ]);
    return Object.fromEntries(entries) as Store['objects'];
  }

  clear(): void {
    this.#objects.clear();
  }
}

/** Tables by name, each with the names of its key. */
export class MemoryTables {
  #keys: Readonly<Record<string, readonly string[]>>;
  readonly #items = new Map<string, Fields>();

  constructor(keys: Readonly<Record<string, readonly string[]>> = {}) {
    this.#keys = keys;
  }

  load(tables: Store['tables']): void {
    this.clear();
    this.#keys = Object.fromEntries(Object.entries(tables).map(([name, { key }]) => [name, key]));
    for (const [name, { items }] of Object.entries(tables)) for (const item of items) this.put(name, item);
  }

  /** As they were loaded, with what was written since. */
  stored(): Store['tables'] {
    return Object.fromEntries(
      Object.entries(this.#keys).map(([name, key]) => [
        name,
        {
          key,
          items: [...this.#items].filter(([at]) => (JSON.parse(at) as Json[])[0] === name).map(([, item]) => item),
        },
      ]),
    );
  }

  /** Keys of these tests are texts, and the service takes no empty one. */
  isKey(table: string, key: Fields): boolean {
    const isText = (value: Json | undefined): boolean =>
      typeof value === 'object' && value !== null && 'S' in value && value.S !== '';
    return (this.#keys[table] ?? []).every((name) => isText(key[name]));
  }

  get(table: string, key: Fields): Fields | undefined {
    return this.#items.get(this.#place(table, key));
  }

  put(table: string, item: Fields): void {
    this.#items.set(this.#place(table, item), item);
  }

  /** `SET a = :a, #b = :b` alone. */
  update(table: string, key: Fields, parameters: Fields): Fields {
    const expression = parameters.UpdateExpression as string;
    const names = (parameters.ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
    const values = (parameters.ExpressionAttributeValues ?? {}) as Fields;
    if (!/^SET\s/iu.test(expression)) throw new TypeError(`the fake has no ${expression}`);
    const changed: Record<string, Json> = { ...(this.get(table, key) ?? key) };
    for (const part of expression.slice(4).split(',')) {
      const [, name = '', value = ''] = /^\s*([#\w]+)\s*=\s*(:\w+)\s*$/u.exec(part) ?? [];
      if (!Object.hasOwn(values, value)) throw new TypeError(`the fake has no ${expression}`);
      changed[names[name] ?? name] = values[value]!;
    }
    this.put(table, changed);
    return changed;
  }

  all(): Readonly<Record<string, Fields>> {
    return Object.fromEntries(this.#items);
  }

  clear(): void {
    this.#items.clear();
  }

  #place(table: string, item: Fields): string {
    const names = this.#keys[table];
    if (names === undefined) throw new TypeError(`the fake has no table ${table}`);
    return JSON.stringify([table, ...names.map((name) => item[name] ?? null)]);
  }
}

/** A request of the S3 client: the path is `/bucket/key`. */
export function objectRequest(request: WireRequest): StoreRequest {
  const [bucket = '', ...rest] = request.path.slice(1).split('/');
  const place = { Bucket: decodeURIComponent(bucket), Key: rest.map(decodeURIComponent).join('/') };
  if (request.method === 'GET') return { operation: 'get_object', parameters: place };
  if (request.method !== 'PUT') throw new TypeError(`the fake has no ${request.method} ${request.path}`);
  const type = request.headers['content-type'];
  return {
    operation: 'put_object',
    parameters: {
      ...place,
      Body: request.body.toString('utf8'),
      ...(type === undefined || type === 'application/octet-stream' ? {} : { ContentType: type }),
    },
  };
}

export function objectReply({ operation, parameters }: StoreRequest, objects: MemoryObjects): WireReply {
  const { Bucket: bucket, Key: key, Body: body } = parameters as Readonly<Record<string, string>>;
  if (operation === 'put_object') {
    objects.put(bucket!, key!, body!);
    return { status: 200, headers: { etag: '"e"' }, body: '' };
  }
  const found = objects.get(bucket!, key!);
  if (found === undefined) return objectFailure('NoSuchKey', 404);
  return { status: 200, headers: { 'content-type': 'text/plain' }, body: found };
}

/** S3 alone says in XML what went wrong. */
export function objectFailure(code: string, status = 400): WireReply {
  const body = `<Error><Code>${code}</Code><Message>${code}, as asked</Message></Error>`;
  return { status, headers: { 'content-type': 'application/xml' }, body };
}

/** A request of the DynamoDB client: the operation stands in a header. */
export function tableRequest(request: WireRequest): StoreRequest {
  const operations: Readonly<Record<string, string>> = {
    GetItem: 'get_item',
    PutItem: 'put_item',
    UpdateItem: 'update_item',
  };
  const target = request.headers['x-amz-target']?.split('.')[1] ?? '';
  const operation = operations[target];
  if (operation === undefined) throw new TypeError(`the fake has no ${target}`);
  return { operation, parameters: JSON.parse(request.body.toString('utf8')) as Fields };
}

export function tableReply({ operation, parameters }: StoreRequest, tables: MemoryTables): WireReply {
  const table = parameters.TableName as string;
  if (!tables.isKey(table, (parameters.Key ?? parameters.Item) as Fields)) return failed('ValidationException');
  return {
    status: 200,
    headers: { 'content-type': 'application/x-amz-json-1.0' },
    body: JSON.stringify(tableAnswer(operation, parameters, tables)),
  };
}

function tableAnswer(operation: string, parameters: Fields, tables: MemoryTables): Json {
  const table = parameters.TableName as string;
  if (operation === 'get_item') {
    const item = tables.get(table, parameters.Key as Fields);
    return item === undefined ? {} : { Item: item };
  }
  if (operation === 'put_item') {
    tables.put(table, parameters.Item as Fields);
    return {};
  }
  const changed = tables.update(table, parameters.Key as Fields, parameters);
  return parameters.ReturnValues === 'ALL_NEW' ? { Attributes: changed } : {};
}
