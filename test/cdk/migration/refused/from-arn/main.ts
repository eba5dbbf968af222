import { App, Stack } from 'aws-cdk-lib';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

class Refused extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = lambda.Function.fromFunctionArn(
      this,
      'Summariser',
      'arn:aws:lambda:eu-west-1:111122223333:function:summarise',
    );
    const summarise = new tasks.LambdaInvoke(this, 'Summarise', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Flow', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }
}

export const app = new App();
new Refused(app, 'Refused');
