import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Made extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    // The optimised integration has a construct of its own.
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: 'bedrockruntime', action: 'invokeModel', iamResources: ['*'],
      parameters: { ModelId: 'amazon.titan-text-lite-v1', Body: '{"inputText": "x", "textGenerationConfig": {"maxTokenCount": 9}}' },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
    ask.addRetry({ errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 4, maxDelay: Duration.seconds(30), jitterStrategy: sfn.JitterType.FULL });
    new sfn.StateMachine(this, 'MadeFlow', { definition: ask });
  }
}
