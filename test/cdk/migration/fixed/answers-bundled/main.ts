import * as cdk from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import type { Construct } from 'constructs';
import { join } from 'node:path';

export class Answers extends cdk.Stack {
  constructor(scope: Construct, id: string, props: cdk.StackProps = {}) {
    super(scope, id, props);
    const answer = new NodejsFunction(this, 'AnswerFunction', {
      entry: join(__dirname, 'handlers/answer.ts'),
      runtime: Runtime.NODEJS_22_X,
      environment: { MODEL_ID: 'amazon.nova-lite-v1:0' },
    });
    answer.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    new StateMachine(this, 'AnswerMachine', {
      definitionBody: DefinitionBody.fromChainable(
        cdk.aws_stepfunctions_tasks.CallAwsService.jsonata(this, 'Answer', {
          service: 'bedrockruntime',
          action: 'converse',
          parameters: {
            ModelId: 'amazon.nova-lite-v1:0',
            Messages: [
              {
                Role: 'user',
                Content: [
                  {
                    Text: '{% $type($states.input) = "object" and $type($states.input.question) = "string" ? ($states.input.question) : $error("input must be an object; input.question must be a text") %}',
                  },
                ],
              },
            ],
            InferenceConfig: { MaxTokens: 200 },
          },
          iamAction: 'bedrock:InvokeModel',
          iamResources: ['*'],
          taskTimeout: cdk.aws_stepfunctions.Timeout.duration(cdk.Duration.seconds(3)),
          outputs: '{% {"answer": ($v2 := ($v1 := ($type($states.result.Output.Message) = "object" ? $states.result.Output.Message.Content : $error("reply.output.message must be an object")); $type($v1) = "array" ? $v1[0] : $error("reply.output.message.content must be a list")); $type($v2) = "object" ? $v2.Text : $error("reply.output.message.content[0] must be an object"))} %}',
        }).addRetry({
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
          interval: cdk.Duration.seconds(2),
          maxAttempts: 6,
          backoffRate: 2,
        }).addRetry({
          errors: [
            'BedrockRuntime.ThrottlingException',
            'Bedrock.ThrottlingException',
            'BedrockRuntime.InternalServerException',
            'Bedrock.InternalServerException',
            'BedrockRuntime.ServiceUnavailableException',
            'Bedrock.ServiceUnavailableException',
            'BedrockRuntime.ModelNotReadyException',
            'Bedrock.ModelNotReadyException',
          ],
          interval: cdk.Duration.seconds(1),
          maxAttempts: 2,
          backoffRate: 2,
          jitterStrategy: cdk.aws_stepfunctions.JitterType.FULL,
        }),
      ),
    });
  }
}
