import { App, Duration, Stack, aws_iam, aws_lambda, aws_lambda_nodejs, aws_stepfunctions, aws_stepfunctions_tasks, Aws } from 'aws-cdk-lib';
import * as path from 'path';

const sfn = aws_stepfunctions;
const { Pass, StateMachine } = sfn;

export class Quiz extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const common = { runtime: aws_lambda.Runtime.NODEJS_22_X, timeout: Duration.seconds(30), bundling: { minify: true } };
    const make = new aws_lambda_nodejs.NodejsFunction(this, 'MakeQuestion', {
      ...common,
      entry: path.join(__dirname, 'src', 'make-question.js'),
      handler: 'handler',
    });
    const judge = new aws_lambda_nodejs.NodejsFunction(this, 'JudgeAnswer', {
      ...common,
      entry: path.join(__dirname, 'src', 'judge-answer.ts'),
      handler: 'judge',
      environment: { MODEL: 'anthropic.claude-3-haiku-20240307-v1:0' },
    });
    const access = new aws_iam.PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: [this.formatArn({ service: 'bedrock', account: '', resource: 'foundation-model', resourceName: '*' })],
    });
    make.addToRolePolicy(access);
    judge.addToRolePolicy(access);

    new StateMachine(this, 'Questions', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new aws_stepfunctions.CustomState(this, 'Make a question', {
          stateJson: {
            Type: 'Task',
            QueryLanguage: 'JSONata',
            Resource: `arn:${Aws.PARTITION}:states:::bedrock:invokeModel`,
            Arguments: {
              ModelId: 'anthropic.claude-3-haiku-20240307-v1:0',
              Body: {
                anthropic_version: 'bedrock-2023-05-31',
                max_tokens: 100,
                messages: [
                  {
                    role: 'user',
                    content: '{% $type($states.input) = "object" and $type($states.input.topic) = "string" ? ("Make one quiz question about " & $states.input.topic & ".") : $error("input must be an object; input.topic must be a text") %}',
                  },
                ],
              },
            },
            TimeoutSeconds: 30,
            Output: '{% {"question": ($type($states.result.Body.content[0]) = "object" ? $states.result.Body.content[0].text : $error("reply.content[0] must be an object"))} %}',
          },
        }).addRetry({
          errors: [
            'Lambda.ClientExecutionTimeoutException',
            'Lambda.ServiceException',
            'Lambda.AWSLambdaException',
            'Lambda.SdkClientException',
            'Bedrock.InternalServerException',
            'BedrockRuntime.InternalServerException',
            'Bedrock.ServiceUnavailableException',
            'BedrockRuntime.ServiceUnavailableException',
            'Bedrock.ModelNotReadyException',
            'BedrockRuntime.ModelNotReadyException',
            'Bedrock.SdkClientException',
            'BedrockRuntime.SdkClientException',
          ],
          interval: Duration.seconds(2),
          maxAttempts: 6,
          backoffRate: 2,
        }).addRetry({
          errors: [
            'Bedrock.ThrottlingException',
            'BedrockRuntime.ThrottlingException',
            'Bedrock.InternalServerException',
            'BedrockRuntime.InternalServerException',
            'Bedrock.ServiceUnavailableException',
            'BedrockRuntime.ServiceUnavailableException',
            'Bedrock.ModelNotReadyException',
            'BedrockRuntime.ModelNotReadyException',
          ],
          interval: Duration.seconds(1),
          maxAttempts: 2,
          backoffRate: 2,
          jitterStrategy: aws_stepfunctions.JitterType.FULL,
        }),
      ),
    }).addToRolePolicy(new aws_iam.PolicyStatement({
      actions: ['bedrock:InvokeModel'],
      resources: [
        this.formatArn({ service: 'bedrock', account: '', resource: 'foundation-model', resourceName: '*' }),
      ],
    }));
    new StateMachine(this, 'Answers', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new Pass(this, 'Begin').next(
          new aws_stepfunctions_tasks.LambdaInvoke(this, 'Judge the answer', {
            lambdaFunction: judge,
            outputPath: '$.Payload',
          }).addCatch(new Pass(this, 'Leave it open'), { errors: ['ThrottlingException'], resultPath: '$.error' }),
        ),
      ),
    });
  }
}

export const app = new App();
new Quiz(app, 'Quiz');
