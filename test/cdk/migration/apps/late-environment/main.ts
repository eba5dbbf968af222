import * as path from 'path';
import { App, Duration, Stack, Tags } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const SONNET = 'anthropic.claude-3-sonnet-20240229-v1:0';

class Notes extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const fn = new lambda.Function(this, 'Summariser', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'app.lambda_handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'fn')),
      timeout: Duration.seconds(30),
      environment: { STAGE: 'live' },
    });
    iam.Grant.addToPrincipal({
      grantee: fn,
      actions: ['bedrock:InvokeModel'],
      resourceArns: [`arn:aws:bedrock:${this.region}::foundation-model/${SONNET}`],
    });
    // The default of the code is for tests.
    fn.addEnvironment('MODEL_ID', SONNET);
    Tags.of(fn).add('team', 'notes');

    const summarise = new tasks.LambdaInvoke(this, 'Summarise notes', { lambdaFunction: fn, outputPath: '$.Payload' });
    new sfn.StateMachine(this, 'Machine', { definitionBody: sfn.DefinitionBody.fromChainable(summarise) });
  }
}

export const app = new App();
new Notes(app, 'Notes');
