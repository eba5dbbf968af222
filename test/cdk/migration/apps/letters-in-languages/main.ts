import * as path from 'node:path';
import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

class LanguageStack extends Stack {
  constructor(scope: App, id: string) {
    super(scope, id);
    const letter = new lambda.Function(this, 'Letter', {
      runtime: lambda.Runtime.PYTHON_3_12,
      handler: 'letter.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(30),
    });
    letter.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));

    const all = new sfn.Parallel(this, 'In all languages');
    for (const lang of ['en', 'de', 'fr']) {
      all.branch(
        new tasks.LambdaInvoke(this, `Write in ${lang}`, {
          lambdaFunction: letter,
          payload: sfn.TaskInput.fromObject({ lang, topic: sfn.JsonPath.stringAt('$.topic') }),
          outputPath: '$.Payload',
        }),
      );
    }
    new sfn.StateMachine(this, 'Letters', { definitionBody: sfn.DefinitionBody.fromChainable(all) });
  }
}

export const app = new App();
new LanguageStack(app, 'Languages');
