const path = require('path');
const { App, Duration, Stack } = require('aws-cdk-lib');
const iam = require('aws-cdk-lib/aws-iam');
const lambda = require('aws-cdk-lib/aws-lambda');
const sfn = require('aws-cdk-lib/aws-stepfunctions');
const tasks = require('aws-cdk-lib/aws-stepfunctions-tasks');
const { FoundationModel } = require('aws-cdk-lib/aws-bedrock');
const { FoundationModelIdentifier } = require('aws-cdk-lib/aws-bedrock');

class Letters extends Stack {
  constructor(scope, id, props) {
    super(scope, id, props);

    const write = new lambda.Function(this, 'Write', {
      runtime: lambda.Runtime.NODEJS_22_X,
      handler: 'write.handler',
      code: lambda.Code.fromAsset(path.join(__dirname, 'handlers')),
      timeout: Duration.seconds(40),
    });
    write.addToRolePolicy(new iam.PolicyStatement({ actions: ['bedrock:InvokeModel'], resources: ['*'] }));

    const writeLetter = tasks.BedrockInvokeModel.jsonata(this, 'Write letter', {
      model: FoundationModel.fromFoundationModelId(this, 'Model', new FoundationModelIdentifier('anthropic.claude-3-haiku-20240307-v1:0')),
      body: sfn.TaskInput.fromObject({
        anthropic_version: 'bedrock-2023-05-31',
        max_tokens: 400,
        messages: [
          {
            role: 'user',
            content: '{% $type($states.input) = "object" and $type($states.input.name) = "string" and $type($states.input.occasion) = "string" and $not(($not($type($states.input.name) = "string") ? $not($type($states.input.name) = "string") : $not($type($states.input.occasion) = "string"))) ? ("Write a letter to " & $states.input.name & " for " & $states.input.occasion & ".") : $error("input must be an object; input.name must be a text; input.occasion must be a text; TypeError") %}',
          },
        ],
      }),
      taskTimeout: sfn.Timeout.duration(Duration.seconds(40)),
      outputs: '{% $type($states.result.Body.content[0]) = "object" and $exists({"letter": $states.result.Body.content[0].text, "stop": $states.result.Body.stop_reason}) ? ($merge([$states.input, {"letter": {"text": ($exists($states.result.Body.content[0].text) ? $states.result.Body.content[0].text : $error("reply.content[0].text must be present"))}}])) : $error("reply.content[0] must be an object; a value cannot be evaluated") %}',
    });
    writeLetter.addRetry({
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
    writeLetter.addRetry({
      errors: [
        'Bedrock.ValidationException',
        'BedrockRuntime.ValidationException',
        'Bedrock.AccessDeniedException',
        'BedrockRuntime.AccessDeniedException',
        'Bedrock.ResourceNotFoundException',
        'BedrockRuntime.ResourceNotFoundException',
      ],
      maxAttempts: 0,
    });
    writeLetter.addRetry({ maxAttempts: 2, jitterStrategy: sfn.JitterType.FULL });
    writeLetter.addCatch(new sfn.Pass(this, 'Apologise'), { outputs: '{% $states.input %}' });

    new sfn.StateMachine(this, 'LetterMachine', {
      definitionBody: sfn.DefinitionBody.fromChainable(sfn.Chain.start(writeLetter)),
    });
  }
}

const app = new App();
new Letters(app, 'Letters');

module.exports = { app };
