import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** States from the time before the library had classes for what they do. */
class HandWritten extends Stack {
  constructor(scope: App) {
    super(scope, 'HandWritten');
    const grade = new lambda.Function(this, 'Grade', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'grade.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
      environment: { MODEL_ID: 'eu.amazon.nova-lite-v1:0' },
    });
    grade.addToRolePolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [
          this.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: 'eu.amazon.nova-lite-v1:0' }),
          'arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
        ],
      }),
    );

    const step = new sfn.CustomState(this, 'Grade the essay', {
      stateJson: {
        Type: 'Task',
        Comment: 'Never the name of the pupil', // only the text goes out
        QueryLanguage: 'JSONata',
        Resource: 'arn:aws:states:::aws-sdk:bedrockruntime:converse',
        Arguments: {
          ModelId: 'eu.amazon.nova-lite-v1:0',
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
        TimeoutSeconds: 40,
        Output: '{% $merge([$states.input, {"result": {"grade": ($exists($states.result.Output.Message.Content[0].Text) ? $states.result.Output.Message.Content[0].Text : $error("reply.output.message.content[0].text is missing"))}}]) %}',
        Retry: [
          {
            ErrorEquals: [
              'BedrockRuntime.ThrottlingException',
              'Bedrock.ThrottlingException',
              'BedrockRuntime.InternalServerException',
              'Bedrock.InternalServerException',
              'BedrockRuntime.ServiceUnavailableException',
              'Bedrock.ServiceUnavailableException',
              'BedrockRuntime.ModelNotReadyException',
              'Bedrock.ModelNotReadyException',
            ],
            IntervalSeconds: 1,
            MaxAttempts: 4,
            BackoffRate: 2,
            JitterStrategy: 'FULL',
          },
        ],
      },
    });

    const machine = new sfn.StateMachine(this, 'Grading', {
      definitionBody: sfn.DefinitionBody.fromChainable(step.next(new sfn.Succeed(this, 'Graded'))),
    });
    machine.addToRolePolicy(new PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: [
        this.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: 'eu.amazon.nova-lite-v1:0' }),
        'arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
      ],
    }));
    grade.grantInvoke(machine);
  }
}

export const app = new App();
new HandWritten(app);
