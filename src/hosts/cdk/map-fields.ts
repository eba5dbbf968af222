/** `Map` and `DistributedMap`: items, steps for each of them, reading and writing of items. */
import { objectNode } from '../../tree/node.ts';
import type { Entry, Node, Place } from '../../tree/node.ts';
import { MethodName } from './edit/new-names.ts';
import type { NewMethod } from './edit/new-names.ts';
import { plainOption, textOption } from './edit/option-writers.ts';
import { constantText } from './enums.ts';
import { Fields } from './fields.ts';
import { addedNode, fieldsNode, keyNode, methodPlace, unknownAt, valueNode } from './nodes.ts';
import type { Rendering } from './rendering.ts';
import { Props } from './state.ts';
import type { StateValue } from './state.ts';
import { knownText } from './values.ts';
import type { Value } from './values.ts';

export function addMapFields(fields: Fields, state: StateValue, props: Props, rendering: Rendering): void {
  fields.option(props, 'itemsPath', 'ItemsPath');
  fields.option(props, 'items', 'Items', itemsNode);
  fields.option(props, 'itemSelector', 'ItemSelector', fieldsNode);
  fields.option(props, 'jsonataItemSelector', 'ItemSelector', valueNode, textOption);
  fields.option(props, 'parameters', 'Parameters', fieldsNode);
  fields.option(props, 'maxConcurrencyPath', 'MaxConcurrencyPath');
  const concurrency = props.member('maxConcurrency');
  const isZero = concurrency?.value.kind === 'number' && concurrency.value.value === 0;
  // Zero is not written, as it is the same as none.
  if (!isZero) fields.option(props, 'maxConcurrency', 'MaxConcurrency');
  else fields.writers.set('MaxConcurrency', { option: 'maxConcurrency', write: plainOption });
  fields.option(props, 'jsonataMaxConcurrency', 'MaxConcurrency', valueNode, textOption);
  addProcessor(fields, state, props, rendering);
  if (state.type === 'DistributedMap') addDistributed(fields, props, rendering);
}

function itemsNode(value: Value): Node {
  const inner = value.kind === 'made' ? value.arguments[0] : undefined;
  const isProvided = value.kind === 'made' && value.path.startsWith('aws-stepfunctions.ProvideItems.');
  return (isProvided && inner !== undefined ? valueNode(inner) : undefined) ?? unknownAt(value.place, 'items');
}

function addProcessor(fields: Fields, state: StateValue, props: Props, rendering: Rendering): void {
  const { processor } = state;
  if (state.lost.has('processor')) {
    fields.add('ItemProcessor', state.callee, unknownAt(state.callee, 'steps that are not known here', true));
    fields.isOpen = true;
    return;
  }
  if (processor === undefined) return;
  if (processor.method === 'iterator') {
    const node = rendering.nested(processor.start, processor.place, []);
    fields.add(
      'Iterator',
      methodPlace(processor.callee, processor.method),
      node,
      new MethodName(processor.call, newerMethod),
    );
    return;
  }
  const before = [{ key: keyNode('ProcessorConfig', processor.place), value: configNode(state, props) }];
  fields.add('ItemProcessor', processor.place, rendering.nested(processor.start, processor.place, before));
}

/** CDK says of it how the steps are run, which is how they are run anyway. */
function newerMethod(field: string): NewMethod | undefined {
  if (field !== 'ItemProcessor') return undefined;
  return { method: 'itemProcessor', adds: { ProcessorConfig: { Mode: 'INLINE' } } };
}

function configNode(state: StateValue, props: Props): Node {
  const { processor, callee, type } = state;
  const config = new Props(processor?.config);
  const isDistributed = type === 'DistributedMap';
  const fields = new Fields();
  fields.isOpen = config.isOpen;
  const place = config.place ?? callee;
  const fallback = isDistributed ? 'DISTRIBUTED' : 'INLINE';
  if (config.member('mode') === undefined && !config.isOpen) fields.add('Mode', place, addedNode(fallback, place));
  else fields.option(config, 'mode', 'Mode');
  if (config.member('executionType') !== undefined) fields.option(config, 'executionType', 'ExecutionType');
  else if (isDistributed) addExecutionType(fields, props, callee);
  return fields.node(place);
}

function addExecutionType(fields: Fields, props: Props, callee: Place): void {
  if (props.member('mapExecutionType') !== undefined) fields.option(props, 'mapExecutionType', 'ExecutionType');
  else fields.add('ExecutionType', callee, props.isOpen ? unknownAt(callee, 'a type') : addedNode('STANDARD', callee));
}

function addDistributed(fields: Fields, props: Props, rendering: Rendering): void {
  fields.option(props, 'label', 'Label');
  fields.option(props, 'toleratedFailurePercentage', 'ToleratedFailurePercentage');
  fields.option(props, 'toleratedFailurePercentagePath', 'ToleratedFailurePercentagePath');
  fields.option(props, 'toleratedFailureCount', 'ToleratedFailureCount');
  fields.option(props, 'toleratedFailureCountPath', 'ToleratedFailureCountPath');
  fields.option(props, 'itemBatcher', 'ItemBatcher', batcherNode);
  fields.option(props, 'itemReader', 'ItemReader', (value) => readerNode(value, rendering));
  // Whether these are written depends on feature flags of the application.
  for (const option of ['resultWriter', 'resultWriterV2']) {
    fields.option(props, option, 'ResultWriter', ({ place }) => unknownAt(place, 'a result writer', true));
  }
}

function batcherNode(value: Value): Node {
  const options =
    value.kind === 'made' && value.path === 'aws-stepfunctions.ItemBatcher' ? value.arguments[0] : undefined;
  const props = new Props(options);
  if (options === undefined || props.isOpen) return unknownAt(value.place, 'a batcher');
  const fields = new Fields();
  fields.option(props, 'maxItemsPerBatch', 'MaxItemsPerBatch');
  fields.option(props, 'maxItemsPerBatchPath', 'MaxItemsPerBatchPath');
  fields.option(props, 'maxInputBytesPerBatch', 'MaxInputBytesPerBatch');
  fields.option(props, 'maxInputBytesPerBatchPath', 'MaxInputBytesPerBatchPath');
  fields.option(props, 'batchInput', 'BatchInput');
  return fields.node(props.place ?? value.place);
}

const READERS: Readonly<Record<string, string | undefined>> = {
  S3JsonItemReader: 'JSON',
  S3JsonLItemReader: 'JSONL',
  S3CsvItemReader: 'CSV',
  S3ManifestItemReader: 'MANIFEST',
};

function readerNode(value: Value, rendering: Rendering): Node {
  const name = value.kind === 'made' ? /^aws-stepfunctions\.(S3\w+ItemReader)$/.exec(value.path)?.[1] : undefined;
  const options = value.kind === 'made' ? value.arguments[0] : undefined;
  const props = new Props(options);
  const isObjects = name === 'S3ObjectsItemReader';
  const type = name === undefined ? undefined : READERS[name];
  if (props.isOpen || (!isObjects && type === undefined) || rendering.language === 'JSONata') {
    return unknownAt(value.place, 'a reader of items');
  }
  const { place } = value;
  const action = isObjects ? 'listObjectsV2' : 'getObject';
  const config = new Fields();
  if (type !== undefined) config.add('InputType', place, addedNode(type, place));
  config.option(props, 'maxItems', 'MaxItems');
  addCsv(config, props);
  const parameters = new Fields();
  const bucket = props.member('bucket');
  if (bucket !== undefined)
    parameters.field(
      'Bucket',
      bucket.key.place,
      rendering.ev.readMember(bucket.value, 'bucketName', bucket.value.place),
    );
  for (const [option, field] of [
    ['bucketNamePath', 'Bucket'],
    ['key', 'Key'],
    ['prefix', 'Prefix'],
  ] as const) {
    const member = props.member(option);
    if (member !== undefined) parameters.field(field, member.key.place, member.value);
  }
  const entries: Entry[] = [
    { key: keyNode('Resource', place), value: addedNode(`arn:\${AWS::Partition}:states:::s3:${action}`, place) },
    { key: keyNode('Parameters', place), value: parameters.node(place) },
  ];
  if (config.entries.length > 0) entries.push({ key: keyNode('ReaderConfig', place), value: config.node(place) });
  return objectNode(place, entries);
}

function addCsv(config: Fields, props: Props): void {
  const headers = props.get('csvHeaders');
  const path = headers?.kind === 'made' ? headers.path : undefined;
  if (headers !== undefined && path === undefined) config.isOpen = true;
  if (headers !== undefined && path === 'aws-stepfunctions.CsvHeaders.useFirstRow') {
    config.add('CSVHeaderLocation', headers.place, addedNode('FIRST_ROW', headers.place));
  }
  if (headers?.kind === 'made' && path === 'aws-stepfunctions.CsvHeaders.use') {
    const [names] = headers.arguments;
    config.add('CSVHeaderLocation', headers.place, addedNode('GIVEN', headers.place));
    config.add('CSVHeaders', headers.place, names === undefined ? undefined : valueNode(names));
  }
  config.option(props, 'csvDelimiter', 'CSVDelimiter');
}

/** The text of a constant or a literal. */
export function plainText(value: Value | undefined): string | undefined {
  return value?.kind === 'library' ? constantText(value.path) : knownText(value);
}
