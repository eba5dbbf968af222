import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import { Runtime } from 'aws-cdk-lib/aws-lambda';
import { NodejsFunction } from 'aws-cdk-lib/aws-lambda-nodejs';
import { DefinitionBody, StateMachine } from 'aws-cdk-lib/aws-stepfunctions';
import { LambdaInvoke } from 'aws-cdk-lib/aws-stepfunctions-tasks';
import { join } from 'node:path';

class Refused extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const answer = new NodejsFunction(this, 'AnswerFunction', {
      entry: join(__dirname, 'handlers/answer.ts'),
      runtime: Runtime.NODEJS_22_X,
      timeout: Duration.seconds(30),
      environment: { MODEL_ID: 'amazon.nova-lite-v1:0' },
      bundling: { define: { 'process.env.MODEL_ID': JSON.stringify('amazon.nova-pro-v1:0') } },
    });
    answer.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));
    const task = new LambdaInvoke(this, 'Answer', { lambdaFunction: answer, outputPath: '$.Payload' });
    new StateMachine(this, 'Flow', { definitionBody: DefinitionBody.fromChainable(task) });
  }
}

export const app = new App();
new Refused(app, 'Refused');
