/** Tasks of databases and of analytics. */
import { arrayNode, objectNode } from '../../../tree/node.ts';
import type { Entry, Node } from '../../../tree/node.ts';
import { addedNode, keyNode, textNode, unknownAt, valueNode } from '../nodes.ts';
import { addedText, joinTexts } from '../texts.ts';
import { knownText } from '../values.ts';
import type { Member, Value } from '../values.ts';
import { attribute, duration, input, nested, opaque, option, parameterEntry, service, within } from './parameters.ts';
import type { Rule, TaskClass, TaskView } from './parameters.ts';

const ATTRIBUTE = 'aws-stepfunctions-tasks.DynamoAttributeValue.';

/** The type that each factory of an attribute value writes; its argument is the value. */
const TYPES: Readonly<Record<string, string>> = {
  fromString: 'S',
  fromNumber: 'N',
  numberFromString: 'N',
  fromBinary: 'B',
  fromStringSet: 'SS',
  fromNumberSet: 'NS',
  numberSetFromStrings: 'NS',
  fromBinarySet: 'BS',
  fromMap: 'M',
  mapFromJsonPath: 'M',
  mapFromJsonata: 'M',
  fromList: 'L',
  listFromJsonPath: 'L',
  listFromJsonata: 'L',
  fromNull: 'NULL',
  fromBoolean: 'BOOL',
  booleanFromJsonPath: 'BOOL',
  booleanFromJsonata: 'BOOL',
};

function attributeValue(value: Value, view: TaskView): Node {
  const unknown = unknownAt(value.place, 'an attribute value');
  if (value.kind !== 'made' || !value.path.startsWith(ATTRIBUTE)) return unknown;
  const factory = value.path.slice(ATTRIBUTE.length);
  const type = TYPES[factory];
  const [given] = value.arguments;
  if (type === undefined || given === undefined) return unknown;
  const entry = typedEntry(factory, type, given, view);
  return entry === undefined ? unknown : objectNode(value.place, [entry]);
}

function typedEntry(factory: string, type: string, given: Value, view: TaskView): Entry | undefined {
  const { place } = given;
  const key = keyNode(type, place);
  switch (factory) {
    case 'fromNumber':
      if (given.kind === 'number') return { key, value: addedNode(String(given.value), place) };
      break;
    case 'fromNumberSet':
      return { key, value: numberTexts(given) };
    case 'fromMap':
      return { key, value: attributeMap(given, view) };
    case 'fromList':
      if (given.kind !== 'list' || given.isOpen) return { key, value: unknownAt(place, 'a list') };
      return {
        key,
        value: arrayNode(
          place,
          given.items.map((item) => attributeValue(item, view)),
        ),
      };
    case 'mapFromJsonPath':
      return { key: keyNode(`${type}.$`, place), value: valueNode(given) ?? unknownAt(place, 'a path') };
    case 'listFromJsonPath':
    case 'booleanFromJsonPath':
      return { key, value: valueNode(given) ?? unknownAt(place, 'a path') };
    default:
  }
  return parameterEntry(type, place, given, view);
}

function numberTexts(given: Value): Node {
  if (given.kind !== 'list' || given.isOpen) return unknownAt(given.place, 'a set');
  const items = given.items.map((item) =>
    item.kind === 'number' ? addedNode(String(item.value), item.place) : unknownAt(item.place, 'a number'),
  );
  return arrayNode(given.place, items);
}

function attributeMap(value: Value, view: TaskView): Node {
  if (value.kind !== 'record') return unknownAt(value.place, 'attribute values');
  const entries = [...value.members].map(([name, member]) => mapEntry(name, member, view));
  return objectNode(value.place, entries, undefined, value.isOpen);
}

function mapEntry(name: string, { key, value }: Member, view: TaskView): Entry {
  return { key: keyNode(name, key.place), value: attributeValue(value, view) };
}

function attributes(from: string): Rule {
  return (name, view) => {
    const member = view.props.member(from);
    if (member === undefined) return undefined;
    return { key: keyNode(name, member.key.place), value: attributeMap(member.value, view) };
  };
}

/** `new DynamoProjectionExpression().withAttribute('a').atIndex(1)` */
const projection: Rule = (name, { props }) => {
  const member = props.member('projectionExpression');
  if (member === undefined) return undefined;
  const { key, value } = member;
  const texts = value.kind === 'list' && !value.isOpen ? value.items.map(projectionText) : [undefined];
  const isKnown = !texts.includes(undefined);
  return {
    key: keyNode(name, key.place),
    value: isKnown ? textNode(addedText(texts.join(','), value.place)) : unknownAt(value.place, 'a projection'),
  };
};

function projectionText(value: Value): string | undefined {
  if (value.kind !== 'made') return undefined;
  if (value.path === 'aws-stepfunctions-tasks.DynamoProjectionExpression') return '';
  const [before, given] = value.arguments;
  const text = before === undefined ? undefined : projectionText(before);
  if (text === undefined || given === undefined) return undefined;
  if (value.path.endsWith('#withAttribute')) {
    const added = knownText(given);
    return added === undefined ? undefined : text === '' ? added : `${text}.${added}`;
  }
  return value.path.endsWith('#atIndex') && given.kind === 'number' ? `${text}[${given.value}]` : undefined;
}

const WRITE = {
  ConditionExpression: option('conditionExpression'),
  ExpressionAttributeNames: option('expressionAttributeNames'),
  ExpressionAttributeValues: attributes('expressionAttributeValues'),
  ReturnConsumedCapacity: option('returnConsumedCapacity'),
  ReturnItemCollectionMetrics: option('returnItemCollectionMetrics'),
  ReturnValues: option('returnValues'),
};
const TABLE = { TableName: attribute('table', 'tableName') };
const KEY = { Key: attributes('key') };

/** `s3://bucket/key/` of a place in S3. */
const outputLocation: Rule = (name, { props }) => {
  const member = props.member('outputLocation');
  if (member === undefined) return undefined;
  const { key, value } = member;
  const part = (of: string): Value | undefined => (value.kind === 'record' ? value.members.get(of)?.value : undefined);
  const [bucket, object] = [part('bucketName'), part('objectKey')];
  if (bucket?.kind !== 'text' || object?.kind !== 'text') {
    return { key: keyNode(name, key.place), value: unknownAt(value.place, 'a place in S3') };
  }
  const added = (text: string) => addedText(text, value.place).layer;
  const text = joinTexts([added('s3://'), bucket.layer, added('/'), object.layer, added('/')], value.place);
  return { key: keyNode(name, key.place), value: textNode(text) };
};

const resultConfiguration: Rule = (name, view) => {
  const given = within(
    'resultConfiguration',
    { EncryptionConfiguration: opaque('encryptionConfiguration'), OutputLocation: outputLocation },
    true,
  )(name, view);
  return given ?? nested({}, true)(name, view);
};

export const DATA_TASKS: Readonly<Record<string, TaskClass>> = {
  DynamoGetItem: {
    resource: service('dynamodb:getItem'),
    parameters: {
      ...KEY,
      ...TABLE,
      ConsistentRead: option('consistentRead'),
      ExpressionAttributeNames: option('expressionAttributeNames'),
      ProjectionExpression: projection,
      ReturnConsumedCapacity: option('returnConsumedCapacity'),
    },
  },
  DynamoPutItem: {
    resource: service('dynamodb:putItem'),
    parameters: { Item: attributes('item'), ...TABLE, ...WRITE },
  },
  DynamoUpdateItem: {
    resource: service('dynamodb:updateItem'),
    parameters: { ...KEY, ...TABLE, ...WRITE, UpdateExpression: option('updateExpression') },
  },
  DynamoDeleteItem: { resource: service('dynamodb:deleteItem'), parameters: { ...KEY, ...TABLE, ...WRITE } },
  AthenaGetQueryExecution: {
    resource: service('athena:getQueryExecution'),
    parameters: { QueryExecutionId: option('queryExecutionId') },
  },
  AthenaGetQueryResults: {
    resource: service('athena:getQueryResults'),
    parameters: {
      QueryExecutionId: option('queryExecutionId'),
      NextToken: option('nextToken'),
      MaxResults: option('maxResults'),
    },
  },
  AthenaStartQueryExecution: {
    resource: service('athena:startQueryExecution'),
    parameters: {
      QueryString: option('queryString'),
      ClientRequestToken: option('clientRequestToken'),
      QueryExecutionContext: within('queryExecutionContext', {
        Catalog: option('catalogName'),
        Database: option('databaseName'),
      }),
      ResultConfiguration: resultConfiguration,
      WorkGroup: option('workGroup'),
      ExecutionParameters: option('executionParameters'),
      ResultReuseConfiguration: opaque('resultReuseConfigurationMaxAge'),
    },
  },
  AthenaStopQueryExecution: {
    resource: service('athena:stopQueryExecution'),
    parameters: { QueryExecutionId: option('queryExecutionId') },
  },
  GlueDataBrewStartJobRun: { resource: service('databrew:startJobRun'), parameters: { Name: option('name') } },
  GlueStartCrawlerRun: { resource: service('aws-sdk:glue:startCrawler'), parameters: { Name: option('crawlerName') } },
  GlueStartJobRun: {
    resource: service('glue:startJobRun'),
    takesTimeout: true,
    parameters: {
      JobName: option('glueJobName'),
      Arguments: input('arguments'),
      Timeout: (name, view) =>
        view.props.member('taskTimeout') === undefined
          ? duration('timeout', 'minutes')(name, view)
          : opaque('taskTimeout')(name, view),
      SecurityConfiguration: option('securityConfiguration'),
      NotificationProperty: nested({ NotifyDelayAfter: duration('notifyDelayAfter', 'minutes') }),
      WorkerType: opaque('workerConfiguration'),
      NumberOfWorkers: opaque('workerConfiguration'),
      ExecutionClass: option('executionClass'),
    },
  },
};
