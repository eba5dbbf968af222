import { App, Stack, Duration } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

export class Harness extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fail = new sfn.Fail(this, 'Broken');
    const invoke = new sfn.CustomState(this, 'Invoke agent', {
      stateJson: {
        Type: 'Task',
        Resource: 'arn:aws:states:::bedrockagentcore:invokeHarness',
        Parameters: {
          HarnessArn: `arn:aws:bedrock-agentcore:${Stack.of(this).region}:${Stack.of(this).account}:harness/h1`,
          'RuntimeSessionId.$': '$.session',
          Messages: [{ Role: 'user', Content: [{ 'Text.$': '$.prompt' }] }],
        },
        TimeoutSeconds: 600,
        Retry: [{ ErrorEquals: ['States.Timeout'], MaxAttempts: 1 }],
        Catch: [{ ErrorEquals: ['States.TaskFailed'], Next: 'Broken' }],
      },
    });
    invoke.addRetry({ errors: ['BedrockAgentCore.ThrottlingException'], interval: Duration.seconds(3), maxAttempts: 4 });
    invoke.addCatch(fail, { errors: ['States.ALL'], resultPath: '$.error' });
    const written = new sfn.CustomState(this, 'Written', { stateJson: { Type: 'Pass', Result: { a: [1, { b: null }] }, End: true } });
    new sfn.StateMachine(this, 'HarnessFlow', { definition: invoke.next(written) });
  }
}
