/** S3 and DynamoDB in memory, as the tasks of a state machine reach them. Written from the documentation of both. */
import type { Json } from '../../src/handlers/ir.ts';
import { StateError } from './asl-evaluator.ts';
import { STORE_OPERATIONS } from './native-calls.ts';
import type { Request } from './python-host.ts';

type Fields = Readonly<Record<string, Json>>;
type Item = Record<string, Json>;

function text(value: Json | undefined): string {
  return typeof value === 'string' ? value : '';
}

export interface Store {
  /** By bucket and key; what is no text is its bytes. */
  readonly objects: Record<string, string | { readonly bytes: readonly number[] }>;
  readonly tables: Readonly<Record<string, { readonly key: readonly string[]; readonly items: Item[] }>>;
}

export function storeOperation(resource: string): string | undefined {
  return STORE_OPERATIONS[resource.replace('arn:aws:states:::', '')];
}

/** Makes a call on the store, and records it. Errors are named as those of the task. */
export function callStore(store: Store, resource: string, parameters: Json, requests: Request[]): Json {
  const operation = storeOperation(resource) ?? '';
  const fields = parameters as Fields;
  if (operation.endsWith('_object')) {
    if (fields.Bucket === '' || fields.Key === '') throw new StateError('S3.SdkClientException');
    requests.push({ operation, parameters });
    return onObject(store, operation, fields);
  }
  requests.push({ operation, parameters });
  return onItem(store, operation, fields);
}

function onObject({ objects }: Store, operation: string, { Bucket, Key, Body }: Fields): Json {
  const place = `${text(Bucket)}/${text(Key)}`;
  if (operation === 'put_object') {
    objects[place] = JSON.stringify(Body);
    return { ETag: 'e' };
  }
  const stored = objects[place];
  if (stored === undefined) throw new StateError('S3.NoSuchKeyException');
  const body = typeof stored === 'string' ? stored : Buffer.from(stored.bytes).toString('utf8');
  return { Body: body, ContentLength: body.length };
}

function onItem({ tables }: Store, operation: string, fields: Fields): Json {
  const table = tables[text(fields.TableName)];
  if (table === undefined) throw new StateError('DynamoDB.ResourceNotFoundException');
  const key = (fields.Key ?? fields.Item) as Fields;
  const isKey = (name: string): boolean => JSON.stringify(key[name] ?? { S: '' }) !== '{"S":""}';
  if (!table.key.every(isKey)) throw new StateError('DynamoDB.AmazonDynamoDBException');
  const at = table.items.findIndex((item) =>
    table.key.every((name) => JSON.stringify(item[name]) === JSON.stringify(key[name])),
  );
  const found = table.items[at];
  if (operation === 'get_item') return { ...(found === undefined ? {} : { Item: found }), SdkHttpMetadata: {} };
  const [, absent] = /^attribute_not_exists\((\w+)\)$/.exec(text(fields.ConditionExpression)) ?? [];
  if (absent !== undefined && found?.[absent] !== undefined)
    throw new StateError('DynamoDB.ConditionalCheckFailedException');
  const item = operation === 'put_item' ? { ...(fields.Item as Item) } : updated(found ?? { ...key }, fields);
  if (at < 0) table.items.push(item);
  else table.items[at] = item;
  return { SdkHttpMetadata: {} };
}

function updated(item: Item, fields: Fields): Item {
  const names = (fields.ExpressionAttributeNames ?? {}) as Readonly<Record<string, string>>;
  const values = fields.ExpressionAttributeValues as Fields;
  for (const [, name = '', value = ''] of text(fields.UpdateExpression).matchAll(/([#\w]+) = (:\w+)/g))
    item[names[name] ?? name] = values[value] ?? null;
  return item;
}
