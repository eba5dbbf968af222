import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const RETRIES = true;

export class Braceless extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: 'bedrockruntime', action: 'converse', iamResources: ['*'],
      parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'x' }] }], InferenceConfig: { MaxTokens: 10 } },
      taskTimeout: sfn.Timeout.duration(Duration.minutes(1)),
    });
    if (RETRIES)
      ask.addRetry({
        errors: [
          'BedrockRuntime.ValidationException',
          'BedrockRuntime.AccessDeniedException',
          'BedrockRuntime.ResourceNotFoundException',
        ],
        maxAttempts: 0,
      }).addRetry({ errors: ['States.TaskFailed'], maxAttempts: 2, jitterStrategy: sfn.JitterType.FULL });
    const done = new sfn.Succeed(this, 'Done');
    new sfn.StateMachine(this, 'BracelessFlow', { definition: ask.next(done) });
  }
}
