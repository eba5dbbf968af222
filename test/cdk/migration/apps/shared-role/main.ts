import * as path from 'path';
import { App, Duration, Stack, StackProps } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { Construct } from 'constructs';

export class Desk extends Stack {
  private readonly role: iam.Role;
  private readonly code = lambda.Code.fromAsset(path.join(__dirname, 'code'));

  constructor(scope: Construct, id: string, props?: StackProps) {
    super(scope, id, props);

    this.role = new iam.Role(this, 'Role', {
      assumedBy: new iam.ServicePrincipal('lambda.amazonaws.com'),
      inlinePolicies: {
        models: new iam.PolicyDocument({
          statements: [
            new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['arn:aws:bedrock:*::foundation-model/*'] }),
          ],
        }),
      },
    });
    this.role.addManagedPolicy(iam.ManagedPolicy.fromAwsManagedPolicyName('service-role/AWSLambdaBasicExecutionRole'));
    this.role.attachInlinePolicy(
      new iam.Policy(this, 'NoSonnet', {
        statements: [
          new iam.PolicyStatement({
            effect: iam.Effect.DENY,
            actions: ['bedrock:InvokeModel'],
            resources: ['arn:aws:bedrock:*::foundation-model/anthropic.claude-3-sonnet*'],
          }),
        ],
      }),
    );

    const summary = this.lambda('Summary', 'summary.lambda_handler');
    const translate = this.lambda('Translate', 'translate.handler');
    const definition = new tasks.LambdaInvoke(this, 'Make a summary', {
      lambdaFunction: summary,
      payload: sfn.TaskInput.fromObject({ text: sfn.JsonPath.stringAt('$.text') }),
      resultPath: '$.summary',
      resultSelector: { text: sfn.JsonPath.stringAt('$.Payload.summary') },
    }).next(
      new tasks.LambdaInvoke(this, 'Translate it', {
        lambdaFunction: translate,
        payload: sfn.TaskInput.fromJsonPathAt('$.summary'),
        outputPath: '$.Payload.out',
      }),
    );
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(definition) });
  }

  private lambda(id: string, handler: string): lambda.Function {
    return new lambda.Function(this, id, {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler,
      code: this.code,
      role: this.role,
      timeout: Duration.seconds(30),
    });
  }
}

export const app = new App();
new Desk(app, 'Desk');
