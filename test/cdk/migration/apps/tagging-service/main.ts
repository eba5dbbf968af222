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
      errors: ['Lambda.ServiceException', 'Lambda.AWSLambdaException', 'Lambda.SdkClientException', 'Lambda.TooManyRequestsException'],
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
    return new tasks.LambdaInvoke(this, 'TagTask', {
      lambdaFunction,
      payload: sfn.TaskInput.fromObject({ text: sfn.JsonPath.stringAt('$.document.text') }),
      resultSelector: { 'value.$': '$.Payload.tags' },
      resultPath: '$.tags',
    });
  }
}

export const app = new cdk.App();
new TaggingService(app, 'TaggingService');
