import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export class Panel extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const panel = new sfn.Parallel(this, 'Panel');
    for (const role of ['critic', 'editor', 'lawyer']) panel.branch(this.ask(role));
    new sfn.StateMachine(this, 'PanelFlow', { definitionBody: sfn.DefinitionBody.fromChainable(panel) });
  }

  private ask(role: string): sfn.IChainable {
    const call = new tasks.CallAwsService(this, `Ask ${role}`, {
      service: 'bedrockruntime',
      action: 'converse',
      iamResources: ['*'],
      parameters: {
        ModelId: 'amazon.nova-pro-v1:0',
        Messages: [{ Role: 'user', Content: [{ Text: `You are the ${role}.` }] }],
        InferenceConfig: { MaxTokens: 700 },
      },
      taskTimeout: sfn.Timeout.duration(Duration.seconds(90)),
    });
    call.addRetry({
      errors: ['BedrockRuntime.ThrottlingException'],
      interval: Duration.seconds(2),
      maxAttempts: 5,
      backoffRate: 2,
      maxDelay: Duration.minutes(1),
      jitterStrategy: sfn.JitterType.FULL,
    });
    return call;
  }
}
