import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';

export const app = new App();
const stack = new Stack(app, 'Interview');

const ask = new lambda.Function(stack, 'Ask', {
  runtime: lambda.Runtime.PYTHON_3_12,
  handler: 'ask.handler',
  code: lambda.Code.fromAsset(`${__dirname}/ask`),
  timeout: Duration.seconds(30),
});
ask.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel*'], resources: ['*'] }));

const question = new tasks.LambdaInvoke(stack, 'Ask the question', {
  lambdaFunction: ask,
  payload: sfn.TaskInput.fromObject({ 'messages.$': '$.messages' }),
  resultPath: '$.first',
  resultSelector: { 'reply.$': '$.Payload' },
});

const followUp = new tasks.LambdaInvoke(stack, 'Ask again', {
  lambdaFunction: ask,
  payload: sfn.TaskInput.fromObject({
    messages: [{ role: 'user', content: 'Is there anything else?' }],
  }),
  outputPath: '$.Payload',
});

new sfn.StateMachine(stack, 'Machine', {
  definitionBody: sfn.DefinitionBody.fromChainable(question.next(new sfn.Wait(stack, 'A while', { time: sfn.WaitTime.duration(Duration.minutes(1)) })).next(followUp)),
});
