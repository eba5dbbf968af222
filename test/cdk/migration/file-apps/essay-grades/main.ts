import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

class Essays extends Stack {
  constructor(scope: App) {
    super(scope, 'Essays');
    const grade = new lambda.Function(this, 'Grade', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'grade.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
      environment: { MODEL_ID: 'amazon.nova-lite-v1:0' },
    });
    grade.addToRolePolicy(new PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));

    const machine = new sfn.StateMachine(this, 'Grading', {
      definitionBody: sfn.DefinitionBody.fromFile(path.join(__dirname, 'lib/grading.asl.json')),
      definitionSubstitutions: {
        GradeFunction: grade.functionArn, // from this stack
        School: 'Northern Primary',
      },
    });
    grade.grantInvoke(machine);
  }
}

export const app = new App();
new Essays(app);
