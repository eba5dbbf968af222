import { App, Duration, Stack } from 'aws-cdk-lib';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as lambda from 'aws-cdk-lib/aws-lambda';

const RETRY: sfn.RetryProps = { errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 6 };
const base = { service: 'bedrockruntime', action: 'converse', iamResources: ['*'] };

export class Shared extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const first = new tasks.CallAwsService(this, 'Outline', {
      ...base,
      parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'Outline.' }] }], InferenceConfig: { MaxTokens: 100 } },
      timeout: Duration.minutes(5),
    });
    first.addRetry({ ...RETRY, maxDelay: Duration.minutes(1), jitterStrategy: sfn.JitterType.FULL });
    const options: tasks.CallAwsServiceProps = { ...base, parameters: { ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: 'Write.' }] }], InferenceConfig: { MaxTokens: 100 } } };
    const second = new tasks.CallAwsService(this, 'Write', {
      ...options,
      timeout: Duration.minutes(5),
    });
    second.addRetry({ ...RETRY, maxDelay: Duration.minutes(1), jitterStrategy: sfn.JitterType.FULL }).addCatch(new sfn.Fail(this, 'Gave up'));
    const fn = lambda.Function.fromFunctionArn(this, 'Fn', 'arn:aws:lambda:eu-west-1:123456789012:function:work');
    const work = new tasks.LambdaInvoke(this, 'Work', { lambdaFunction: fn, timeout: Duration.seconds(30) });
    work.addRetry(RETRY);
    new sfn.StateMachine(this, 'SharedFlow', { definition: first.next(second).next(work) });
  }
}
