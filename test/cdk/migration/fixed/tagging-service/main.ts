import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as s3 from 'aws-cdk-lib/aws-s3';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

const FUNCTION_DEFAULTS = {
  runtime: lambda.Runtime.PYTHON_3_12,
  memorySize: 512,
  timeout: cdk.Duration.seconds(25),
};

export class TaggingService extends cdk.Stack {
  constructor(scope: Construct, id: string, props?: cdk.StackProps) {
    super(scope, id, props);

    const bucket = new s3.Bucket(this, 'Documents');
    const tag = this.createTagFunction();
    bucket.grantRead(tag);

    const task = this.createTask(tag);
    const wrapUp = new sfn.Pass(this, 'WrapUp', {
      parameters: { 'tags.$': '$.tags.value', done: true },
    });

    task.addRetry({
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
      interval: cdk.Duration.seconds(2),
      maxAttempts: 6,
      backoffRate: 2,
    });
    task.addRetry({
      errors: [
        'Lambda.ServiceException',
        'Lambda.AWSLambdaException',
        'Lambda.SdkClientException',
        'Lambda.TooManyRequestsException',
        'Bedrock.ThrottlingException',
        'BedrockRuntime.ThrottlingException',
      ],
      interval: cdk.Duration.seconds(1),
      maxAttempts: 3,
      backoffRate: 2,
      maxDelay: cdk.Duration.seconds(30),
      jitterStrategy: sfn.JitterType.FULL,
    });
    task.next(wrapUp);

    new sfn.StateMachine(this, 'Tagging', {
      definitionBody: sfn.DefinitionBody.fromChainable(task),
      stateMachineName: 'document-tagging',
    });
  }

  private createTagFunction() {
    return new lambda.Function(this, 'TagDocument', {
      ...FUNCTION_DEFAULTS,
      code: lambda.Code.fromAsset('functions'),
      handler: 'tag.handler',
      environment: { MAX_TOKENS: '64' },
      initialPolicy: [
        new iam.PolicyStatement({
          actions: ['bedrock:InvokeModel'],
          resources: [
            'arn:aws:bedrock:*::foundation-model/anthropic.claude-3-haiku-20240307-v1:0',
            'arn:aws:bedrock:*::foundation-model/anthropic.claude-3-sonnet-20240229-v1:0',
          ],
        }),
      ],
    });
  }

  private createTask(lambdaFunction: lambda.Function) {
    return tasks.BedrockInvokeModel.jsonata(this, 'TagTask', {
      model: cdk.aws_bedrock.FoundationModel.fromFoundationModelId(this, 'Model', new cdk.aws_bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 64,
        system: 'You tag documents. Answer with a comma-separated list.',
        messages: [
          {
            role: 'user',
            content: '{% $type($states.input) = "object" and $type($states.input.document) = "object" and $exists($states.input.document.text) ? ($states.input.document.text) : $error("input must be an object; input.document must be an object; input.document.text must be present") %}',
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(cdk.Duration.seconds(25)),
      outputs: '{% $exists($states.result.Body.content[0]) and $exists($states.result.Body.content[0].text) ? ($merge([$states.input, {"tags": {"value": $states.result.Body.content[0].text}}])) : $error("reply.content[0] must be present; reply.content[0].text must be present") %}',
    });
  }
}

export const app = new cdk.App();
new TaggingService(app, 'TaggingService');
