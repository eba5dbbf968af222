import * as cdk from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'path';

export class ClaimsStack extends cdk.Stack {
  constructor(scope: cdk.App, id: string, props: cdk.StackProps = {}) {
    super(scope, id, props);

    const extractFunction = new lambda.Function(this, 'ExtractFunction', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'main.handler',
      code: lambda.Code.fromAsset(join(__dirname, 'functions', 'extract')),
      timeout: cdk.Duration.minutes(1),
    });
    extractFunction.role?.addToPrincipalPolicy(
      new iam.PolicyStatement({
        effect: iam.Effect.ALLOW,
        actions: ['bedrock:InvokeModel', 'bedrock:InvokeModelWithResponseStream'],
        resources: ['arn:aws:bedrock:*::foundation-model/anthropic.*'],
      }),
    );

    const failed = new sfn.Fail(this, 'Extraction failed', { error: 'ExtractionFailed' });
    const manual = new sfn.Pass(this, 'Manual work', { result: sfn.Result.fromObject({ queue: 'manual' }) });

    const chain = new sfn.Pass(this, 'Normalise', { parameters: { 'text.$': '$.claim.body' } })
      .next(
        new tasks.LambdaInvoke(this, 'Extract fields', {
          lambdaFunction: extractFunction,
          outputPath: '$.Payload',
          retryOnServiceExceptions: false,
        })
          .addRetry({
            errors: ['Lambda.TooManyRequestsException', 'ThrottlingException'],
            interval: cdk.Duration.seconds(3),
            maxAttempts: 4,
            backoffRate: 2,
          })
          .addCatch(manual, { errors: ['ValidationException'], resultPath: '$.error' })
          .addCatch(failed),
      )
      .next(new sfn.Succeed(this, 'Extracted'));

    new sfn.StateMachine(this, 'Claims', { definition: chain, stateMachineType: sfn.StateMachineType.EXPRESS });
  }
}

const app = new cdk.App();
new ClaimsStack(app, 'Claims');
export { app };
