import { Stack, Duration, type StackProps } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import type { Construct } from 'constructs';

import * as s3 from 'aws-cdk-lib/aws-s3';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

// A distributed map over objects of a bucket, with batches and results in S3.
export class BulkDocuments extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);
    const bucket = new s3.Bucket(this, 'Documents');
    const model = bedrock.FoundationModel.fromFoundationModelId(
      this,
      'Model',
      bedrock.FoundationModelIdentifier.AMAZON_NOVA_LITE_V1_0,
    );
    const summarise = new tasks.BedrockInvokeModel(this, 'Summarise', {
      model,
      body: sfn.TaskInput.fromObject({
        messages: sfn.JsonPath.array(sfn.JsonPath.stringAt('$.Items')),
        inferenceConfig: { max_new_tokens: 300 },
      }),
      guardrail: tasks.Guardrail.enable('guardrail1', 1),
      traceEnabled: true,
      resultSelector: { 'summary.$': '$.Body.output.message.content[0].text' },
      resultPath: '$.result',
    }).addRetry({ maxAttempts: 2, jitterStrategy: sfn.JitterType.FULL, maxDelay: Duration.seconds(30) });
    const map = new sfn.DistributedMap(this, 'All documents', {
      label: 'documents',
      mapExecutionType: sfn.StateMachineType.EXPRESS,
      itemReader: new sfn.S3ObjectsItemReader({ bucket, prefix: 'in/' }),
      itemBatcher: new sfn.ItemBatcher({ maxItemsPerBatch: 5, batchInput: { tone: 'plain' } }),
      resultWriterV2: new sfn.ResultWriterV2({ bucket, prefix: 'out/' }),
      toleratedFailurePercentage: 10,
      maxConcurrency: 20,
      resultPath: sfn.JsonPath.DISCARD,
    });
    map.itemProcessor(summarise, { mode: sfn.ProcessorMode.DISTRIBUTED, executionType: sfn.ProcessorType.EXPRESS });
    new sfn.StateMachine(this, 'Bulk', {
      definitionBody: sfn.DefinitionBody.fromChainable(map),
      stateMachineName: 'bulk-documents',
    });
  }
}
