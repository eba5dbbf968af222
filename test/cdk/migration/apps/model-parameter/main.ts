import { App, CfnParameter, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';
import * as path from 'path';

export class TriageStack extends Stack {
  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    const modelId = new CfnParameter(this, 'ModelId', { default: 'amazon.nova-pro-v1:0' });

    const triageFn = new lambda.Function(this, 'TriageFn', {
      runtime: lambda.Runtime.PYTHON_3_12,
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      handler: 'triage.lambda_handler',
      timeout: Duration.seconds(30),
      environment: {
        MODEL_ID: modelId.valueAsString,
        POWERTOOLS_SERVICE_NAME: 'triage',
      },
    });

    triageFn.addToRolePolicy(
      new iam.PolicyStatement({
        sid: 'CallModels',
        actions: ['bedrock:InvokeModel'],
        resources: ['*'],
        conditions: { StringEquals: { 'aws:RequestedRegion': ['eu-west-1', 'eu-central-1'] } },
      }),
    );

    const triage = new tasks.LambdaInvoke(this, 'Triage', {
      lambdaFunction: triageFn,
      payload: sfn.TaskInput.fromObject({ question: sfn.JsonPath.stringAt('$.ticket.subject') }),
      resultPath: '$.triage',
      resultSelector: { answer: sfn.JsonPath.stringAt('$.Payload.answer') },
      taskTimeout: sfn.Timeout.duration(Duration.seconds(45)),
    });

    const urgent = new sfn.Pass(this, 'Page somebody');
    const usual = new sfn.Pass(this, 'Put into the queue');

    const definition = triage.next(
      new sfn.Choice(this, 'Urgent?')
        .when(sfn.Condition.stringEquals('$.triage.answer', 'urgent'), urgent)
        .otherwise(usual),
    );

    new sfn.StateMachine(this, 'TriageMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(definition),
      timeout: Duration.minutes(2),
    });
  }
}

export const app = new App();
new TriageStack(app, 'Triage');
