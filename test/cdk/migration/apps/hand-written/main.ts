import * as path from 'path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import { PolicyStatement } from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';

/** States from the time before the library had classes for what they do. */
class HandWritten extends Stack {
  constructor(scope: App) {
    super(scope, 'HandWritten');
    const grade = new lambda.Function(this, 'Grade', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'grade.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
      environment: { MODEL_ID: 'eu.amazon.nova-lite-v1:0' },
    });
    grade.addToRolePolicy(
      new PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [
          this.formatArn({ service: 'bedrock', resource: 'inference-profile', resourceName: 'eu.amazon.nova-lite-v1:0' }),
          'arn:aws:bedrock:*::foundation-model/amazon.nova-lite-v1:0',
        ],
      }),
    );

    const step = new sfn.CustomState(this, 'Grade the essay', {
      stateJson: {
        Type: 'Task',
        Comment: 'Never the name of the pupil', // only the text goes out
        Resource: 'arn:aws:states:::lambda:invoke',
        Parameters: { FunctionName: grade.functionArn, Payload: { 'essay.$': '$.essay' } },
        ResultSelector: { 'grade.$': '$.Payload.grade' },
        ResultPath: '$.result',
      },
    });

    const machine = new sfn.StateMachine(this, 'Grading', {
      definitionBody: sfn.DefinitionBody.fromChainable(step.next(new sfn.Succeed(this, 'Graded'))),
    });
    grade.grantInvoke(machine);
  }
}

export const app = new App();
new HandWritten(app);
