import { App, Duration, Stack, aws_iam, aws_lambda, aws_lambda_nodejs, aws_stepfunctions, aws_stepfunctions_tasks } from 'aws-cdk-lib';
import * as path from 'path';
import { FoundationModel } from 'aws-cdk-lib/aws-bedrock';
import { FoundationModelIdentifier } from 'aws-cdk-lib/aws-bedrock';

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
        aws_stepfunctions_tasks.BedrockInvokeModel.jsonata(this, 'Make a question', {
          model: FoundationModel.fromFoundationModelId(this, 'Model', new FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
          body: aws_stepfunctions.TaskInput.fromObject({
            anthropic_version: 'bedrock-2023-05-31',
            max_tokens: 100,
            messages: [
              {
                role: 'user',
                content: '{% $type($states.input) = "object" and $type($states.input.topic) = "string" ? ("Make one quiz question about " & $states.input.topic & ".") : $error("input must be an object; input.topic must be a text") %}',
              },
            ],
          }),
          taskTimeout: aws_stepfunctions.Timeout.duration(Duration.seconds(30)),
          outputs: '{% {"question": ($type($states.result.Body.content[0]) = "object" ? $states.result.Body.content[0].text : $error("reply.content[0] must be an object"))} %}',
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
    });
    new StateMachine(this, 'Answers', {
      definitionBody: sfn.DefinitionBody.fromChainable(
        new Pass(this, 'Begin').next(
          aws_stepfunctions_tasks.BedrockInvokeModel.jsonata(this, 'Judge the answer', {
            model: FoundationModel.fromFoundationModelId(this, 'Model', new FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
            body: aws_stepfunctions.TaskInput.fromObject({
              anthropic_version: 'bedrock-2023-05-31',
              max_tokens: 5,
              temperature: 0,
              messages: [
                {
                  role: 'user',
                  content: [
                    {
                      type: 'text',
                      text: '{% $type($states.input) = "object" and $type($states.input.question) = "string" and $type($states.input.answer) = "string" and $not(($not($type($states.input.question) = "string") ? $not($type($states.input.question) = "string") : $not($type($states.input.answer) = "string"))) ? ("Question: " & $states.input.question & "\\nAnswer: " & $states.input.answer & "\\nIs it right? Say yes or no.") : $error("input must be an object; input.question must be a text; input.answer must be a text; Error") %}',
                    },
                  ],
                },
              ],
            }),
            contentType: 'application/json',
            taskTimeout: aws_stepfunctions.Timeout.duration(Duration.seconds(30)),
            outputs: '{% {"question": $states.input.question, "verdict": ($type($states.result.Body.content[0]) = "object" ? $states.result.Body.content[0].text : $error("reply.content[0] must be an object"))} %}',
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
          }).addCatch(new Pass(this, 'Leave it open'), {
            errors: [
              'ThrottlingException',
              'Bedrock.ThrottlingException',
              'BedrockRuntime.ThrottlingException',
            ],
            outputs: '{% $merge([$states.input, {"error": $states.errorOutput}]) %}',
          }),
        ),
      ),
    });
  }
}

export const app = new App();
new Quiz(app, 'Quiz');
