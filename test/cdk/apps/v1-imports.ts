import * as cdk from '@aws-cdk/core';
import * as sfn from '@aws-cdk/aws-stepfunctions';
import { LambdaInvoke } from '@aws-cdk/aws-stepfunctions-tasks';
import { Function, Runtime, Code } from 'aws-cdk-lib/aws-lambda';

export class LegacyStack extends cdk.Stack {
  public readonly machine: sfn.StateMachine;
  constructor(scope: cdk.App, id: string) {
    super(scope as any, id);
    const fn = new Function(this, 'Fn', { runtime: Runtime.PYTHON_3_12, handler: 'i.h', code: Code.fromInline('x') });
    const submit = new LambdaInvoke(this, 'Submit Job', { lambdaFunction: fn, outputPath: '$.Payload' });
    const waitX = new sfn.Wait(this, 'Wait X Seconds', { time: sfn.WaitTime.secondsPath('$.waitSeconds') });
    const getStatus = new LambdaInvoke(this, 'Get Job Status', { lambdaFunction: fn, inputPath: '$.guid', outputPath: '$.Payload' });
    const jobFailed = new sfn.Fail(this, 'Job Failed', { cause: 'AWS Batch Job Failed', error: 'DescribeJob returned FAILED' });
    const finalStatus = new LambdaInvoke(this, 'Get Final Job Status', { lambdaFunction: fn, inputPath: '$.guid', outputPath: '$.Payload' });
    const definition = submit
      .next(waitX)
      .next(getStatus)
      .next(new sfn.Choice(this, 'Job Complete?')
        .when(sfn.Condition.stringEquals('$.status', 'FAILED'), jobFailed)
        .when(sfn.Condition.stringEquals('$.status', 'SUCCEEDED'), finalStatus)
        .otherwise(waitX));
    this.machine = new sfn.StateMachine(this, 'StateMachine', { definition, timeout: cdk.Duration.minutes(5) });
  }
}
