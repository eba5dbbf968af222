import { App, Duration, Stack } from 'aws-cdk-lib';
import { Construct } from 'constructs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const bedrockCall = (scope: Construct, id: string, text: string) =>
  new tasks.CallAwsService(scope, id, {
    service: 'bedrockruntime',
    action: 'converse',
    iamResources: ['*'],
    parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: text }] }], InferenceConfig: { MaxTokens: 10 } },
  });

function retrying<T extends tasks.CallAwsService>(task: T): T {
  task.addRetry({ errors: ['BedrockRuntime.ThrottlingException'], interval: Duration.seconds(2), maxAttempts: 3 });
  return task;
}

export class Functions extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const one = retrying(bedrockCall(this, 'One', 'one'));
    const two = retrying(bedrockCall(this, 'Two', 'two'));
    new sfn.StateMachine(this, 'Functional', { definitionBody: sfn.DefinitionBody.fromChainable(sfn.Chain.start(one).next(two)) });
  }
}
