import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

const MODEL = 'anthropic.claude-3-haiku-20240307-v1:0';

export class MailRouter extends Stack {
  private readonly classifyFn = new lambda.Function(this, 'ClassifyFn', {
    code: lambda.Code.fromAsset('lambda/classify'),
    handler: 'index.handler',
    runtime: lambda.Runtime.NODEJS_22_X,
    memorySize: 256,
    timeout: Duration.seconds(20),
    environment: { MODEL_ID: MODEL, LOG_LEVEL: 'info' },
    initialPolicy: [
      new iam.PolicyStatement({
        actions: ['bedrock:InvokeModel'],
        resources: [`arn:aws:bedrock:${this.region}::foundation-model/${MODEL}`],
      }),
    ],
  });

  private readonly classify = tasks.LambdaInvoke.jsonata(this, 'Classify mail', {
    lambdaFunction: this.classifyFn,
    payload: sfn.TaskInput.fromObject({ text: '{% $states.input.mail.text %}' }),
    outputs: { mail: '{% $states.input.mail %}', class: '{% $states.result.Payload %}' },
    assign: { mailbox: '{% $states.input.mail.to %}' },
  });

  readonly machine = new sfn.StateMachine(this, 'Routing', {
    queryLanguage: sfn.QueryLanguage.JSONATA,
    definitionBody: sfn.DefinitionBody.fromChainable(
      this.classify.next(sfn.Succeed.jsonata(this, 'Routed', { outputs: { mailbox: '{% $mailbox %}' } })),
    ),
  });
}

export const app = new App();
new MailRouter(app, 'MailRouter');
