import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Code, Function as Fn, Runtime } from 'aws-cdk-lib/aws-lambda';
import { Chain, DefinitionBody, Fail, StateMachine, Timeout, JitterType } from 'aws-cdk-lib/aws-stepfunctions';
import { CallAwsService } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'path';

const RETRY = { errors: ['ThrottlingException', 'States.TaskFailed'], maxAttempts: 3, interval: Duration.seconds(2) };

/** Two readers grade every essay, in steps that one function makes. */
class AlikeSteps extends Stack {
  constructor(scope: App) {
    super(scope, 'AlikeSteps');
    const grade = new Fn(this, 'Grade', {
      runtime: Runtime.PYTHON_3_12,
      handler: 'grade.handler',
      code: Code.fromAsset(join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
      environment: { MODEL_ID: process.env.MODEL_ID ?? 'amazon.nova-lite-v1:0' },
    });
    grade.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const failed = new Fail(this, 'No grade');

    const reader = (id: string) =>
      CallAwsService.jsonata(this, id, {
        service: 'bedrockruntime',
        action: 'converse',
        parameters: {
          ModelId: process.env.MODEL_ID ?? 'amazon.nova-lite-v1:0',
          System: [{ Text: 'Grade the essay from A to F. Answer with the letter alone.' }],
          Messages: [
            {
              Role: 'user',
              Content: [
                {
                  Text: '{% $type($states.input) = "object" and $type($states.input.essay) = "string" ? ($states.input.essay) : $error("input must be an object; input.essay must be a text") %}',
                },
              ],
            },
          ],
          InferenceConfig: { MaxTokens: 3, Temperature: 0 },
        },
        iamAction: 'bedrock:InvokeModel',
        iamResources: ['*'],
        taskTimeout: Timeout.duration(Duration.seconds(40)),
        outputs: '{% $exists($states.result.Output.Message) and $exists($states.result.Output.Message.Content) and $exists($states.result.Output.Message.Content[0]) and $exists($states.result.Output.Message.Content[0].Text) ? ($states.input) : $error("reply.output.message must be present; reply.output.message.content must be present; reply.output.message.content[0] must be present; reply.output.message.content[0].text must be present") %}',
      })
        .addRetry({
          errors: [
            'Lambda.ClientExecutionTimeoutException',
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'BedrockRuntime.InternalServerException',
            'Bedrock.InternalServerException',
            'BedrockRuntime.ServiceUnavailableException',
            'Bedrock.ServiceUnavailableException',
            'BedrockRuntime.ModelNotReadyException',
            'Bedrock.ModelNotReadyException',
            'BedrockRuntime.SdkClientException',
            'Bedrock.SdkClientException',
          ],
          interval: Duration.seconds(2),
          maxAttempts: 6,
          backoffRate: 2,
        })
        .addRetry({
          errors: [
            'BedrockRuntime.ValidationException',
            'Bedrock.ValidationException',
            'BedrockRuntime.AccessDeniedException',
            'Bedrock.AccessDeniedException',
            'BedrockRuntime.ResourceNotFoundException',
            'Bedrock.ResourceNotFoundException',
          ],
          maxAttempts: 0,
        })
        .addRetry({
          ...RETRY,
          errors: [
            'ThrottlingException',
            'States.TaskFailed',
            'BedrockRuntime.ThrottlingException',
            'Bedrock.ThrottlingException',
            'States.Timeout',
          ],
          jitterStrategy: JitterType.FULL,
        })
        .addCatch(failed, { outputs: '{% $states.errorOutput %}' });

    new StateMachine(this, 'Grading', {
      definitionBody: DefinitionBody.fromChainable(Chain.start(reader('First reader')).next(reader('Second reader'))),
    });
  }
}

export const app = new App();
new AlikeSteps(app);
