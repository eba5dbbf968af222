import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as s3 from 'aws-cdk-lib/aws-s3';
export class Maps extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const bucket = s3.Bucket.fromBucketName(this, 'In', 'incoming');
    const legacy = new sfn.Map(this, 'Legacy', { itemsPath: sfn.JsonPath.stringAt('$.items'), parameters: { item: sfn.JsonPath.stringAt('$$.Map.Item.Value'), 'index.$': '$$.Map.Item.Index' }, maxConcurrency: 0 });
    legacy.iterator(new sfn.Pass(this, 'Each legacy').next(new sfn.Pass(this, 'Then')));
    const inline = new sfn.Map(this, 'Inline', { maxConcurrencyPath: '$.many', itemSelector: { a: 1 }, resultSelector: { all: sfn.JsonPath.stringAt('$') } });
    inline.itemProcessor(new sfn.Choice(this, 'In item').when(sfn.Condition.isNull('$'), new sfn.Fail(this, 'Null item')).otherwise(new sfn.Succeed(this, 'Fine item')), { mode: sfn.ProcessorMode.INLINE });
    inline.addRetry({ maxAttempts: 1 }).addCatch(legacy);
    const distributed = new sfn.DistributedMap(this, 'Distributed', { label: 'Files', mapExecutionType: sfn.StateMachineType.EXPRESS, toleratedFailurePercentage: 5, maxConcurrency: 100, itemReader: new sfn.S3CsvItemReader({ bucket, key: sfn.JsonPath.stringAt('$.key'), csvHeaders: sfn.CsvHeaders.useFirstRow(), maxItems: 50 }), itemBatcher: new sfn.ItemBatcher({ maxItemsPerBatch: 10, batchInput: { day: 'monday' } }) });
    distributed.itemProcessor(new sfn.Pass(this, 'File'));
    const objects = new sfn.DistributedMap(this, 'Objects', { itemReader: new sfn.S3ObjectsItemReader({ bucket, prefix: 'new/' }), toleratedFailureCountPath: '$.count', itemSelector: { key: sfn.JsonPath.stringAt('$$.Map.Item.Value.Key') } });
    objects.itemProcessor(new sfn.Pass(this, 'Object'), { mode: sfn.ProcessorMode.DISTRIBUTED, executionType: sfn.ProcessorType.STANDARD });
    const nested = new sfn.Map(this, 'Outer').itemProcessor(new sfn.Map(this, 'Inner', { itemsPath: '$.inner' }).itemProcessor(new sfn.Parallel(this, 'Deep').branch(new sfn.Wait(this, 'Until', { time: sfn.WaitTime.timestampPath('$.at') }))));
    const written = new sfn.DistributedMap(this, 'Written', { resultWriter: new sfn.ResultWriter({ bucket, prefix: 'out' }), itemReader: new sfn.S3JsonItemReader({ bucket, key: 'all.json' }) }).itemProcessor(new sfn.Pass(this, 'Write'));
    new sfn.StateMachine(this, 'Mapping', { definition: inline.next(distributed).next(objects).next(nested).next(written) });
    const nodes = sfn.DistributedMap.jsonata(this, 'In JSONata', { items: sfn.ProvideItems.jsonArray([1, '{% 2 %}']) });
    nodes.itemProcessor(sfn.Pass.jsonata(this, 'Item of it'));
    new sfn.StateMachine(this, 'MappingJsonata', { definition: nodes });
  }
}
