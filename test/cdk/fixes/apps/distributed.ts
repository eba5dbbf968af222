import { App, Duration, Stack, aws_s3 as s3 } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Distributed extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const bucket = s3.Bucket.fromBucketName(this, 'Bucket', 'documents');
    const tag = new tasks.CallAwsService(this, 'Tag', {
      service: 'bedrockruntime', action: 'converse', iamResources: ['*'],
      parameters: { ModelId: 'amazon.nova-micro-v1:0', Messages: [{ Role: 'user', Content: [{ Text: sfn.JsonPath.stringAt('$.text') }] }], InferenceConfig: { MaxTokens: 20 } },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
    const work = new sfn.DistributedMap(this, 'Documents', {
      itemReader: new sfn.S3JsonItemReader({ bucket, key: 'all.json' }),
      toleratedFailurePercentage: 5,
    });
    work.itemProcessor(tag.addRetry({
      errors: ['BedrockRuntime.ThrottlingException'],
      maxAttempts: 8,
    }));
    new sfn.StateMachine(this, 'Tagging', { definition: work });
  }
}
