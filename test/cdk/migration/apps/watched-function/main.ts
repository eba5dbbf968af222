import * as path from 'path';
import { App, CfnOutput, Duration, RemovalPolicy, Stack } from 'aws-cdk-lib';
import * as cloudwatch from 'aws-cdk-lib/aws-cloudwatch';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as logs from 'aws-cdk-lib/aws-logs';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

class Watched extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(45),
      tracing: lambda.Tracing.ACTIVE,
      logGroup: new logs.LogGroup(this, 'Log', { retention: logs.RetentionDays.ONE_MONTH, removalPolicy: RemovalPolicy.DESTROY }),
    });
    fn.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));

    new cloudwatch.Alarm(this, 'Errors', { metric: fn.metricErrors(), threshold: 1, evaluationPeriods: 2 });
    new CfnOutput(this, 'SummariserArn', { value: fn.functionArn });
    fn.grantInvoke(new iam.ServicePrincipal('events.amazonaws.com'));

    const summarise = new tasks.LambdaInvoke(this, 'Summarise', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise), tracingEnabled: true });
  }
}

export const app = new App();
new Watched(app, 'Watched');
