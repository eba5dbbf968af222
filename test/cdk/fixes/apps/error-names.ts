import * as cdk from 'aws-cdk-lib';
import { aws_stepfunctions as sfn, aws_stepfunctions_tasks as tasks } from 'aws-cdk-lib';

export class ErrorNames extends cdk.Stack {
  constructor(scope: cdk.App, id: string) {
    super(scope, id);
    const failed = new sfn.Pass(this, 'Report', { parameters: { 'cause.$': '$.Cause' } });
    const keep = new sfn.Pass(this, 'Keep', { parameters: { 'text.$': '$.question' } });
    const ask = new tasks.CallAwsService(this, 'Ask', {
      service: 'bedrockruntime', action: 'converse', iamResources: ['*'],
      parameters: {
        ModelId: 'amazon.nova-lite-v1:0', Messages: [{ Role: 'user', Content: [{ Text: sfn.JsonPath.stringAt('$.question') }] }],
        InferenceConfig: { MaxTokens: 50 },
      },
      timeout: cdk.Duration.minutes(2),
    });
    ask.addRetry({
      errors: [
        'BedrockRuntime.ValidationException', // seen in May
        'BedrockRuntime.ThrottlingException',
      ],
      interval: cdk.Duration.seconds(1),
      maxAttempts: 3,
    });
    ask.addRetry({ errors: ['BedrockRuntime.ThrottlingException'], maxAttempts: 9 });
    ask.addRetry({ errors: [sfn.Errors.TASKS_FAILED], maxAttempts: 1, jitterStrategy: sfn.JitterType.FULL });
    ask.addCatch(failed, { errors: ['BedrockRuntime.ModelTimeoutException'] });
    ask.addCatch(keep);
    new sfn.StateMachine(this, 'Asking', { definitionBody: sfn.DefinitionBody.fromChainable(ask) });
  }
}
