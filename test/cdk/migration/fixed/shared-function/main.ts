import { App, Duration, Stack } from 'aws-cdk-lib';
import * as iam from 'aws-cdk-lib/aws-iam';
import * as lambda from 'aws-cdk-lib/aws-lambda';
import * as sfn from 'aws-cdk-lib/aws-stepfunctions';
import * as tasks from 'aws-cdk-lib/aws-stepfunctions-tasks';
import * as bedrock from 'aws-cdk-lib/aws-bedrock';

export const app = new App();
const stack = new Stack(app, 'Interview');

const ask = new lambda.Function(stack, 'Ask', {
  runtime: lambda.Runtime.PYTHON_3_12,
  handler: 'ask.handler',
  code: lambda.Code.fromAsset(`${__dirname}/ask`),
  timeout: Duration.seconds(30),
});
ask.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel*'], resources: ['*'] }));

const question = tasks.BedrockInvokeModel.jsonata(stack, 'Ask the question', {
  model: bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
  body: sfn.TaskInput.fromObject({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 512,
    messages: '{% $type($states.input) = "object" and $exists($states.input.messages) ? ($states.input.messages) : $error("input must be an object; input.messages must be present") %}',
  }),
  taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
  outputs: '{% $merge([$states.input, {"first": {"reply": $states.result.Body}}]) %}',
});
question.addRetry({
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Bedrock.InternalServerException',
    'BedrockRuntime.InternalServerException',
    'Bedrock.ServiceUnavailableException',
    'BedrockRuntime.ServiceUnavailableException',
    'Bedrock.ModelNotReadyException',
    'BedrockRuntime.ModelNotReadyException',
    'Bedrock.SdkClientException',
    'BedrockRuntime.SdkClientException',
  ],
  interval: Duration.seconds(2),
  maxAttempts: 6,
  backoffRate: 2,
});
question.addRetry({
  errors: [
    'Bedrock.ThrottlingException',
    'BedrockRuntime.ThrottlingException',
    'Bedrock.InternalServerException',
    'BedrockRuntime.InternalServerException',
    'Bedrock.ServiceUnavailableException',
    'BedrockRuntime.ServiceUnavailableException',
    'Bedrock.ModelNotReadyException',
    'BedrockRuntime.ModelNotReadyException',
  ],
  interval: Duration.seconds(1),
  maxAttempts: 4,
  backoffRate: 2,
  jitterStrategy: sfn.JitterType.FULL,
});

const followUp = tasks.BedrockInvokeModel.jsonata(stack, 'Ask again', {
  model: bedrock.FoundationModel.fromFoundationModelId(stack, 'Model', new bedrock.FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
  body: sfn.TaskInput.fromObject({
    anthropic_version: 'bedrock-2023-05-31',
    max_tokens: 512,
    messages: [{ role: 'user', content: 'Is there anything else?' }],
  }),
  taskTimeout: sfn.Timeout.duration(Duration.seconds(30)),
  outputs: '{% $states.result.Body %}',
});
followUp.addRetry({
  errors: [
    'Lambda.ClientExecutionTimeoutException',
    'Lambda.ServiceException',
    'Lambda.AWSLambdaException',
    'Lambda.SdkClientException',
    'Bedrock.InternalServerException',
    'BedrockRuntime.InternalServerException',
    'Bedrock.ServiceUnavailableException',
    'BedrockRuntime.ServiceUnavailableException',
    'Bedrock.ModelNotReadyException',
    'BedrockRuntime.ModelNotReadyException',
    'Bedrock.SdkClientException',
    'BedrockRuntime.SdkClientException',
  ],
  interval: Duration.seconds(2),
  maxAttempts: 6,
  backoffRate: 2,
});
followUp.addRetry({
  errors: [
    'Bedrock.ThrottlingException',
    'BedrockRuntime.ThrottlingException',
    'Bedrock.InternalServerException',
    'BedrockRuntime.InternalServerException',
    'Bedrock.ServiceUnavailableException',
    'BedrockRuntime.ServiceUnavailableException',
    'Bedrock.ModelNotReadyException',
    'BedrockRuntime.ModelNotReadyException',
  ],
  interval: Duration.seconds(1),
  maxAttempts: 4,
  backoffRate: 2,
  jitterStrategy: sfn.JitterType.FULL,
});

new sfn.StateMachine(stack, 'Machine', {
  definitionBody: sfn.DefinitionBody.fromChainable(question.next(new sfn.Wait(stack, 'A while', { time: sfn.WaitTime.duration(Duration.minutes(1)) })).next(followUp)),
});
